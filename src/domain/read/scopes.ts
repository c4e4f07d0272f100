// Which scopes a condition needs: the answer to a filter tells of the rows that it looks at, whether or not they are shown.
import { authorize, type DomainContext, type Scope } from '../viewer.js';
import type { Condition } from './conditions.js';
import { associationOf, type EntityName, entityOf } from './entities.js';

/** Calls `found` with the scope of each entity that the condition on `entity` leads to. */
export const eachScope = (entity: EntityName, condition: Condition, found: (scope: Scope) => void): void => {
  if ('all' in condition) for (const inner of condition.all) eachScope(entity, inner, found);
  else if ('any' in condition) for (const inner of condition.any) eachScope(entity, inner, found);
  else if ('not' in condition) eachScope(entity, condition.not, found);
  else if ('association' in condition) {
    const target = associationOf(entity, condition.association).entity;
    found(entityOf(target).scope);
    eachScope(target, condition.where, found);
  }
};

/**
 * Checks that the viewer may read the entity, and every entity that the condition leads to.
 * @throws ForbiddenError naming the first scope that is missing
 */
export const authorizeRead = (context: DomainContext, entity: EntityName, where: Condition): void => {
  authorize(context, entityOf(entity).scope);
  eachScope(entity, where, (scope) => authorize(context, scope));
};
