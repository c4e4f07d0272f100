// Single values of a row as SQL that gives their JSON: the same that the rows' own values become on the way through JavaScript.
import { Prisma } from '../../generated/prisma/client.js';
import { type Column, type ColumnKind, valueSql } from '../entities/columns.js';
import { columnOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import type { Order } from '../read/cursor.js';
import type { Constant, Value } from '../read/selection.js';
import { Placeholder } from './placeholder.js';

const { sql, raw } = Prisma;

const isoTime = (field: string): string => `to_char(${field} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const decimal = (field: string): string =>
  `CASE WHEN scale(trim_scale(${field})) < 2 THEN round(${field}, 2) ELSE trim_scale(${field}) END::text`;

/** Kinds whose own JSON is not the one that is wanted. */
const written: Partial<Record<ColumnKind, (field: string) => string>> = { time: isoTime, decimal };

const columnValue = (column: Column, alias: string): string => (written[column.kind] ?? String)(valueSql(column, alias));

/** A text of our own, or a name of the schema: never one that came with a request. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const base64 = (text: string): string => `encode(convert_to(${text}, 'UTF8'), 'base64')`;

/** A constant as SQL. */
export const constantOf = ({ constant }: Constant): string =>
  typeof constant === 'string' ? `${quoted(constant)}::text` : String(constant);

/** Fails the statement, with the value of the enum in the message: it is no number. Only newer gateways on the same database write such values. */
const fail = (field: string): string => `${field}::text::integer::text`;

const known = (field: string, type: string, values: readonly string[]): string =>
  `CASE WHEN ${field} <> ALL (${quoted(`{${values}}`)}::${type}[]) THEN ${fail(field)}::${type} ELSE ${field} END`;

const columnOrFailure = (column: Column, alias: string, isKnown: boolean): string =>
  isKnown && column.values ? known(`${alias}.${column.sql}`, column.type, column.values) : columnValue(column, alias);

const cases = (field: string, means: Readonly<Record<string, unknown>>): string =>
  `CASE ${field} ${Object.entries(means)
    .map(([value, meaning]) => `WHEN ${quoted(value)} THEN ${quoted(JSON.stringify(meaning))}`)
    .join(' ')} ELSE ${fail(field)} END::json`;

const progress = (alias: string): string =>
  `CASE WHEN ${alias}.total_records > 0 THEN least(1, coalesce(${alias}.records_processed, 0)::float8 / ${alias}.total_records) END`;

const durationSeconds = (alias: string): Prisma.Sql => {
  const [start, end] = [raw(`${alias}.start_time`), raw(`${alias}.end_time`)];
  const asked = sql`${new Placeholder(({ now }) => now.toISOString())}::timestamptz`;
  return sql`CASE WHEN ${end} IS NOT NULL OR ${start} <= ${asked} THEN extract(epoch FROM coalesce(${end}, ${asked}) - ${start})::float8 END`;
};

/** The value of the row under the alias. A text has no parameters. */
export const jsonOf = (entity: EntityName, value: Value, alias: string): string | Prisma.Sql => {
  if ('column' in value) return columnOrFailure(columnOf(entity, value.column), alias, value.isKnown ?? false);
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
