// One record, named by a value that only it has.
import { BadInputError, NotFoundError } from './errors.js';
import type { Condition } from './read/conditions.js';
import type { Rows } from './read/entities.js';
import { readOne } from './read/read.js';
import { readShaped, type ShapedRow } from './read/read-shaped.js';
import type { Shape } from './read/shape.js';
import { isStorable, storableRule } from './text.js';
import type { DomainContext } from './viewer.js';
import { label } from './words.js';

export type RunBy = { readonly id: number };
export type ErrorBy = { readonly id: number };
export type IntegrationBy = { readonly id: number } | { readonly code: string } | { readonly name: string };
export type ApiClientBy = { readonly id: number } | { readonly clientId: string };
export type ContractBy = { readonly id: number } | { readonly number: string };

export interface ByOf {
  integration: IntegrationBy;
  integrationRun: RunBy;
  integrationError: ErrorBy;
  contract: ContractBy;
  apiClient: ApiClientBy;
}

/** The key by which a record is named, and its value. */
export const single = (by: object): readonly [string, string | number] => {
  const [entry] = Object.entries(by) as [string, string | number][];
  if (!entry) throw new TypeError('A record is to be named by one value.');
  return entry;
};

const conditionOf = (by: object): Condition => {
  const [field, value] = single(by);
  return { field, operator: 'equals', value };
};

const nouns = {
  integration: 'integration',
  integrationRun: 'integration run',
  integrationError: 'integration error',
  contract: 'contract',
  apiClient: 'API client',
} as const;

const largestId = 2_147_483_647;

/**
 * The record as Prisma names it. A number that no id can be becomes 0, which none is: Prisma would take it for a bug of ours.
 * @throws BadInputError for a text that the database can't hold
 */
export const uniqueOf = <By extends object>(by: By): { id: number } & By => {
  const [, value] = single(by);
  if (typeof value === 'string' && !isStorable(value)) throw new BadInputError(`A text ${storableRule}.`);
  return (typeof value === 'number' && value > largestId ? { id: 0 } : by) as { id: number } & By; // each way to name a record is a unique column of its model
};

/** "There is no integration with the code "X"." */
export const absence = (entity: keyof ByOf, by: object): string => {
  const [field, value] = single(by);
  return `There is no ${nouns[entity]} with the ${label(field).toLowerCase()} ${JSON.stringify(value)}.`;
};

/**
 * The record, or null where none is named so.
 * @throws ForbiddenError without the scope of the entity
 */
export const find = <Name extends keyof ByOf>(context: DomainContext, entity: Name, by: ByOf[Name]): Promise<Rows[Name] | null> =>
  readOne(context, entity, conditionOf(by));

/**
 * The record, which is expected to be there.
 * @throws NotFoundError where none is named so
 */
export const findExisting = async <Name extends keyof ByOf>(context: DomainContext, entity: Name, by: ByOf[Name]): Promise<Rows[Name]> => {
  const row = await find(context, entity, by);
  if (!row) throw new NotFoundError(absence(entity, by));
  return row;
};

/**
 * What the shape wants of the record, which is expected to be there, in one statement.
 * @throws ForbiddenError without the scopes of everything that the shape reads
 * @throws NotFoundError where none is named so
 */
export const findShaped = async <Name extends keyof ByOf>(
  context: DomainContext,
  entity: Name,
  by: ByOf[Name],
  shape: Shape,
): Promise<ShapedRow> => {
  const row = await readShaped(context, entity, conditionOf(by), shape);
  if (!row) throw new NotFoundError(absence(entity, by));
  return row;
};
