// Which rows are wanted, as one tree. GraphQL's filters and the REST query language both become such a tree; here it becomes SQL.
//
// Every condition is either true or false of a row: a comparison with an unset value is false, and `not` is the exact complement. In SQL
// that value would be unknown, so `IS NOT TRUE` negates, and nothing else does.
import { Prisma } from '../../generated/prisma/client.js';
import { isStorable, storableRule } from '../../lib/text.js';
import { type Column, valueSql } from '../entities/columns.js';
import { associationOf, columnOf, entityOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import { BadInputError } from '../rules/errors.js';
import { whenKnown } from '../sql/placeholder.js';

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

const sendable = (value: unknown): unknown => {
  if (typeof value === 'string' && !isStorable(value)) throw new BadInputError(`A text ${storableRule}.`);
  return value instanceof Date ? value.toISOString().replace(/^\+0?/, '') : value; // PostgreSQL writes the year 10000 without a sign
};

/**
 * A value cast to the column's type, so that no driver has to guess.
 * @throws BadInputError for a text that PostgreSQL can't hold
 */
export const parameter = (column: Column, value: unknown): Prisma.Sql => sql`${whenKnown(value, sendable)}::${raw(column.type)}`;

/** The operand of `in` and `notIn` is a list. */
const sendableTexts = (values: unknown): string[] => (values as unknown[]).map((value) => String(sendable(value)));

/** One parameter for all of them: a statement has room for 65,535, and its text stays the same. Texts become any type, enums among them. */
const list = (column: Column, values: unknown): Prisma.Sql => sql`ANY (${whenKnown(values, sendableTexts)}::text[]::${raw(column.type)}[])`;

type Comparison = (field: Prisma.Sql, value: unknown, column: Column) => Prisma.Sql;
const listed: Comparison = (field, value, column) => sql`${field} = ${list(column, value)}`;
const unset: Comparison = (field, value) => (value ? sql`${field} IS NULL` : sql`${field} IS NOT NULL`);

/** The text as a pattern matches itself. */
const escaped = (value: unknown): string => String(value).replace(/[\\%_]/g, '\\$&');

/** What is like a pattern is found by its trigrams, where there is an index of them. */
const like =
  (around: (text: string) => string): Comparison =>
  (field, value, column) =>
    sql`fold_case(${field}) LIKE fold_case(${parameter(
      column,
      whenKnown(value, (text) => around(escaped(text))),
    )})`;

// What String.prototype.trim takes off, so that a text is blank here when the checks of input call it blank
const whitespace =
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

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
  contains: like((text) => `%${text}%`),
  startsWith: like((text) => `${text}%`),
  endsWith: like((text) => `%${text}`),
  isUnset: unset,
  isBlank: (field, value) => (value ? sql`coalesce(btrim(${field}, ${whitespace}), '') = ''` : sql`btrim(${field}, ${whitespace}) <> ''`),
} as const satisfies Record<string, Comparison>;

/** A condition that is itself computed stands as it is where it is to be true, so that an index can find its rows. */
const compare = (operator: Operator, field: Prisma.Sql, value: unknown, column: Column): Prisma.Sql =>
  operator === 'equals' && value === true && column.expression ? field : comparisons[operator](field, value, column);

/** The alias of a table so many associations below the rows that are asked for. */
export const aliasAt = (depth: number): Prisma.Sql => raw(`t${depth}`);

// Far more than anybody writes, and far less than what the database can take: its parser's stack, and 65,535 parameters a statement
const deepest = 64;
const most = 2_000;

const depthOf = (condition: Condition): number => {
  if ('all' in condition) return condition.all.reduce((deepest, inner) => Math.max(deepest, 1 + depthOf(inner)), 0);
  if ('any' in condition) return condition.any.reduce((deepest, inner) => Math.max(deepest, 1 + depthOf(inner)), 0);
  if ('not' in condition) return 1 + depthOf(condition.not);
  return 'field' in condition ? 0 : 1 + depthOf(condition.where);
};

const conditionCount = (condition: Condition): number => {
  if ('all' in condition) return condition.all.reduce((sum, inner) => sum + conditionCount(inner), 0);
  if ('any' in condition) return condition.any.reduce((sum, inner) => sum + conditionCount(inner), 0);
  if ('not' in condition) return conditionCount(condition.not);
  return 'field' in condition ? 1 : 1 + conditionCount(condition.where);
};

/**
 * Checks how much is asked for. `path`: where the condition stands in the arguments, for callers that know.
 * @throws BadInputError for conditions nested more than 64 levels deep or more than 2,000 in all
 */
export const checkExtent = (condition: Condition, path?: readonly string[]): void => {
  if (depthOf(condition) > deepest) throw new BadInputError(`A filter can be nested at most ${deepest} levels deep.`, path);
  if (conditionCount(condition) > most) throw new BadInputError(`A filter can have at most ${most} conditions.`, path);
};

/**
 * Checks what can be told of a condition before anything is read by it.
 * @throws BadInputError for a condition that `compile` refuses
 */
export const checkCondition = (entity: EntityName, condition: Condition): void => {
  if (condition !== everything) compile(entity, condition);
};

const conditionSql = (entity: EntityName, condition: Condition, depth: number): Prisma.Sql => {
  const alias = aliasAt(depth);
  const each = (conditions: readonly Condition[]) => conditions.map((inner) => conditionSql(entity, inner, depth));
  if ('all' in condition) return condition.all.length === 0 ? sql`TRUE` : sql`(${join(each(condition.all), ' AND ')})`;
  if ('any' in condition) return condition.any.length === 0 ? sql`FALSE` : sql`(${join(each(condition.any), ' OR ')})`;
  if ('not' in condition) return sql`(${conditionSql(entity, condition.not, depth)}) IS NOT TRUE`;
  if ('field' in condition) {
    const column = columnOf(entity, condition.field);
    return compare(condition.operator, raw(valueSql(column, alias.sql)), condition.value, column);
  }
  const association = associationOf(entity, condition.association);
  const inner = conditionSql(association.entity, condition.where, depth + 1);
  const rows = sql`SELECT FROM ${raw(entityOf(association.entity).table)} AS ${aliasAt(depth + 1)} WHERE ${association.on(alias, aliasAt(depth + 1))}`;
  if (condition.quantifier === 'some') return sql`EXISTS (${rows} AND ${inner})`;
  return condition.quantifier === 'none' ? sql`NOT EXISTS (${rows} AND ${inner})` : sql`NOT EXISTS (${rows} AND (${inner}) IS NOT TRUE)`;
};

/**
 * The condition on rows of `entity` under the alias of `depth`, as SQL.
 * @throws BadInputError for conditions nested more than 64 levels deep or more than 2,000 in all, and for texts that the database can't hold
 */
export const compile = (entity: EntityName, condition: Condition, depth = 0): Prisma.Sql => {
  checkExtent(condition);
  return conditionSql(entity, condition, depth);
};
