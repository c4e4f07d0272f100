// Puts a read together as one SQL statement: columns, condition, place in the order, limit. No value reaches it but as a parameter, no name
// but from the table of entities.
import { Prisma } from '../../generated/prisma/client.js';
import { aliasAt, type Condition, compile, parameter } from './conditions.js';
import type { Order, Position } from './cursor.js';
import { type AssociationName, associationOf, columnOf, type EntityName, entityOf } from './entities.js';

const { sql, raw, join, empty } = Prisma;
const top = aliasAt(0);

/** The columns of `entity` under the alias, each named as its field. */
export const columnsOf = (entity: EntityName, alias = top): Prisma.Sql =>
  join(Object.entries(entityOf(entity).columns).map(([field, column]) => sql`${alias}.${raw(column.sql)} AS ${raw(`"${field}"`)}`));

const tableOf = (entity: EntityName): Prisma.Sql => sql`${raw(entityOf(entity).table)} AS ${top}`;

/** What is on one side of a position. Unset values come last in both directions; ties go by id in the direction of the order. */
const beyond = (entity: EntityName, { field, direction }: Order, { value, id }: Position, side: 'after' | 'before'): Prisma.Sql => {
  const column = columnOf(entity, field);
  const sorted = sql`${top}.${raw(column.sql)}`;
  const ahead = raw((direction === 'ASC') === (side === 'after') ? '>' : '<');
  if (field === 'id') return sql`${top}.id ${ahead} ${id}::bigint`;
  if (value === null) {
    const within = sql`${sorted} IS NULL AND ${top}.id ${ahead} ${id}::bigint`;
    return side === 'after' ? sql`(${within})` : sql`(${sorted} IS NOT NULL OR ${within})`;
  }
  const row = sql`(${sorted}, ${top}.id) ${ahead} (${parameter(column, value)}, ${id}::bigint)`;
  return side === 'after' && column.nullable ? sql`(${row} OR ${sorted} IS NULL)` : row;
};

const orderBy = (entity: EntityName, { field, direction }: Order, backward: boolean): Prisma.Sql => {
  const way = raw((direction === 'ASC') === backward ? 'DESC' : 'ASC');
  if (field === 'id') return sql`ORDER BY ${top}.id ${way}`;
  const column = columnOf(entity, field);
  const unset = column.nullable ? raw(backward ? ' NULLS FIRST' : ' NULLS LAST') : empty;
  return sql`ORDER BY ${top}.${raw(column.sql)} ${way}${unset}, ${top}.id ${way}`;
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

const sliceOf = (entity: EntityName, columns: Prisma.Sql, held: Prisma.Sql, slice: Slice): Prisma.Sql => {
  const { where, order, limit, backward = false, after, before, offset } = slice;
  const conditions = [
    held,
    compile(entity, where),
    ...(after ? [beyond(entity, order, after, 'after')] : []),
    ...(before ? [beyond(entity, order, before, 'before')] : []),
  ];
  const limited = sql`${limit === null ? empty : sql` LIMIT ${limit}::bigint`}${offset ? sql` OFFSET ${offset}::bigint` : empty}`;
  return sql`SELECT ${columns} FROM ${tableOf(entity)} WHERE ${join(conditions, ' AND ')} ${orderBy(entity, order, backward)}${limited}`;
};

/** The rows of one list. */
export const listStatement = (entity: EntityName, slice: Slice): Prisma.Sql => sliceOf(entity, columnsOf(entity), sql`TRUE`, slice);

/** How many rows meet a condition. */
export const countStatement = (entity: EntityName, where: Condition): Prisma.Sql =>
  sql`SELECT count(*)::int AS "count" FROM ${tableOf(entity)} WHERE ${compile(entity, where)}`;

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
  return sql`SELECT parent.id AS "parentId", child."count" FROM ${parents(ids)} CROSS JOIN LATERAL (SELECT count(*)::int AS "count" FROM ${tableOf(entity)} WHERE ${on(parent, top)} AND ${compile(entity, where)}) AS child`;
};
