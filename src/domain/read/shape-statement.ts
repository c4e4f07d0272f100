// Makes one SQL statement of a shape. Its answer is one text: the JSON of everything that is wanted, which nobody needs to take apart again.
// Rows become JSON by `row_to_json` over sub-selects, a third cheaper for PostgreSQL than `json_build_object`.
import { Prisma } from '../../generated/prisma/client.js';
import { aliasAt, compile } from './conditions.js';
import { associationOf, type EntityName, entityOf } from './entities.js';
import type { EntryPart, InfoPart, Page, PagePart, Part, Root, RootPart, Shape } from './shape.js';
import { countOf, orderBy, type Slice, sliceOf } from './statement.js';
import { constantOf, cursorOf, jsonOf } from './values.js';

const { sql, raw } = Prisma;

/** Longest name that PostgreSQL keeps whole, in bytes; names of a shape become names of columns. */
export const longestName = 63;

/** The row of a sub-select. No name of a shape is like it: a column of that name would be taken for the row. */
const row = raw('"$"');

type Named<Piece> = readonly (readonly [name: string, piece: Piece])[];

/** A list of columns. Pieces without parameters are joined as texts, which is most of them. */
const columns = <Piece>(pieces: Named<Piece>, make: (piece: Piece) => string | Prisma.Sql): Prisma.Sql => {
  const strings = [''];
  const values: Prisma.Sql[] = [];
  for (const [index, [name, piece]] of pieces.entries()) {
    if (index > 0) strings[strings.length - 1] += ', ';
    const made = make(piece);
    if (typeof made === 'string') strings[strings.length - 1] += made;
    else {
      values.push(made);
      strings.push('');
    }
    strings[strings.length - 1] += ` AS "${name}"`;
  }
  return new Prisma.Sql(strings, values);
};

const object = (selected: Prisma.Sql): Prisma.Sql => sql`(SELECT row_to_json(${row}) FROM (${selected}) AS ${row})`;
const list = (selected: Prisma.Sql): Prisma.Sql => sql`(SELECT coalesce(json_agg(${row}), '[]') FROM (${selected}) AS ${row})`;

const fields = (entity: EntityName, shape: Shape, depth: number): Prisma.Sql => columns(shape, (part) => partOf(entity, part, depth));

/** A part of the row under the alias of `depth`. What belongs to that row stands one deeper. */
const partOf = (entity: EntityName, part: Part, depth: number): string | Prisma.Sql => {
  const [owner, target] = [aliasAt(depth), aliasAt(depth + 1)];
  if ('one' in part) {
    const { entity: to, on } = associationOf(entity, part.one);
    return object(sql`SELECT ${fields(to, part.shape, depth + 1)} FROM ${raw(entityOf(to).table)} AS ${target} WHERE ${on(owner, target)}`);
  }
  if ('pageOf' in part) {
    const { entity: to, on } = associationOf(entity, part.pageOf);
    return pageOf(to, on(owner, target), part.page, depth + 1);
  }
  if ('firstOf' in part) {
    const { entity: to, on } = associationOf(entity, part.firstOf);
    if ('shape' in part) return object(sliceOf(to, fields(to, part.shape, depth + 1), on(owner, target), part.slice, depth + 1));
    const value = jsonOf(to, part.value, target.sql);
    return sql`(${sliceOf(to, typeof value === 'string' ? raw(value) : value, on(owner, target), part.slice, depth + 1)})`;
  }
  if ('listOf' in part) {
    const { entity: to, on } = associationOf(entity, part.listOf);
    return list(sliceOf(to, fields(to, part.shape, depth + 1), on(owner, target), part.slice, depth + 1));
  }
  return jsonOf(entity, part, owner.sql);
};

const isRead = (part: PagePart): boolean =>
  'rows' in part || 'entries' in part || ('info' in part && part.info.some(([, info]) => !('constant' in info)));

/** The page's own rows, which stand under the alias of `depth` and know their `place`. The place is named with its table: a client may use the name. */
const keptRows = (size: number, backward: boolean, depth: number): Prisma.Sql =>
  raw(
    `FROM "page" AS ${aliasAt(depth).sql} WHERE ${aliasAt(depth).sql}."place" <= ${size} ORDER BY ${aliasAt(depth).sql}."place" ${backward ? 'DESC' : 'ASC'}`,
  );

const entries = (entity: EntityName, parts: Named<EntryPart>, { order }: Slice, depth: number): Prisma.Sql =>
  columns(parts, (part) => {
    if ('row' in part) return object(sql`SELECT ${fields(entity, part.row, depth)}`);
    return 'cursor' in part ? cursorOf(entity, order, aliasAt(depth).sql) : constantOf(part);
  });

const infoOf = (entity: EntityName, info: InfoPart, { order, limit, backward = false }: Page['slice'], depth: number) => {
  if ('more' in info) return `EXISTS (SELECT FROM "page" WHERE "place" > ${limit})`;
  if ('constant' in info) return constantOf(info);
  const isReverse = (info.cursorOf === 'start') === backward;
  return `(SELECT ${cursorOf(entity, order, aliasAt(depth).sql)} ${keptRows(limit, isReverse, depth).sql} LIMIT 1)`;
};

/**
 * A page of the rows that are `held` by something. Where only one part looks at its rows, they are read where that part stands; otherwise once,
 * and kept for all of them. One row more than the page has is read only to tell whether there is one.
 */
const pageOf = (entity: EntityName, held: Prisma.Sql, { slice, parts }: Page, depth: number): Prisma.Sql => {
  const { limit, backward = false } = slice;
  const readers = parts.filter(([, part]) => isRead(part));
  const [only] = readers;
  const isDirect = readers.length === 1 && only !== undefined && !('info' in only[1]) && !backward;
  const listed = (selected: Prisma.Sql): Prisma.Sql =>
    list(isDirect ? sliceOf(entity, selected, held, slice, depth) : sql`SELECT ${selected} ${keptRows(limit, backward, depth)}`);

  const selected = columns(parts, (part) => {
    if ('rows' in part) return listed(fields(entity, part.rows, depth));
    if ('entries' in part) return listed(entries(entity, part.entries, slice, depth));
    if ('info' in part) return object(sql`SELECT ${columns(part.info, (info) => infoOf(entity, info, slice, depth))}`);
    return 'count' in part ? sql`(${countOf(entity, held, part.count, depth)})` : constantOf(part);
  });
  if (isDirect || readers.length === 0) return object(sql`SELECT ${selected}`);
  const looksFurther = parts.some(([, part]) => 'info' in part && part.info.some(([, info]) => 'more' in info));
  const kept = sql`row_number() OVER () AS "place", ${aliasAt(depth)}.*`;
  const wanted = sliceOf(entity, raw(`${aliasAt(depth).sql}.*`), held, { ...slice, limit: limit + (looksFurther ? 1 : 0) }, depth);
  return object(sql`WITH "page" AS MATERIALIZED (SELECT ${kept} FROM (${wanted}) AS ${aliasAt(depth)}) SELECT ${selected}`);
};

/** All rows of a slice. They are picked before anything is read of them: what an offset passes over would be read as well. */
const rowsOf = (entity: EntityName, { order, backward = false, ...slice }: Slice, shape: Shape): Prisma.Sql => {
  const alias = aliasAt(0);
  const picked = sliceOf(entity, raw(`${alias.sql}.*`), sql`TRUE`, { ...slice, order, backward });
  return list(sql`SELECT ${fields(entity, shape, 0)} FROM (${picked}) AS ${alias} ${orderBy(entity, alias, order, backward)}`);
};

const rootPart = (part: RootPart): string | Prisma.Sql => {
  if ('constant' in part) return constantOf(part);
  if ('rows' in part) return rowsOf(part.entity, part.slice, part.rows);
  if ('page' in part) return pageOf(part.entity, sql`TRUE`, part.page, 0);
  const { entity, where, shape } = part;
  const rows = sql`FROM ${raw(entityOf(entity).table)} AS ${aliasAt(0)} WHERE ${compile(entity, where)} LIMIT 1`;
  return object(sql`SELECT ${fields(entity, shape, 0)} ${rows}`);
};

/** The statement whose one row has one column, the JSON of the whole. */
export const shapeStatement = (root: Root): Prisma.Sql =>
  sql`SELECT row_to_json(${row})::text AS "text" FROM (SELECT ${columns(root, rootPart)}) AS ${row}`;
