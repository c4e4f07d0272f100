// The tables as both doors see them: columns and associations under the names that GraphQL uses. Names reach SQL from here alone.
import { own } from '../../lib/own.js';
import type { Association } from './associations.js';
import type { Column } from './columns.js';
import type { Entity, EntityName } from './entity.js';
import { actor, apiClient } from './tables/actor.js';
import { contract } from './tables/contract.js';
import { integration } from './tables/integration.js';
import { integrationError, integrationErrorResponse } from './tables/integration-error.js';
import { integrationRun, integrationRunTransition } from './tables/integration-run.js';

const entities = {
  integration,
  integrationRun,
  integrationRunTransition,
  integrationError,
  integrationErrorResponse,
  contract,
  actor,
  apiClient,
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
