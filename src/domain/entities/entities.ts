// The tables as both doors see them: columns and associations under the names that GraphQL uses. Names reach SQL from here alone.
import { own } from '../../lib/own.js';
import type { Association } from './associations.js';
import type { Column } from './columns.js';
import type { Entity, EntityName } from './entity.js';
import { actor, apiClient } from './tables/actor.js';
import { contract } from './tables/contract.js';
import {
  integrationError,
  integrationErrorResponse,
  integrationHistoryRecord,
  integrationHistoryRecordResponse,
} from './tables/document-records.js';
import { integration } from './tables/integration.js';
import { integrationRun, integrationRunTransition } from './tables/integration-run.js';
import { webhookDelivery, webhookEndpoint } from './tables/webhook.js';

const entities = {
  integration,
  integrationRun,
  integrationRunTransition,
  integrationError,
  integrationErrorResponse,
  integrationHistoryRecord,
  integrationHistoryRecordResponse,
  contract,
  actor,
  apiClient,
  webhookEndpoint,
  webhookDelivery,
} as const satisfies Record<EntityName, Entity>;

type Entities = typeof entities;

/** The entities whose rows of the table have that property. */
export type Having<Property extends keyof Entity> = {
  [Name in EntityName]: Entities[Name] extends Readonly<Record<Property, unknown>> ? Name : never;
}[EntityName];

/** The same, as a list in the order of the table. */
export const entitiesHaving = <Property extends keyof Entity>(property: Property): readonly Having<Property>[] =>
  Object.entries(entities).flatMap(([name, entity]) => (property in entity ? [name as Having<Property>] : [])); // which is how the type is made

/** The columns of which each value names one row. */
export type NamingColumn<Name extends Having<'namedBy'>> = Entities[Name]['namedBy'][number];

/** The names of an entity's associations. */
export type AssociationName<Name extends EntityName> = keyof Entities[Name]['associations'] & string;

/** The entity that an association leads to. */
export type TargetOf<Owner extends EntityName, Name extends AssociationName<Owner>> = Entities[Owner]['associations'][Name] extends {
  entity: infer Target extends EntityName;
}
  ? Target
  : never;

/** The entity's row of the table, in the table's general shape. */
export const entityOf = (name: EntityName): Entity => entities[name];

/** The columns that clients sort lists of the entity by. */
export const sortingColumns = (name: Having<'sortedBy'>): readonly string[] => ['id', 'createdAt', 'updatedAt', ...entities[name].sortedBy];

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
