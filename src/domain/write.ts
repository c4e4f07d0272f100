// Fragments of SQL that every writing statement of ours needs.
import type { SqlStatement, Texts } from '../db/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { parameter } from './read/conditions.js';
import { columnOf, type EntityName, entityOf, type Rows } from './read/entities.js';
import { filled, lately, Slot } from './read/slot.js';

const { sql, raw } = Prisma;

const jsonText = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** A parameter of the column's type; JSON goes as its text. */
export const written = (entity: EntityName, field: string, value: unknown): Prisma.Sql => {
  const column = columnOf(entity, field);
  return parameter(column, column.kind === 'json' ? lately(value, jsonText) : value);
};

/** The column's name. */
export const named = (entity: EntityName, field: string): Prisma.Sql => raw(columnOf(entity, field).sql);

/** The moment of a change, cut to what the columns keep, so that every row of one change tells the same time. */
export const now = sql`date_trunc('milliseconds', clock_timestamp())`;

/** A slot for a value of that name. */
export const valueNamed = (name: string): Slot => new Slot(({ variables }) => variables[name]);

type Values = Readonly<Record<string, unknown>>;

/**
 * Keeps statements that write, made once for each key, their values in slots: putting them together costs more than anything else that a
 * change does in this process. The keys must be few.
 */
export const keepStatements = (): ((key: string, make: () => Prisma.Sql) => (values: Values) => SqlStatement) => {
  const kept = new Map<string, { readonly text: string; readonly slots: readonly unknown[] }>();
  return (key, make) => {
    let statement = kept.get(key);
    if (!statement) {
      const { text, values: slots } = make();
      statement = { text, slots };
      kept.set(key, statement);
    }
    const { text, slots } = statement;
    return (variables) => ({ text, values: filled(slots, { variables, now: new Date() }) });
  };
};

/**
 * The statement's rows as JSON texts: one column is read many times faster than fifteen, whose descriptions come with every answer.
 * `reviver` makes rows of them.
 */
export const asJson = (rows: Prisma.Sql): Prisma.Sql => sql`SELECT row_to_json(answer)::text FROM (${rows}) AS answer`;

const timesOf = (entity: EntityName): string[] =>
  Object.entries(entityOf(entity).columns).flatMap(([field, { kind }]) => (kind === 'time' ? [field] : []));

/** Makes rows of an entity of their JSON texts. */
export const reviver = <Name extends EntityName>(entity: Name): (<More extends object>(answer: Texts) => Rows[Name] & More) => {
  const times = timesOf(entity);
  return ([json]) => {
    const row = JSON.parse(String(json));
    for (const field of times) if (row[field] !== null) row[field] = new Date(row[field]);
    return row;
  };
};
