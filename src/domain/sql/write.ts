// What every statement that writes is put together from.
import { LRUCache } from 'lru-cache';
import { type Texts, texts } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';
import { columnOf, entityOf } from '../entities/entities.js';
import type { EntityName, Rows } from '../entities/entity.js';
import { type RecordName, recordNames } from '../entities/records.js';
import { parameter } from '../read/conditions.js';
import { explainViolations } from '../rules/constraints.js';
import { Decimal } from '../rules/decimal.js';
import type { DomainContext } from '../rules/viewer.js';
import { bind, Placeholder, whenKnown } from './placeholder.js';

const { sql, raw, join, empty } = Prisma;

/** Columns, by their names in the table of entities, each with the SQL of the value that it gets. */
export type Values = Readonly<Partial<Record<string, Prisma.Sql>>>;

export const entriesOf = (values: Values) => Object.entries(values) as [string, Prisma.Sql][]; // none is undefined

/** What stands before something else in a list. */
export const leading = (fragments: readonly Prisma.Sql[]): Prisma.Sql => (fragments.length === 0 ? empty : sql`${join(fragments)}, `);

/** What stands behind something else in a list. */
export const listed = (fragments: readonly Prisma.Sql[]): Prisma.Sql => (fragments.length === 0 ? empty : sql`, ${join(fragments, ', ')}`);

/** The column's name. */
export const named = (entity: EntityName, field: string): Prisma.Sql => raw(columnOf(entity, field).sql);

/** The moment of a change, cut to what the columns keep, so that every row of one change tells the same time. */
export const now = sql`date_trunc('milliseconds', clock_timestamp())`;

/** A placeholder for a value of that name. */
export const valueNamed = (name: string): Placeholder => new Placeholder(({ variables }) => variables[name]);

/** Whoever changes something: the actor, and the door that it came through. */
export const [actorId, source] = [sql`${valueNamed('actorId')}::int`, sql`${valueNamed('source')}::transition_source`];

const jsonText = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** Those of the fields that a value is given for, in the order of the fields. */
export const givenOf = (fields: readonly string[], values: object): string[] =>
  fields.filter((field) => (values as Readonly<Record<string, unknown>>)[field] !== undefined);

/** Columns that are given, each with the placeholder of its name, cast to its type; JSON goes as its text. */
export const givenValues = (entity: EntityName, given: readonly string[]): Values =>
  Object.fromEntries(
    given.map((field) => {
      const column = columnOf(entity, field);
      return [field, parameter(column, column.kind === 'json' ? whenKnown(valueNamed(field), jsonText) : valueNamed(field))];
    }),
  );

/** The columns of the record under the alias, as `revive` reads them: decimals are texts, or JSON would lose their digits. */
export const recordColumns = (entity: EntityName, alias: string): Prisma.Sql =>
  join(
    Object.entries(entityOf(entity).columns).map(([field, column]) =>
      raw(`${alias}.${column.sql}${column.kind === 'decimal' ? '::text' : ''} AS "${field}"`),
    ),
  );

type Variables = Readonly<Record<string, unknown>>;

/** A statement without its values, whose rows are JSON texts: one column is read many times faster than fifteen, whose descriptions come with every answer. */
export interface KeptStatement {
  readonly text: string;
  readonly placeholders: readonly unknown[];
}

/** Statements that are kept at most: as many sets of given fields as clients can think of would fill the memory. */
const mostKept = 500;

const kept = new LRUCache<string, KeptStatement>({ max: mostKept });

/**
 * The statement of that key, made once while it is used: putting it together costs more than anything else that a change does in this process. Keys name
 * the entity.
 */
export const keep = (key: string, make: () => Prisma.Sql): KeptStatement => {
  let statement = kept.get(key);
  if (!statement) {
    const { text, values: placeholders } = sql`${make()}`;
    statement = { text, placeholders };
    kept.set(key, statement);
  }
  return statement;
};

/** The statement that writes by common table expressions, and what it writes once, such as a key, and gives the rows as JSON texts. */
export const writing = (expressions: readonly Prisma.Sql[], rows: Prisma.Sql): Prisma.Sql => sql`
    WITH ${join(expressions, ', ')}
    SELECT row_to_json(answer)::text FROM (${rows}) AS answer`;

const fieldsOf = (entity: EntityName, kind: string): string[] =>
  Object.entries(entityOf(entity).columns).flatMap(([field, column]) => (column.kind === kind ? [field] : []));

const revived = (entity: RecordName): { readonly times: readonly string[]; readonly decimals: readonly string[] } => ({
  times: fieldsOf(entity, 'time'),
  decimals: fieldsOf(entity, 'decimal'),
});

const revivedOf = Object.fromEntries(recordNames.map((entity) => [entity, revived(entity)])) as Record<
  RecordName,
  ReturnType<typeof revived>
>; // a key for each

const revive = (entity: RecordName, json: string) => {
  const row = JSON.parse(json);
  const { times, decimals } = revivedOf[entity];
  for (const field of times) if (row[field] !== null) row[field] = new Date(row[field]);
  for (const field of decimals) if (row[field] !== null) row[field] = new Decimal(row[field]);
  return row;
};

/** What the placeholders of a statement that writes are filled from: values by their names, and who changes something. */
export const bindingsOf = ({ viewer, source, precision }: DomainContext, values: Variables) => ({
  variables: { note: null, ...values, actorId: viewer.actorId, source, precision: precision ?? 'milliseconds' },
  now: new Date(),
});

/**
 * Runs a statement that writes a record: the first row that it answers, which is the record with what else the statement tells; null without one.
 * @throws ValidationError where a constraint with a message refused it
 */
export const runWrite = async <Name extends RecordName, More extends object>(
  context: DomainContext,
  entity: Name,
  { text, placeholders }: KeptStatement,
  values: Variables,
): Promise<(Rows[Name] & More) | null> => {
  const statement = { text, values: bind(placeholders, bindingsOf(context, values)), decode: texts };
  const [row]: Texts[] = await explainViolations(context.database.write(statement), values);
  context.database.changes.fire();
  return row ? revive(entity, String(row[0])) : null;
};
