// One record, named by a value that only it has.

import { shown } from '../../lib/shown.js';
import type { Condition } from '../read/conditions.js';
import { type PreparedRead, readRecord, type ShapedRow } from '../read/prepared-read.js';
import { readOne } from '../read/read.js';
import { NotFoundError } from '../rules/errors.js';
import { alsoAllowed, type DomainContext } from '../rules/viewer.js';
import { label } from '../rules/wording.js';
import { entityOf, type Having, type NamingColumn } from './entities.js';
import type { Rows } from './entity.js';

/** The ways to name a row: by its id, or by one of the columns that no two rows share a value of. */
type By<Column extends string> = { readonly id: number } | (Column extends string ? { readonly [Key in Column]: string } : never);

export type ByOf = { [Name in Having<'namedBy'>]: By<NamingColumn<Name>> };

export type RunBy = ByOf['integrationRun'];
export type IntegrationBy = ByOf['integration'];
export type ContractBy = ByOf['contract'];
export type ApiClientBy = ByOf['apiClient'];
export type WebhookEndpointBy = ByOf['webhookEndpoint'];
export type WebhookDeliveryBy = ByOf['webhookDelivery'];

/** The key by which a record is named, and its value. */
export const onlyEntry = (by: object): readonly [string, string | number] => {
  const [entry] = Object.entries(by) as [string, string | number][];
  if (!entry) throw new TypeError('A record is to be named by one value.');
  return entry;
};

const conditionOf = (by: object): Condition => {
  const [field, value] = onlyEntry(by);
  return { field, operator: 'equals', value };
};

const nounOf = (entity: keyof ByOf): string => entityOf(entity).noun ?? label(entity).toLowerCase();

/** "Integration 7". */
export const nameOf = (entity: keyof ByOf, id: number): string => `${label(entity)} ${id}`;

/** "There is no integration with the code "X"." */
export const notFoundMessage = (entity: keyof ByOf, by: object): string => {
  const [field, value] = onlyEntry(by);
  return `There is no ${nounOf(entity)} with the ${label(field).toLowerCase()} ${shown(value)}.`;
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
  if (!row) throw new NotFoundError(notFoundMessage(entity, by));
  return row;
};

/**
 * What a read of one record shows of it. The record is expected to be there.
 * @throws ForbiddenError without the scopes of everything that the read shows
 * @throws NotFoundError where there is none with that id
 */
export const showRecord = async (context: DomainContext, entity: keyof ByOf, id: number, read: PreparedRead): Promise<ShapedRow> => {
  const row = await readRecord(context, read, id);
  if (!row) throw new NotFoundError(notFoundMessage(entity, { id }));
  return row;
};

/** A record that this viewer has written before, as it now is, whatever else their credential may read. */
export const findWritten = <Name extends keyof ByOf>(context: DomainContext, entity: Name, id: number): Promise<Rows[Name] | null> =>
  readOne(alsoAllowed(context, entityOf(entity).scope), entity, conditionOf({ id }));

/** The same of a record that this viewer has just changed, who may see it with all that nests in it whatever else their credential may read. */
export const showChanged = (context: DomainContext, entity: keyof ByOf, id: number, read: PreparedRead): Promise<ShapedRow> =>
  showRecord(alsoAllowed(context, entityOf(entity).scope), entity, id, read);
