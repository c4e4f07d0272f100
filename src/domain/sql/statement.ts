// Puts a read together as one SQL statement: columns, condition, place in the order, limit. No value reaches it but as a parameter, no name
// but from the table of entities.
import { Prisma } from '../../generated/prisma/client.js';
import { type AssociationName, associationOf, columnOf, entityOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import { aliasAt, type Condition, compile, everything, parameter } from '../read/conditions.js';
import type { Order, Position } from '../read/cursor.js';

const { sql, raw, join, empty } = Prisma;
const top = aliasAt(0);

/** The number as it stands in the text, where the planner has to know it: a limit that is a parameter makes it expect a tenth of the table. */
const literal = (count: number): Prisma.Sql => {
  if (!Number.isSafeInteger(count) || count < 0) throw new TypeError(`${count} is no number of rows.`);
  return raw(String(count));
};

/** The columns of `entity` under the alias, each named as its field. */
export const columnsOf = (entity: EntityName, alias = top): Prisma.Sql =>
  join(Object.entries(entityOf(entity).columns).map(([field, column]) => sql`${alias}.${raw(column.sql)} AS ${raw(`"${field}"`)}`));

const tableOf = (entity: EntityName, alias = top): Prisma.Sql => sql`${raw(entityOf(entity).table)} AS ${alias}`;

/** What is on one side of a position. Unset values come last in both directions; ties go by id in the direction of the order. */
const beyond = (
  entity: EntityName,
  alias: Prisma.Sql,
  { field, direction }: Order,
  { value, id }: Position,
  side: 'after' | 'before',
): Prisma.Sql => {
  const column = columnOf(entity, field);
  const sorted = sql`${alias}.${raw(column.sql)}`;
  const ahead = raw((direction === 'ASC') === (side === 'after') ? '>' : '<');
  if (field === 'id') return sql`${alias}.id ${ahead} ${id}::bigint`;
  if (value === null) {
    const within = sql`${sorted} IS NULL AND ${alias}.id ${ahead} ${id}::bigint`;
    return side === 'after' ? sql`(${within})` : sql`(${sorted} IS NOT NULL OR ${within})`;
  }
  const row = sql`(${sorted}, ${alias}.id) ${ahead} (${parameter(column, value)}, ${id}::bigint)`;
  return side === 'after' && column.nullable ? sql`(${row} OR ${sorted} IS NULL)` : row;
};

export const orderBy = (entity: EntityName, alias: Prisma.Sql, { field, direction }: Order, backward: boolean): Prisma.Sql => {
  const way = (direction === 'ASC') === backward ? 'DESC' : 'ASC';
  if (field === 'id') return raw(`ORDER BY ${alias.sql}.id ${way}`);
  const column = columnOf(entity, field);
  const unset = column.nullable ? (backward ? ' NULLS FIRST' : ' NULLS LAST') : '';
  return raw(`ORDER BY ${alias.sql}.${column.sql} ${way}${unset}, ${alias.sql}.id ${way}`);
};

/** One slice of a list: what the reader needs to know of it. */
export interface Slice {
  readonly where: Condition;
  readonly order: Order;
  /** Most rows that the statement may give, for each parent where there are parents; null for all. */
  readonly limit: number | null;
  /** Whether the rows are taken from the end; they come in reverse then. */
  readonly backward?: boolean;
  readonly after?: Position | null;
  readonly before?: Position | null;
  readonly offset?: number;
}

/**
 * The columns of one slice of the rows that are `held` by something. The rows stand under the alias of `depth`, conditions on their
 * associations under deeper ones, so that slices can stand within slices.
 */
export const sliceOf = (entity: EntityName, columns: Prisma.Sql, held: Prisma.Sql, slice: Slice, depth = 0): Prisma.Sql => {
  const { where, order, limit, backward = false, after, before, offset } = slice;
  const alias = aliasAt(depth);
  const conditions = [
    held,
    ...(where === everything ? [] : [compile(entity, where, depth)]),
    ...(after ? [beyond(entity, alias, order, after, 'after')] : []),
    ...(before ? [beyond(entity, alias, order, before, 'before')] : []),
  ];
  const limited = sql`${limit === null ? empty : sql` LIMIT ${literal(limit)}`}${offset ? sql` OFFSET ${offset}::bigint` : empty}`;
  return sql`SELECT ${columns} FROM ${tableOf(entity, alias)} WHERE ${join(conditions, ' AND ')} ${orderBy(entity, alias, order, backward)}${limited}`;
};

/** The rows of one list. */
export const listStatement = (entity: EntityName, slice: Slice): Prisma.Sql => sliceOf(entity, columnsOf(entity), sql`TRUE`, slice);

/** How many of the rows that are `held` by something meet a condition. */
export const countOf = (entity: EntityName, held: Prisma.Sql, where: Condition, depth = 0): Prisma.Sql =>
  sql`SELECT count(*)::int AS "count" FROM ${tableOf(entity, aliasAt(depth))} WHERE ${held} AND ${compile(entity, where, depth)}`;

/** How many rows meet a condition. */
export const countStatement = (entity: EntityName, where: Condition): Prisma.Sql => countOf(entity, sql`TRUE`, where);

const parents = (ids: readonly number[]): Prisma.Sql => sql`unnest(${ids}::int[]) AS parent (id)`;
const parent = raw('parent');

/** The same slice of the list of each owner, every row with its owner's id as `parentId`; each list stays in its order. */
export const childrenStatement = <Owner extends EntityName>(
  owner: Owner,
  name: AssociationName<Owner>,
  ids: readonly number[],
  slice: Slice,
): Prisma.Sql => {
  const { entity, on } = associationOf(owner, name);
  const list = sliceOf(entity, columnsOf(entity), on(parent, top), slice);
  return sql`SELECT parent.id AS "parentId", child.* FROM ${parents(ids)} CROSS JOIN LATERAL (${list}) AS child`;
};

/** How many rows of each owner's list meet a condition; every owner has a row. */
export const childCountsStatement = <Owner extends EntityName>(
  owner: Owner,
  name: AssociationName<Owner>,
  ids: readonly number[],
  where: Condition,
): Prisma.Sql => {
  const { entity, on } = associationOf(owner, name);
  return sql`SELECT parent.id AS "parentId", child."count" FROM ${parents(ids)} CROSS JOIN LATERAL (${countOf(entity, on(parent, top), where)}) AS child`;
};
