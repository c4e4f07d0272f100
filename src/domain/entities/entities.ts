// The tables as both doors see them: columns and associations under the names that GraphQL uses. Names reach SQL from here alone.
import type {
  Actor,
  ApiClient,
  Contract,
  Integration,
  IntegrationError,
  IntegrationErrorResponse,
  IntegrationRun,
  IntegrationRunTransition,
} from '../../generated/prisma/client.js';
import { Prisma } from '../../generated/prisma/client.js';
import { own } from '../../lib/own.js';
import type { Scope } from '../rules/viewer.js';
import { type Association, keyed, many, one } from './associations.js';
import { boolean, type Column, computed, decimal, enumeration, integer, json, number, text, time } from './columns.js';
import { deadlineOf, expectedDurationOf, isOverdue } from './deadlines.js';

/** A row of each entity, as Prisma and the reader give it. */
export interface Rows {
  integration: Integration;
  integrationRun: IntegrationRun;
  integrationRunTransition: IntegrationRunTransition;
  integrationError: IntegrationError;
  integrationErrorResponse: IntegrationErrorResponse;
  contract: Contract;
  actor: Actor;
  /** Without what it proves itself with, which nobody reads but who checks a credential. */
  apiClient: Omit<ApiClient, 'secretHash' | 'apiKeyHash'>;
}

export type EntityName = keyof Rows;

interface Entity {
  readonly table: string;
  readonly scope: Scope;
  readonly columns: Readonly<Record<string, Column>>;
  /** Values that are worked out whenever they are looked at. */
  readonly computed?: Readonly<Record<string, Column>>;
  readonly associations: Readonly<Record<string, Association<EntityName>>>;
}

const { sql } = Prisma;

const id = { id: integer('id') };
const changes = {
  createdAt: time('created_at'),
  updatedAt: time('updated_at'),
  createdById: integer('created_by_id', { nullable: true }),
  updatedById: integer('updated_by_id', { nullable: true }),
};
const changers = {
  createdBy: keyed('actor', 'created_by_id'),
  updatedBy: keyed('actor', 'updated_by_id'),
};

const entities = {
  integration: {
    table: 'integrations',
    scope: 'core.integration.read',
    columns: {
      ...id,
      name: text('name', { length: 255 }),
      code: text('code', { length: 255 }),
      businessObject: text('business_object', { length: 255 }),
      direction: enumeration('direction', 'IntegrationDirection'),
      endSystem: text('end_system', { length: 255 }),
      endSystemType: enumeration('end_system_type', 'EndSystemType'),
      integrationType: enumeration('integration_type', 'IntegrationType', { nullable: true }),
      isStandard: boolean('is_standard'),
      version: integer('version'),
      deadlineSeconds: integer('deadline_seconds', { nullable: true, minimum: 1 }),
      ...changes,
    },
    computed: { expectedDurationSeconds: computed(number('', { nullable: true }), expectedDurationOf) },
    associations: {
      integrationRuns: many('integrationRun', (integration, run) => sql`${run}.integration_id = ${integration}.id`),
      integrationErrors: many('integrationError', (integration, error) => sql`${error}.integration_id = ${integration}.id`),
      ...changers,
    },
  },
  integrationRun: {
    table: 'integration_runs',
    scope: 'core.integration.read',
    columns: {
      ...id,
      integrationId: integer('integration_id'),
      status: enumeration('status', 'IntegrationRunStatus'),
      flow: json('flow', { nullable: true }),
      startTime: time('start_time', { nullable: true }),
      endTime: time('end_time', { nullable: true }),
      totalRecords: integer('total_records', { nullable: true, minimum: 0 }),
      recordsProcessed: integer('records_processed', { nullable: true, minimum: 0 }),
      maxUpdatedAt: time('max_updated_at', { nullable: true }),
      version: integer('version'),
      lastHeartbeatAt: time('last_heartbeat_at', { nullable: true }),
      retryOfId: integer('retry_of_id', { nullable: true }),
      attempt: integer('attempt'),
      ...changes,
    },
    computed: {
      deadline: computed(time('', { nullable: true }), deadlineOf),
      isOverdue: computed(boolean(''), isOverdue),
    },
    associations: {
      integration: keyed('integration', 'integration_id'),
      retryOf: keyed('integrationRun', 'retry_of_id'),
      retries: many('integrationRun', (run, retry) => sql`${retry}.retry_of_id = ${run}.id`),
      integrationErrors: many('integrationError', (run, error) => sql`${error}.integration_run_id = ${run}.id`),
      transitions: many('integrationRunTransition', (run, transition) => sql`${transition}.integration_run_id = ${run}.id`),
      ...changers,
    },
  },
  integrationRunTransition: {
    table: 'integration_run_transitions',
    scope: 'core.integration.read',
    columns: {
      ...id,
      integrationRunId: integer('integration_run_id'),
      from: enumeration('from_status', 'IntegrationRunStatus', { nullable: true }),
      to: enumeration('to_status', 'IntegrationRunStatus'),
      at: time('at'),
      actorId: integer('actor_id', { nullable: true }),
      source: enumeration('source', 'TransitionSource'),
      note: text('note', { nullable: true, length: 2000 }),
    },
    associations: { actor: keyed('actor', 'actor_id') },
  },
  integrationError: {
    table: 'integration_errors',
    scope: 'core.integration.read',
    columns: {
      ...id,
      integrationRunId: integer('integration_run_id'),
      integrationId: integer('integration_id'),
      documentType: enumeration('document_type', 'DocumentType', { nullable: true }),
      documentId: integer('document_id', { nullable: true }),
      documentRevision: integer('document_revision', { nullable: true, minimum: 0 }),
      documentStatus: text('document_status', { nullable: true, length: 255 }),
      contactAlertType: text('contact_alert_type', { length: 255 }),
      status: text('status', { nullable: true, length: 255 }),
      externalId: text('external_id', { nullable: true, length: 255 }),
      creationMethod: text('creation_method', { nullable: true, length: 255 }),
      integrationFilename: text('integration_filename', { nullable: true, length: 255 }),
      isResolved: boolean('is_resolved'),
      version: integer('version'),
      ...changes,
    },
    associations: {
      integrationRun: keyed('integrationRun', 'integration_run_id'),
      integration: keyed('integration', 'integration_id'),
      contract: one('contract', (error, contract) => sql`${contract}.id = ${error}.document_id AND ${error}.document_type = 'CONTRACT'`),
      firstResponse: one(
        'integrationErrorResponse',
        (error, response) =>
          sql`${response}.integration_error_id = ${error}.id AND NOT EXISTS (SELECT FROM integration_error_responses AS earlier WHERE earlier.integration_error_id = ${response}.integration_error_id AND earlier.id < ${response}.id)`,
      ),
      responses: many('integrationErrorResponse', (error, response) => sql`${response}.integration_error_id = ${error}.id`),
      ...changers,
    },
  },
  integrationErrorResponse: {
    table: 'integration_error_responses',
    scope: 'core.integration.read',
    columns: {
      ...id,
      integrationErrorId: integer('integration_error_id'),
      code: text('code', { nullable: true, length: 255 }),
      message: text('message', { nullable: true, length: 65_535 }),
    },
    associations: {},
  },
  contract: {
    table: 'contracts',
    scope: 'core.contract.read',
    columns: {
      ...id,
      number: text('number', { length: 50 }),
      name: text('name', { length: 100 }),
      version: integer('version', { nullable: true, minimum: 0 }),
      status: text('status', { length: 50 }),
      type: enumeration('type', 'ContractType', { nullable: true }),
      startDate: time('start_date', { nullable: true }),
      endDate: time('end_date', { nullable: true }),
      supplierId: integer('supplier_id', { nullable: true, minimum: 1 }),
      supplierNumber: text('supplier_number', { nullable: true, length: 255 }),
      supplierName: text('supplier_name', { nullable: true, length: 255 }),
      minimumValue: decimal('minimum_value', { nullable: true }),
      maximumValue: decimal('maximum_value', { nullable: true }),
      currencyCode: text('currency_code', { nullable: true, length: 3 }),
      recordVersion: integer('record_version'),
      ...changes,
    },
    associations: {
      integrationErrors: many(
        'integrationError',
        (contract, error) => sql`${error}.document_type = 'CONTRACT' AND ${error}.document_id = ${contract}.id`,
      ),
      integrationRuns: many(
        'integrationRun',
        (contract, run) =>
          sql`EXISTS (SELECT FROM integration_errors AS met WHERE met.integration_run_id = ${run}.id AND met.document_type = 'CONTRACT' AND met.document_id = ${contract}.id)`,
      ),
    },
  },
  actor: {
    table: 'actors',
    scope: 'core.integration.read',
    columns: { ...id, login: text('login'), name: text('name'), createdAt: time('created_at') },
    associations: {},
  },
  apiClient: {
    table: 'api_clients',
    scope: 'admin',
    columns: {
      ...id,
      clientId: text('client_id'),
      name: text('name', { length: 255 }),
      scopes: text('scopes'),
      hasApiKey: boolean('has_api_key'),
      actorId: integer('actor_id'),
      createdAt: time('created_at'),
      rotatedAt: time('rotated_at', { nullable: true }),
      lastUsedAt: time('last_used_at', { nullable: true }),
      expiresAt: time('expires_at', { nullable: true }),
      revokedAt: time('revoked_at', { nullable: true }),
    },
    associations: {},
  },
} as const satisfies Record<EntityName, Entity>;

/** The names of an entity's associations. */
export type AssociationName<Name extends EntityName> = keyof (typeof entities)[Name]['associations'] & string;

/** The entity that an association leads to. */
export type TargetOf<
  Owner extends EntityName,
  Name extends AssociationName<Owner>,
> = (typeof entities)[Owner]['associations'][Name] extends { entity: infer Target extends EntityName } ? Target : never;

/** The entity's row of the table, in the table's general shape. */
export const entityOf = (name: EntityName): Entity => entities[name];

/** A column or a computed value by its name. @throws TypeError for a name that the doors must not have let through */
export const columnOf = (entity: EntityName, name: string): Column => {
  const { columns, computed = {} } = entityOf(entity);
  const column = own(columns, name) ?? own(computed, name);
  if (!column) throw new TypeError(`${entity} has no column ${name}.`);
  return column;
};

/** An association by its name. @throws TypeError for a name that the doors must not have let through */
export const associationOf = (entity: EntityName, name: string): Association<EntityName> => {
  const association = own(entityOf(entity).associations, name);
  if (!association) throw new TypeError(`${entity} has no association ${name}.`);
  return association;
};
