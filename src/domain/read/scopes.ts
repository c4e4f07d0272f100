// Which scopes a read needs: those of all that it shows, and of all that its conditions look at. The answer to a filter tells of the rows that it
// looks at, whether or not they are shown.

import { associationOf, entityOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import { authorize, type DomainContext, type Scope } from '../rules/viewer.js';
import type { Condition } from './conditions.js';
import type { Page, Part, Root, RootPart, Shape } from './selection.js';

type Found = (scope: Scope) => void;

/** Calls `found` with the scope of each entity that the condition on `entity` leads to. */
const eachOfCondition = (entity: EntityName, condition: Condition, found: Found): void => {
  if ('all' in condition) for (const inner of condition.all) eachOfCondition(entity, inner, found);
  else if ('any' in condition) for (const inner of condition.any) eachOfCondition(entity, inner, found);
  else if ('not' in condition) eachOfCondition(entity, condition.not, found);
  else if ('association' in condition) {
    const target = associationOf(entity, condition.association).entity;
    found(entityOf(target).scope);
    eachOfCondition(target, condition.where, found);
  }
};

/** The same for rows of an entity that meet a condition. */
const eachOfRows = (entity: EntityName, where: Condition, found: Found): void => {
  found(entityOf(entity).scope);
  eachOfCondition(entity, where, found);
};

/** By the shape: a shape that is used again is gone through once. */
const shapeScopes = new WeakMap<Shape, ReadonlySet<Scope>>();

const scopesOfShape = (entity: EntityName, shape: Shape): ReadonlySet<Scope> => {
  const scopes = new Set<Scope>([entityOf(entity).scope]);
  for (const [, part] of shape) eachOfPart(entity, part, (scope) => scopes.add(scope));
  shapeScopes.set(shape, scopes);
  return scopes;
};

const eachOfShape = (entity: EntityName, shape: Shape, found: Found): void => {
  for (const scope of shapeScopes.get(shape) ?? scopesOfShape(entity, shape)) found(scope);
};

const eachOfPart = (owner: EntityName, part: Part, found: Found): void => {
  if ('one' in part) eachOfShape(associationOf(owner, part.one).entity, part.shape, found);
  else if ('pageOf' in part) eachOfPage(associationOf(owner, part.pageOf).entity, part.page, found);
  else if ('listOf' in part || 'firstOf' in part) {
    const { entity } = associationOf(owner, 'listOf' in part ? part.listOf : part.firstOf);
    eachOfRows(entity, part.slice.where, found);
    if ('shape' in part) eachOfShape(entity, part.shape, found);
  }
};

const eachOfPage = (entity: EntityName, { slice, parts }: Page, found: Found): void => {
  eachOfRows(entity, slice.where, found);
  for (const [, part] of parts) {
    if ('rows' in part) eachOfShape(entity, part.rows, found);
    else if ('count' in part) eachOfCondition(entity, part.count, found);
    else if ('entries' in part) for (const [, entry] of part.entries) if ('row' in entry) eachOfShape(entity, entry.row, found);
  }
};

const eachOfRootPart = (part: RootPart, found: Found): void => {
  if ('constant' in part || 'feedPosition' in part) return;
  if ('page' in part) {
    eachOfPage(part.entity, part.page, found);
    return;
  }
  eachOfRows(part.entity, 'rows' in part ? part.slice.where : part.where, found);
  eachOfShape(part.entity, 'rows' in part ? part.rows : part.shape, found);
};

/** Everything that the whole needs, the most general first. */
export const scopesOf = (root: Root): ReadonlySet<Scope> => {
  const scopes = new Set<Scope>();
  for (const [, part] of root) eachOfRootPart(part, (scope) => scopes.add(scope));
  return scopes;
};

/**
 * Checks that the viewer may read the entity, and every entity that the condition leads to.
 * @throws ForbiddenError naming the first scope that is missing
 */
export const authorizeRead = (context: DomainContext, entity: EntityName, where: Condition): void =>
  eachOfRows(entity, where, (scope) => authorize(context, scope));
