// A read that is put together once, as one statement, and run for as many requests as want it. It knows the scopes of everything that it reads and
// checks them at each run: both doors read in one statement through here, and nothing is read without that check.
import { type Database, type Texts, texts } from '../../db/database.js';
import { AnswerTooLargeError } from '../../db/lifetime.js';
import type { EntityName } from '../entities/entity.js';
import { authorize, type DomainContext, type Scope } from '../rules/viewer.js';
import { render, valuesOf } from '../sql/json-template.js';
import { type Bindings, bind, Placeholder } from '../sql/placeholder.js';
import { type SelectionStatement, selectionStatement, tooLarge } from '../sql/selection-statement.js';
import type { Slice } from '../sql/statement.js';
import { scopesOf } from './scopes.js';
import type { Root, Shape } from './selection.js';

/** A row under the names of its shape, with values as JSON has them. */
export type ShapedRow = Readonly<Record<string, unknown>>;

export interface PreparedRead extends SelectionStatement {
  /** What the viewer must be allowed to read, the most general first. */
  readonly scopes: ReadonlySet<Scope>;
}

type ReadContext = Pick<DomainContext, 'database' | 'viewer'>;

/** @throws BadInputError for conditions that can't be asked for */
export const prepareRead = (root: Root): PreparedRead => ({ ...selectionStatement(root), scopes: scopesOf(root) });

const readTexts = async (database: Database, { text, values, template }: PreparedRead, bindings: Bindings): Promise<Texts[]> => {
  const mostBytes = database.answerLimit;
  const rows = await database.read({ text, values: bind(values, { ...bindings, mostBytes }), decode: texts });
  if (template.isList ? rows.some((row) => row[0] === tooLarge) : rows.length === 0) throw new AnswerTooLargeError(mostBytes);
  return rows;
};

const authorizeAll = ({ viewer }: ReadContext, { scopes }: PreparedRead): void => {
  for (const scope of scopes) authorize({ viewer }, scope);
};

/**
 * The JSON of what is read, in pieces.
 * @throws ForbiddenError naming the first scope that the viewer lacks; nothing is read then
 * @throws BadInputError for a value that can't be asked for
 * @throws AnswerTooLargeError where that is more than an answer may have
 */
export const runRead = async (context: ReadContext, read: PreparedRead, bindings: Bindings): Promise<string[]> => {
  authorizeAll(context, read);
  const { template } = read;
  return render(template, template.literals.length > 1 ? await readTexts(context.database, read, bindings) : []);
};

const runParsed = async (context: ReadContext, read: PreparedRead, variables: Bindings['variables']): Promise<unknown[]> => {
  authorizeAll(context, read);
  return valuesOf(await readTexts(context.database, read, { variables, now: new Date() }));
};

const recordId = new Placeholder(({ variables }) => variables['id']);

/** The read of one record in that shape, which `readRecord` runs for each id. */
export const prepareRecordRead = (entity: EntityName, shape: Shape): PreparedRead =>
  prepareRead([['record', { entity, where: { field: 'id', operator: 'equals', value: recordId }, shape }]]);

/**
 * The record with that id, or null; in one statement.
 * @throws ForbiddenError without the scopes of everything that the read shows
 */
export const readRecord = async (context: ReadContext, read: PreparedRead, id: number): Promise<ShapedRow | null> =>
  ((await runParsed(context, read, { id }))[0] ?? null) as ShapedRow | null; // the JSON of the one record that such a read has

/**
 * The rows of one slice of a table in that shape, in one statement. What the shape takes of it is kept with the shape.
 * @throws ForbiddenError without the scopes of everything that the shape reads and the conditions lead to
 */
export const readRows = async (context: ReadContext, entity: EntityName, slice: Slice, shape: Shape): Promise<readonly ShapedRow[]> =>
  (await runParsed(context, prepareRead([['rows', { entity, slice, rows: shape }]]), {})) as readonly ShapedRow[]; // a row for each element of the list
