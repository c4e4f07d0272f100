// What an entity is: a row of each, and the shape of the table that describes it.
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
  contract: Contract;
  actor: Actor;
  /** Without what it proves itself with, which nobody reads but who checks a credential. */
  apiClient: Omit<ApiClient, 'secretHash' | 'apiKeyHash'>;
}

export type EntityName = keyof Rows;

/** A table of the database under the names that GraphQL uses. */
export interface Entity {
  readonly table: string;
  readonly scope: Scope;
  readonly columns: Readonly<Record<string, Column>>;
  /** Values that are worked out whenever they are looked at. */
  readonly computed?: Readonly<Record<string, Column>>;
  readonly associations: Readonly<Record<string, Association<EntityName>>>;
}
