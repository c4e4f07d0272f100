import { notFoundMessage, type RunBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { NotFoundError } from '../rules/errors.js';
import { noTerms, type Terms } from '../rules/terms.js';
import { findFieldErrors, refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { findRunProblems, type RunAttributes } from './attributes.js';
import { changeRun } from './change.js';
import { refusedMove } from './refusals.js';
import { type IntegrationRunMove, transitionOf } from './status.js';

/**
 * Moves a run along the transition table, applying attributes in the same statement: all of it or nothing, and of two racing moves exactly
 * one. A move to the status that the run already has is harmless (see `changeRun`), and a read when no attribute
 * differs either.
 * @throws ForbiddenError without `core.integration.write`; for a read, without its scope
 * @throws NotFoundError when there is no such run
 * @throws VersionConflictError when the run has none of the versions of the terms
 * @throws InvalidTransitionError when the run's status does not allow the move
 * @throws ValidationError when an attribute breaks a rule
 * @throws UnknownValueError when the run has a status that only a newer gateway on the same database knows
 */
export const transitionIntegrationRun = async (
  context: DomainContext,
  by: RunBy,
  action: IntegrationRunMove,
  attributes: RunAttributes,
  note: string | null = null,
  terms: Terms = noTerms,
): Promise<Rows['integrationRun']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid([...findRunProblems(attributes), ...findFieldErrors('integrationRunTransition', { note })]);
  const result = await changeRun(context, by.id, attributes, { action, note }, terms);
  if (!result) throw new NotFoundError(notFoundMessage('integrationRun', by));

  const { isChanged, run } = result;
  if (isChanged) return run;
  const { status } = run;
  if (status === transitionOf(action).to) {
    authorize(context, 'core.integration.read');
    return run;
  }
  throw refusedMove(run, action);
};
