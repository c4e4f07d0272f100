// The inputs that name one record: exactly one of their fields is given, which GraphQL itself checks (@oneOf).
import type { InputRef } from '@pothos/core';
import { type ByOf, onlyEntry } from '../../domain/entities/by.js';
import { entitiesHaving, entityOf, type Having } from '../../domain/entities/entities.js';
import type { Condition } from '../../domain/read/conditions.js';
import { fieldDoc } from '../../domain/rules/docs.js';
import { whenKnown } from '../../domain/sql/placeholder.js';
import { capitalised } from '../../lib/words.js';
import { builder } from './builder.js';
import { checkText } from './filters/to-condition.js';
import { decodeIdOf, type NodeType } from './global-id.js';

type NamedEntity = Having<'namedBy'>;

/** What names one record, as GraphQL has checked it: exactly one of these. */
export interface ByInput {
  readonly id?: string | null | undefined;
  readonly databaseId?: number | null | undefined;
  readonly code?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly number?: string | null | undefined;
  readonly clientId?: string | null | undefined;
}

const makeBy = (entity: NamedEntity): InputRef<ByInput> => {
  const type = capitalised(entity);
  return builder.inputRef<ByInput>(`${type}By`).implement({
    isOneOf: true,
    description: `Names one ${type}, by exactly one of these.`,
    fields: (t) => ({
      id: t.id({ description: 'Its opaque `id`.' }),
      databaseId: t.int({
        description: `Its \`databaseId\`, the number that ${entity === 'apiClient' ? '`integration-runs client list` shows' : 'the REST door calls `id`'}.`,
      }),
      ...Object.fromEntries(entityOf(entity).namedBy?.map((key) => [key, t.string({ description: fieldDoc(type, key) })]) ?? []),
    }),
  });
};

const inputs = new Map(entitiesHaving('namedBy').map((entity) => [entity, makeBy(entity)]));

/** The input that names a record of the entity. */
export const byInputOf = (entity: NamedEntity): InputRef<ByInput> => {
  const input = inputs.get(entity);
  if (!input) throw new TypeError(`Nothing names one ${entity}.`);
  return input;
};

type Path = readonly string[];

/** Where a query has its record; in a mutation it stands in the input. */
const inQuery: Path = ['by'];

const keyIn = (entity: NamedEntity, { id, databaseId, ...names }: ByInput, path: Path): object => {
  if (id != null) return { id: decodeIdOf(capitalised(entity), id, [...path, 'id']) };
  if (databaseId != null) return { id: databaseId };
  const [name] = Object.entries(names).filter(([, value]) => value != null);
  if (!name) throw new TypeError(`${capitalised(entity)}By came without a value, which @oneOf should have refused.`);
  const [key, value] = name;
  return { [key]: checkText(value, [...path, key]) };
};

/**
 * What the input of the entity names a record by.
 * @throws BadInputError for an id of another type, or none, and for a text that the database can't hold; `path`: where the input stands in the arguments
 */
export const byOf = <Name extends NamedEntity>(entity: Name, by: ByInput, path = inQuery): ByOf[Name] =>
  keyIn(entity, by, path) as ByOf[Name]; // its input has no other keys

/** Mutations name their records by these. */
export const IntegrationRunByInput = byInputOf('integrationRun');
export const IntegrationByInput = byInputOf('integration');
export const ContractByInput = byInputOf('contract');
export const ApiClientByInput = byInputOf('apiClient');
export const WebhookEndpointByInput = byInputOf('webhookEndpoint');
export const WebhookDeliveryByInput = byInputOf('webhookDelivery');

/** How each is read, as `byOf` does. */
export const runBy = (by: ByInput, path: Path) => byOf('integrationRun', by, path);
export const integrationBy = (by: ByInput, path: Path) => byOf('integration', by, path);
export const contractBy = (by: ByInput, path: Path) => byOf('contract', by, path);
export const apiClientBy = (by: ByInput, path: Path) => byOf('apiClient', by, path);
export const webhookEndpointBy = (by: ByInput, path: Path) => byOf('webhookEndpoint', by, path);
export const webhookDeliveryBy = (by: ByInput, path: Path) => byOf('webhookDelivery', by, path);

/**
 * The condition that only the named record meets; its value may be a placeholder.
 * @throws BadInputError for an id of another type, or none, and for a text that the database can't hold
 */
export const byCondition = (type: NodeType, by: object): Condition => {
  const [key, value] = onlyEntry(by);
  if (key === 'id')
    return { field: 'id', operator: 'equals', value: whenKnown(value, (id) => decodeIdOf(type, String(id), [...inQuery, key])) };
  return {
    field: key === 'databaseId' ? 'id' : key,
    operator: 'equals',
    value: whenKnown(value, (known) => checkText(known, [...inQuery, key])),
  };
};
