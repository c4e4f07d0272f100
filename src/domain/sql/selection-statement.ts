// Makes one SQL statement of a shape. It gives texts that are, in their template, the JSON of everything that is wanted, which nobody needs to take apart
// again. Rows become JSON by `row_to_json` over sub-selects, a third cheaper for PostgreSQL than `json_build_object`.
import { Prisma } from '../../generated/prisma/client.js';
import { associationOf, entityOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import { headPosition } from '../feed/position.js';
import { aliasAt, compile } from '../read/conditions.js';
import type { Constant, EntryPart, InfoPart, Page, PagePart, Part, Root, RootPart, Shape } from '../read/selection.js';
import type { JsonTemplate } from './json-template.js';
import { Placeholder } from './placeholder.js';
import { countOf, orderBy, type Slice, sliceOf } from './statement.js';
import { constantOf, cursorOf, jsonOf } from './values.js';

const { sql, raw, join, empty } = Prisma;

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

/** A piece of an answer: the same for all of them, one value, or the elements of a list. */
type Piece = Constant | { readonly value: Prisma.Sql } | { readonly elements: Prisma.Sql };

const object = (selected: Prisma.Sql): Prisma.Sql => sql`(SELECT row_to_json(${row}) FROM (${selected}) AS ${row})`;
const list = (selected: Prisma.Sql): Prisma.Sql => sql`(SELECT coalesce(json_agg(${row}), '[]') FROM (${selected}) AS ${row})`;

/** The piece as a column of something larger. */
const asColumn = (piece: Exclude<Piece, Constant>): Prisma.Sql => ('value' in piece ? piece.value : list(piece.elements));

const fields = (entity: EntityName, shape: Shape, depth: number): Prisma.Sql => columns(shape, (part) => partOf(entity, part, depth));

/** Whether the value is the row's id in some form: whoever has a foreign key to the row knows it without looking. */
const isOfId = (part: Part): boolean =>
  'tag' in part || 'constant' in part || ('column' in part && part.column === 'id') || ('textOf' in part && part.textOf === 'id');

/** A part of the row under the alias of `depth`. What belongs to that row stands one deeper. */
const partOf = (entity: EntityName, part: Part, depth: number): string | Prisma.Sql => {
  const [owner, target] = [aliasAt(depth), aliasAt(depth + 1)];
  if ('one' in part) {
    const { entity: to, on, key } = associationOf(entity, part.one);
    const isKnown = key !== undefined && part.shape.every(([, value]) => isOfId(value));
    const rows = isKnown
      ? sql`(SELECT ${owner}.${raw(key)} AS id) AS ${target} WHERE ${target}.id IS NOT NULL`
      : sql`${raw(entityOf(to).table)} AS ${target} WHERE ${on(owner, target)}`;
    return object(sql`SELECT ${fields(to, part.shape, depth + 1)} FROM ${rows}`);
  }
  if ('pageOf' in part) {
    const { entity: to, on } = associationOf(entity, part.pageOf);
    return readPage(to, on(owner, target), part.page, depth + 1).whole();
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

/** Where a row stands in its page. No column has such a name, and no client can give it. */
const place = '"$place"';

/** The page's own rows, which stand under the alias of `depth`. */
const keptRows = (size: number, backward: boolean, depth: number): Prisma.Sql =>
  raw(`FROM "page" AS ${aliasAt(depth).sql} WHERE ${place} <= ${size} ORDER BY ${place} ${backward ? 'DESC' : 'ASC'}`);

const entries = (entity: EntityName, parts: Named<EntryPart>, { order }: Slice, depth: number): Prisma.Sql =>
  columns(parts, (part) => {
    if ('row' in part) return object(sql`SELECT ${fields(entity, part.row, depth)}`);
    return 'cursor' in part ? cursorOf(entity, order, aliasAt(depth).sql) : constantOf(part);
  });

const infoOf = (entity: EntityName, info: InfoPart, { order, limit, backward = false }: Page['slice'], depth: number) => {
  if ('more' in info) return `EXISTS (SELECT FROM "page" WHERE ${place} > ${limit})`;
  if ('constant' in info) return constantOf(info);
  const isReverse = (info.cursorOf === 'start') === backward;
  return `(SELECT ${cursorOf(entity, order, aliasAt(depth).sql)} ${keptRows(limit, isReverse, depth).sql} LIMIT 1)`;
};

/**
 * How a page of the rows that are `held` by something is read. Where only one part looks at its rows, they are read where that part stands; otherwise
 * once, and kept for all of them. One row more than the page has is read only to tell whether there is one.
 */
const readPage = (entity: EntityName, held: Prisma.Sql, { slice, parts }: Page, depth: number) => {
  const { limit, backward = false } = slice;
  const readers = parts.filter(([, part]) => isRead(part));
  const [only] = readers;
  const isDirect = readers.length === 1 && only !== undefined && !('info' in only[1]) && !backward;
  const elements = (selected: Prisma.Sql): Piece => ({
    elements: isDirect ? sliceOf(entity, selected, held, slice, depth) : sql`SELECT ${selected} ${keptRows(limit, backward, depth)}`,
  });
  const pieceOf = (part: PagePart): Piece => {
    if ('rows' in part) return elements(fields(entity, part.rows, depth));
    if ('entries' in part) return elements(entries(entity, part.entries, slice, depth));
    if ('info' in part) return { value: object(sql`SELECT ${columns(part.info, (info) => infoOf(entity, info, slice, depth))}`) };
    return 'count' in part ? { value: sql`(${countOf(entity, held, part.count, depth)})` } : part;
  };
  const kept = (): Prisma.Sql => {
    const looksFurther = parts.some(([, part]) => 'info' in part && part.info.some(([, info]) => 'more' in info));
    const wanted = sliceOf(entity, raw(`${aliasAt(depth).sql}.*`), held, { ...slice, limit: limit + (looksFurther ? 1 : 0) }, depth);
    const placed = sql`row_number() OVER () AS ${raw(place)}, ${aliasAt(depth)}.*`;
    return sql`WITH "page" AS MATERIALIZED (SELECT ${placed} FROM (${wanted}) AS ${aliasAt(depth)}) `;
  };
  const isKept = !isDirect && readers.length > 0;
  /** The page as one object. */
  const whole = (): Prisma.Sql =>
    object(
      sql`${isKept ? kept() : empty}SELECT ${columns(parts, (part) => {
        const piece = pieceOf(part);
        return 'constant' in piece ? constantOf(piece) : asColumn(piece);
      })}`,
    );
  return { isKept, pieceOf, whole };
};

const listed = new WeakMap<Shape, Prisma.Sql>();

/** What a list reads of its rows. A shape that is used again is put together once. */
const listedFields = (entity: EntityName, shape: Shape): Prisma.Sql => {
  const known = listed.get(shape) ?? fields(entity, shape, 0);
  listed.set(shape, known);
  return known;
};

/** All rows of a slice. They are picked before anything is read of them: what an offset passes over would be read as well. */
const rowsOf = (entity: EntityName, { order, backward = false, ...slice }: Slice, shape: Shape): Prisma.Sql => {
  const alias = aliasAt(0);
  const picked = sliceOf(entity, raw(`${alias.sql}.*`), sql`TRUE`, { ...slice, order, backward });
  return sql`SELECT ${listedFields(entity, shape)} FROM (${picked}) AS ${alias} ${orderBy(entity, alias, order, backward)}`;
};

/** The pieces of an object, and the texts between them. */
const spread = <Inner>(parts: Named<Inner>, piecesOf: (part: Inner) => readonly (string | Piece)[]): readonly (string | Piece)[] => [
  '{',
  ...parts.flatMap(([name, part], index) => [`${index > 0 ? ',' : ''}${JSON.stringify(name)}:`, ...piecesOf(part)]),
  '}',
];

const rootPieces = (part: RootPart): readonly (string | Piece)[] => {
  if ('constant' in part) return [part];
  if ('feedPosition' in part) return [{ value: raw(`to_json(${headPosition})`) }];
  if ('rows' in part) return [{ elements: rowsOf(part.entity, part.slice, part.rows) }];
  if ('page' in part) {
    const page = readPage(part.entity, sql`TRUE`, part.page, 0);
    return page.isKept ? [{ value: page.whole() }] : spread(part.page.parts, (inner) => [page.pieceOf(inner)]);
  }
  const { entity, where, shape } = part;
  const rows = sql`FROM ${raw(entityOf(entity).table)} AS ${aliasAt(0)} WHERE ${compile(entity, where)} LIMIT 1`;
  return [{ value: object(sql`SELECT ${fields(entity, shape, 0)} ${rows}`) }];
};

/** Stands for a row of a list that has more bytes than an answer may have; no JSON is like it. */
export const tooLarge = '';

const most = new Placeholder(({ mostBytes }) => mostBytes);

/** Ends a sub-select whose values are to be made once, however often they are looked at. */
const fence = raw('OFFSET 0) AS "all"');

/** The row of those texts; no row where they have more bytes than an answer may have, so that they don't leave the database. */
const boundedRow = (texts: readonly Prisma.Sql[]): Prisma.Sql => {
  if (texts.length === 0) return sql`SELECT`;
  const names = texts.map((_text, index) => raw(`"${index}"`));
  const bytes = join(
    names.map((name) => sql`coalesce(octet_length(${name}), 0)::bigint`),
    ' + ',
  );
  const columns = join(texts.map((text, index) => sql`${text} AS ${names[index]}`));
  return sql`SELECT ${join(names)} FROM (SELECT ${columns} ${fence} WHERE ${bytes} <= ${most}::bigint`;
};

/** Run by `../read/prepared-read.ts` alone, which checks what it may read. */
export interface SelectionStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** A statement without values need not be run. */
  readonly template: JsonTemplate;
}

/** The statement that reads the whole, and the template for what it gives. */
export const selectionStatement = (root: Root): SelectionStatement => {
  const literals = [''];
  const found: Exclude<Piece, Constant>[] = [];
  for (const piece of spread(root, rootPieces)) {
    const isText = typeof piece === 'string';
    if (isText || 'constant' in piece) literals[literals.length - 1] += isText ? piece : JSON.stringify(piece.constant);
    else {
      found.push(piece);
      literals.push('');
    }
  }
  const [only] = found;
  const isList = only !== undefined && found.length === 1 && 'elements' in only;
  const { text, values } = isList
    ? sql`SELECT CASE WHEN octet_length("0") <= ${most}::bigint THEN "0" ELSE ${raw(`'${tooLarge}'`)} END FROM (
        SELECT row_to_json(${row})::text AS "0" FROM (${only.elements}) AS ${row} ${fence}`
    : boundedRow(found.map((piece) => sql`${asColumn(piece)}::text`));
  return { text, values, template: { literals, isList } };
};
