// What is sent of a change: `{ type, timestamp, data }`, as Standard Webhooks recommends. It tells of the record as the change left it, so that a receiver knows
// which of two deliveries is the newer; whoever wants to know more asks by a query of their own, which is answered with what is there now.

import type { ChangeType } from '../../generated/prisma/enums.js';
import type { EntityName } from '../entities/entity.js';
import { encodePosition } from '../feed/position.js';
import type { ImagedChange } from '../feed/read-changes.js';

/** The opaque id of a record. */
export type GlobalId = (entity: EntityName, id: number) => string;

export type ChangedEntity = 'integrationRun' | 'integrationError' | 'integration' | 'contract';

/** What changes of the type are of. */
export const entityOfType = (type: ChangeType): ChangedEntity => {
  if (type.startsWith('RUN_')) return 'integrationRun';
  if (type.startsWith('ERROR_')) return 'integrationError';
  return type.startsWith('INTEGRATION_') ? 'integration' : 'contract';
};

/** The record that a change is of. */
export interface Subject {
  readonly entity: ChangedEntity;
  readonly id: number;
}

/** `webhook-id`: the same for each attempt, and for whoever makes the same delivery again. */
export const messageIdOf = (endpoint: number, name: string): string => `evt_${endpoint}_${name}`;

const subjects = [
  ['integrationError', 'integrationErrorId'],
  ['integrationRun', 'integrationRunId'],
  ['integration', 'integrationId'],
  ['contract', 'contractId'],
] as const satisfies readonly (readonly [ChangedEntity, keyof ImagedChange])[];

export const subjectOf = (change: ImagedChange): Subject => {
  for (const [entity, key] of subjects) {
    const id = change[key];
    if (id !== null) return { entity, id };
  }
  throw new Error('A change is of a record.');
};

/** What its deliveries are kept in order by: the run, for the errors of a run as well. */
export const orderOf = (change: ImagedChange): string => {
  const { entity, id } = change.integrationRunId === null ? subjectOf(change) : { entity: 'integrationRun', id: change.integrationRunId };
  return `${entity} ${id}`;
};

const names: Readonly<Record<ChangedEntity, string>> = {
  integrationRun: 'integration_run',
  integrationError: 'integration_error',
  integration: 'integration',
  contract: 'contract',
};

/** `integration_run.failed` */
const typeOf = ({ type, after }: ImagedChange): string => {
  if (type === 'RUN_MOVED') return `integration_run.${String(after['status']).toLowerCase()}`;
  const what = type.slice(type.indexOf('_') + 1).toLowerCase();
  return `${names[entityOfType(type)]}.${what}`;
};

const shownFields: Readonly<Record<ChangedEntity, readonly string[]>> = {
  integrationRun: ['status', 'attempt', 'startTime', 'endTime', 'totalRecords', 'recordsProcessed', 'version'],
  integrationError: ['documentType', 'documentId', 'documentStatus', 'status', 'contactAlertType', 'isResolved', 'version'],
  integration: ['name', 'code', 'version'],
  contract: ['number', 'name', 'status', 'recordVersion'],
};

const ids = (entity: ChangedEntity, id: unknown, globalId: GlobalId) =>
  typeof id === 'number' ? { id: globalId(entity, id), databaseId: id } : null;

/** A time as GraphQL writes it. */
const plain = (field: string, value: unknown): unknown =>
  field.endsWith('Time') && value != null ? new Date(String(value)) : (value ?? null);

const recordsOf = (change: ImagedChange, globalId: GlobalId): object => {
  const { after } = change;
  const { entity, id } = subjectOf(change);
  const fields = Object.fromEntries(shownFields[entity].map((field) => [field, plain(field, after[field])]));
  const run = entity === 'integrationError' ? { integrationRun: ids('integrationRun', change.integrationRunId, globalId) } : {};
  const integration =
    entity === 'integrationError' || entity === 'integrationRun'
      ? { integration: ids('integration', after['integrationId'], globalId) }
      : {};
  return { [entity]: { ...ids(entity, id, globalId), ...fields }, ...run, ...integration };
};

/** The body for a change; `result`: the answer to the endpoint's query, if it has one. */
export const bodyOf = (change: ImagedChange, globalId: GlobalId, result?: unknown): string => {
  const { type, at, version, source, before } = change;
  const data = {
    position: encodePosition(change),
    change: type,
    version,
    source,
    ...(type === 'RUN_MOVED' && { previousStatus: before?.['status'] ?? null }),
    ...recordsOf(change, globalId),
    ...(result !== undefined && { result }),
  };
  return JSON.stringify({ type: typeOf(change), timestamp: at, data });
};

/** The body of a test. */
export const testBody = (endpoint: number, at: Date): string =>
  JSON.stringify({ type: 'webhook_endpoint.test', timestamp: at, data: { webhookEndpoint: { databaseId: endpoint } } });
