import { absence, type RunBy } from '../by.js';
import { InvalidTransitionError, NotFoundError } from '../errors.js';
import type { Rows } from '../read/entities.js';
import { findFieldErrors, refuseInvalid } from '../validate.js';
import { authorize, type DomainContext } from '../viewer.js';
import { listing, statusWords } from '../words.js';
import { findRunProblems, type RunAttributes } from './attributes.js';
import { changeRun } from './change.js';
import { allowedTransitions, type IntegrationRunAction, transitionOf } from './status.js';

/**
 * Moves a run along the transition table, applying attributes in the same statement: all of it or nothing, and of two racing moves exactly
 * one. A move to the status that the run already has is harmless: see `changeRun`.
 * @throws ForbiddenError without `core.integration.write`
 * @throws NotFoundError when there is no such run
 * @throws InvalidTransitionError when the run's status does not allow the move
 * @throws ValidationError when an attribute breaks a rule
 */
export const transitionIntegrationRun = async (
  context: DomainContext,
  by: RunBy,
  action: IntegrationRunAction,
  attributes: RunAttributes,
  note: string | null = null,
): Promise<Rows['integrationRun']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid([...findRunProblems(attributes), ...findFieldErrors('integrationRunTransition', { note })]);
  const result = await changeRun(context, by.id, attributes, { action, note });
  if (!result) throw new NotFoundError(absence('integrationRun', by));

  const { from, to, verb } = transitionOf(action);
  const { previousStatus, run } = result;
  if (previousStatus === to || from.includes(previousStatus)) return run;
  const allowed = allowedTransitions(previousStatus);
  const wayOut =
    allowed.length === 0
      ? 'It is final.'
      : `It can ${listing(
          allowed.map((move) => transitionOf(move).verb),
          'or',
        )}.`;
  const message = `Integration run ${run.id} is ${statusWords([previousStatus])}; only a ${statusWords(from)} run can ${verb}. ${wayOut}`;
  throw new InvalidTransitionError(message, previousStatus, to, allowed);
};
