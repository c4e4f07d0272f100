// Single values of a row as SQL that gives their JSON: the same that the rows' own values become on the way through JavaScript.
import { Prisma } from '../../generated/prisma/client.js';
import type { Column, ColumnKind } from './columns.js';
import type { Order } from './cursor.js';
import { columnOf, type EntityName } from './entities.js';
import type { Constant, Value } from './shape.js';
import { Slot } from './slot.js';

const { sql, raw } = Prisma;

const isoTime = (field: string): string => `to_char(${field}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const decimal = (field: string): string =>
  `CASE WHEN scale(trim_scale(${field})) < 2 THEN round(${field}, 2) ELSE trim_scale(${field}) END::text`;

/** Kinds whose own JSON is not the one that is wanted. */
const written: Partial<Record<ColumnKind, (field: string) => string>> = { time: isoTime, decimal };

const columnValue = ({ kind, sql: name }: Column, alias: string): string => (written[kind] ?? String)(`${alias}.${name}`);

/** A text of our own, or a name of the schema: never one that came with a request. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const base64 = (text: string): string => `encode(convert_to(${text}, 'UTF8'), 'base64')`;

/** A constant as SQL. */
export const constantOf = ({ constant }: Constant): string =>
  typeof constant === 'string' ? `${quoted(constant)}::text` : String(constant);

const cases = (field: string, means: Readonly<Record<string, unknown>>): string =>
  `CASE ${field} ${Object.entries(means)
    .map(([value, meaning]) => `WHEN ${quoted(value)} THEN ${quoted(JSON.stringify(meaning))}`)
    .join(' ')} END::json`;

const progress = (alias: string): string =>
  `CASE WHEN ${alias}.total_records > 0 THEN least(1, coalesce(${alias}.records_processed, 0)::float8 / ${alias}.total_records) END`;

const durationSeconds = (alias: string): Prisma.Sql => {
  const [start, end] = [raw(`${alias}.start_time`), raw(`${alias}.end_time`)];
  const asked = sql`${new Slot(({ now }) => now.toISOString())}::timestamptz`;
  return sql`CASE WHEN ${end} IS NOT NULL OR ${start} <= ${asked} THEN extract(epoch FROM coalesce(${end}, ${asked}) - ${start})::float8 END`;
};

/** The value of the row under the alias. A text has no parameters. */
export const jsonOf = (entity: EntityName, value: Value, alias: string): string | Prisma.Sql => {
  if ('column' in value) return columnValue(columnOf(entity, value.column), alias);
  if ('tag' in value) return base64(`${quoted(`${value.tag}:`)} || ${alias}.id`);
  if ('textOf' in value) return `${alias}.${columnOf(entity, value.textOf).sql}::text`;
  if ('enumColumn' in value) return cases(`${alias}.${columnOf(entity, value.enumColumn).sql}`, value.means);
  if ('constant' in value) return constantOf(value);
  return value.measure === 'progress' ? progress(alias) : durationSeconds(alias);
};

/** The cursor of the row, as `encodeCursor` makes it. */
export const cursorOf = (entity: EntityName, { field, direction }: Order, alias: string): string => {
  const column = columnOf(entity, field);
  const value = `coalesce(to_json(${columnValue(column, alias)})::text, 'null')`;
  const head = quoted(`[${JSON.stringify(entity)},${JSON.stringify(field)},${JSON.stringify(direction)},`);
  return `translate(${base64(`${head} || ${value} || ',' || ${alias}.id || ']'`)}, E'+/=\\n', '-_')`;
};
