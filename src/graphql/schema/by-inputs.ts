// The inputs that name one record: exactly one of their fields is given, which GraphQL itself checks (@oneOf).
import type { InputRef } from '@pothos/core';
import type { ApiClientBy, ContractBy, ErrorBy, IntegrationBy, RunBy } from '../../domain/entities/by.js';
import type { Condition } from '../../domain/read/conditions.js';
import { fieldDoc } from '../../domain/rules/docs.js';
import { whenKnown } from '../../domain/sql/placeholder.js';
import { builder } from './builder.js';
import { decodeIdOf, type NodeType } from './global-id.js';

interface ByInput {
  readonly id?: string | null | undefined;
  readonly databaseId?: number | null | undefined;
  readonly code?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly number?: string | null | undefined;
  readonly clientId?: string | null | undefined;
}

const makeBy = (type: NodeType, naturalKeys: readonly ('code' | 'name' | 'number' | 'clientId')[]): InputRef<ByInput> =>
  builder.inputRef<ByInput>(`${type}By`).implement({
    isOneOf: true,
    description: `Names one ${type}, by exactly one of these.`,
    fields: (t) => ({
      id: t.id({ description: 'Its opaque `id`.' }),
      databaseId: t.int({
        description: `Its \`databaseId\`, the number that ${type === 'ApiClient' ? '`integration-runs client list` shows' : 'the REST door calls `id`'}.`,
      }),
      ...Object.fromEntries(naturalKeys.map((key) => [key, t.string({ description: fieldDoc(type, key) })])),
    }),
  });

export const IntegrationRunByInput = makeBy('IntegrationRun', []);
export const IntegrationErrorByInput = makeBy('IntegrationError', []);
export const IntegrationByInput = makeBy('Integration', ['code', 'name']);
export const ContractByInput = makeBy('Contract', ['number']);
export const ApiClientByInput = makeBy('ApiClient', ['clientId']);

type Path = readonly string[];

/** Where a query has its record; in a mutation it stands in the input. */
const inQuery: Path = ['by'];

const numbered = (type: NodeType, { id, databaseId }: ByInput, path: Path): { id: number } | null => {
  if (id != null) return { id: decodeIdOf(type, id, [...path, 'id']) };
  return databaseId == null ? null : { id: databaseId };
};

const missing = (type: string): never => {
  throw new TypeError(`${type}By came without a value, which @oneOf should have refused.`);
};

/** @throws BadInputError for an id of another type, or none; `path`: where the input stands in the arguments */
export const runBy = (by: ByInput, path = inQuery): RunBy => numbered('IntegrationRun', by, path) ?? missing('IntegrationRun');

/** @throws BadInputError for an id of another type, or none; `path`: where the input stands in the arguments */
export const errorBy = (by: ByInput, path = inQuery): ErrorBy => numbered('IntegrationError', by, path) ?? missing('IntegrationError');

/** @throws BadInputError for an id of another type, or none; `path`: where the input stands in the arguments */
export const integrationBy = (by: ByInput, path = inQuery): IntegrationBy => {
  const numberedBy = numbered('Integration', by, path);
  if (numberedBy) return numberedBy;
  if (by.code != null) return { code: by.code };
  return by.name == null ? missing('Integration') : { name: by.name };
};

/** @throws BadInputError for an id of another type, or none; `path`: where the input stands in the arguments */
export const contractBy = (by: ByInput, path = inQuery): ContractBy =>
  numbered('Contract', by, path) ?? (by.number == null ? missing('Contract') : { number: by.number });

/** @throws BadInputError for an id of another type, or none; `path`: where the input stands in the arguments */
export const apiClientBy = (by: ByInput, path = inQuery): ApiClientBy =>
  numbered('ApiClient', by, path) ?? (by.clientId == null ? missing('ApiClient') : { clientId: by.clientId });

/**
 * The condition that only the named record meets; its value may be a placeholder.
 * @throws BadInputError for an id of another type, or none
 */
export const byCondition = (type: NodeType, by: object): Condition => {
  const [[key, value] = missing(type)] = Object.entries(by);
  if (key === 'id')
    return { field: 'id', operator: 'equals', value: whenKnown(value, (id) => decodeIdOf(type, String(id), [...inQuery, key])) };
  return { field: key === 'databaseId' ? 'id' : key, operator: 'equals', value };
};
