// Which rows are wanted, as one tree. GraphQL's filters and the REST query language both become such a tree; here it becomes SQL.
//
// Every condition is either true or false of a row: a comparison with an unset value is false, and `not` is the exact complement. In SQL
// that value would be unknown, so `IS NOT TRUE` negates, and nothing else does.
import { Prisma } from '../../generated/prisma/client.js';
import type { Column } from './columns.js';
import { associationOf, columnOf, type EntityName, entityOf } from './entities.js';

export type Operator = keyof typeof comparisons;

export type Condition =
  | { readonly field: string; readonly operator: Operator; readonly value: unknown }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly association: string; readonly quantifier: 'some' | 'none' | 'every'; readonly where: Condition };

const { sql, raw, join } = Prisma;

/** True of every row. */
export const everything: Condition = Object.freeze({ all: [] });

/** Casts a value of the column's kind, so that no driver has to guess. */
export const parameter = (column: Column, value: unknown): Prisma.Sql =>
  sql`${value instanceof Date ? value.toISOString() : value}::${raw(column.type)}`;

const list = (column: Column, values: readonly unknown[]): Prisma.Sql => join(values.map((value) => parameter(column, value)));

type Comparison = (field: Prisma.Sql, value: unknown, column: Column) => Prisma.Sql;
const listed: Comparison = (field, value, column) =>
  (value as unknown[]).length === 0 ? sql`FALSE` : sql`${field} IN (${list(column, value as unknown[])})`;
const unset: Comparison = (field, value) => (value ? sql`${field} IS NULL` : sql`${field} IS NOT NULL`);

// The operators on text take their operand as it is: there is no pattern, so `%`, `_` and `\` match themselves.
const comparisons = {
  equals: (field, value, column) => (value === null ? unset(field, true, column) : sql`${field} = ${parameter(column, value)}`),
  notEquals: (field, value, column) =>
    value === null ? unset(field, false, column) : sql`${field} IS DISTINCT FROM ${parameter(column, value)}`,
  in: listed,
  notIn: (field, value, column) => sql`(${listed(field, value, column)}) IS NOT TRUE`,
  lessThan: (field, value, column) => sql`${field} < ${parameter(column, value)}`,
  lessOrEqual: (field, value, column) => sql`${field} <= ${parameter(column, value)}`,
  greaterThan: (field, value, column) => sql`${field} > ${parameter(column, value)}`,
  greaterOrEqual: (field, value, column) => sql`${field} >= ${parameter(column, value)}`,
  contains: (field, value) => sql`position(fold_case(${value}::text) IN fold_case(${field})) > 0`,
  startsWith: (field, value) => sql`starts_with(fold_case(${field}), fold_case(${value}::text))`,
  endsWith: (field, value) => sql`right(fold_case(${field}), length(fold_case(${value}::text))) = fold_case(${value}::text)`,
  isUnset: unset,
  isBlank: (field, value) => (value ? sql`coalesce(btrim(${field}), '') = ''` : sql`btrim(${field}) <> ''`),
} as const satisfies Record<string, Comparison>;

/** The alias of a table so many associations below the rows that are asked for. */
export const aliasAt = (depth: number): Prisma.Sql => raw(`t${depth}`);

/** The condition on rows of `entity` under the alias of `depth`, as SQL. */
export const compile = (entity: EntityName, condition: Condition, depth = 0): Prisma.Sql => {
  const alias = aliasAt(depth);
  const each = (conditions: readonly Condition[]) => conditions.map((inner) => compile(entity, inner, depth));
  if ('all' in condition) return condition.all.length === 0 ? sql`TRUE` : sql`(${join(each(condition.all), ' AND ')})`;
  if ('any' in condition) return condition.any.length === 0 ? sql`FALSE` : sql`(${join(each(condition.any), ' OR ')})`;
  if ('not' in condition) return sql`(${compile(entity, condition.not, depth)}) IS NOT TRUE`;
  if ('field' in condition) {
    const column = columnOf(entity, condition.field);
    return comparisons[condition.operator](sql`${alias}.${raw(column.sql)}`, condition.value, column);
  }
  const association = associationOf(entity, condition.association);
  const inner = compile(association.entity, condition.where, depth + 1);
  const rows = sql`SELECT FROM ${raw(entityOf(association.entity).table)} AS ${aliasAt(depth + 1)} WHERE ${association.on(alias, aliasAt(depth + 1))}`;
  if (condition.quantifier === 'some') return sql`EXISTS (${rows} AND ${inner})`;
  return condition.quantifier === 'none' ? sql`NOT EXISTS (${rows} AND ${inner})` : sql`NOT EXISTS (${rows} AND (${inner}) IS NOT TRUE)`;
};
