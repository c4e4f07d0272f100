// The inputs that name one record: exactly one of their fields is given, which GraphQL itself checks (@oneOf).
import type { InputRef } from '@pothos/core';
import type { ApiClientBy, ContractBy, ErrorBy, IntegrationBy, RunBy } from '../domain/by.js';
import { fieldDoc } from '../domain/docs.js';
import type { Condition } from '../domain/read/conditions.js';
import { lately } from '../domain/read/slot.js';
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

const numbered = (type: NodeType, { id, databaseId }: ByInput): { id: number } | null => {
  if (id != null) return { id: decodeIdOf(type, id) };
  return databaseId == null ? null : { id: databaseId };
};

const missing = (type: string): never => {
  throw new TypeError(`${type}By came without a value, which @oneOf should have refused.`);
};

/** @throws BadInputError for an id of another type, or none */
export const runBy = (by: ByInput): RunBy => numbered('IntegrationRun', by) ?? missing('IntegrationRun');

/** @throws BadInputError for an id of another type, or none */
export const errorBy = (by: ByInput): ErrorBy => numbered('IntegrationError', by) ?? missing('IntegrationError');

/** @throws BadInputError for an id of another type, or none */
export const integrationBy = (by: ByInput): IntegrationBy => {
  const numberedBy = numbered('Integration', by);
  if (numberedBy) return numberedBy;
  if (by.code != null) return { code: by.code };
  return by.name == null ? missing('Integration') : { name: by.name };
};

/** @throws BadInputError for an id of another type, or none */
export const contractBy = (by: ByInput): ContractBy =>
  numbered('Contract', by) ?? (by.number == null ? missing('Contract') : { number: by.number });

/** @throws BadInputError for an id of another type, or none */
export const apiClientBy = (by: ByInput): ApiClientBy =>
  numbered('ApiClient', by) ?? (by.clientId == null ? missing('ApiClient') : { clientId: by.clientId });

/**
 * The condition that only the named record meets; its value may be a slot.
 * @throws BadInputError for an id of another type, or none
 */
export const byCondition = (type: NodeType, by: object): Condition => {
  const [[key, value] = missing(type)] = Object.entries(by);
  if (key === 'id') return { field: 'id', operator: 'equals', value: lately(value, (id) => decodeIdOf(type, String(id))) };
  return { field: key === 'databaseId' ? 'id' : key, operator: 'equals', value };
};
