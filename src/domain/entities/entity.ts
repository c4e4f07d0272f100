// What an entity is: a row of each, and the shape of the table that describes it.
import type {
  Actor,
  ApiClient,
  Contract,
  Integration,
  IntegrationError,
  IntegrationErrorResponse,
  IntegrationHistoryRecord,
  IntegrationHistoryRecordResponse,
  IntegrationRun,
  IntegrationRunTransition,
  WebhookDelivery,
  WebhookEndpoint,
} from '../../generated/prisma/client.js';
import type { Scope } from '../rules/viewer.js';
import type { Association } from './associations.js';
import type { Column } from './columns.js';

/** A row of each entity, as Prisma and the reader give it. */
export interface Rows {
  integration: Integration;
  integrationRun: IntegrationRun;
  integrationRunTransition: IntegrationRunTransition;
  integrationError: IntegrationError;
  integrationErrorResponse: IntegrationErrorResponse;
  integrationHistoryRecord: IntegrationHistoryRecord;
  integrationHistoryRecordResponse: IntegrationHistoryRecordResponse;
  contract: Contract;
  actor: Actor;
  /** Without what it proves itself with, which nobody reads but who checks a credential. */
  apiClient: Omit<ApiClient, 'secretHash' | 'apiKeyHash'>;
  /** Without what its deliveries are signed with, and what the worker keeps with it. */
  webhookEndpoint: Pick<
    WebhookEndpoint,
    | 'id'
    | 'url'
    | 'description'
    | 'types'
    | 'alertTypes'
    | 'filter'
    | 'document'
    | 'state'
    | 'disabledReason'
    | 'ownerId'
    | 'rotatedAt'
    | 'createdAt'
    | 'updatedAt'
  >;
  webhookDelivery: Omit<WebhookDelivery, 'subject'>;
}

export type EntityName = keyof Rows;

/** What holds of a record: an entity that clients create and change, and that counts its changes. */
export interface WrittenRecord {
  /** The column that starts at 1 and grows by one with each change of the record. */
  readonly version: 'version' | 'recordVersion';
  /** What it takes to create and change it. */
  readonly writeScope: Scope;
}

/** A table of the database under the names that GraphQL uses. */
export interface Entity {
  readonly table: string;
  readonly scope: Scope;
  /** What messages call a row; the words of the entity's name unless it is given. */
  readonly noun?: string;
  /** Columns of which each value names one row, as its id does. Clients ask for single rows of the entities that have this. */
  readonly namedBy?: readonly string[];
  /** Of a record. */
  readonly record?: WrittenRecord;
  readonly columns: Readonly<Record<string, Column>>;
  /** Columns that clients sort lists by, beside the id and the times of change; of the entities whose lists clients sort. */
  readonly sortedBy?: readonly string[];
  /** Values that are worked out whenever they are looked at. */
  readonly computed?: Readonly<Record<string, Column>>;
  readonly associations: Readonly<Record<string, Association<EntityName>>>;
}
