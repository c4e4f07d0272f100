import { absence, type RunBy } from '../by.js';
import { NotFoundError } from '../errors.js';
import type { Rows } from '../read/entities.js';
import { refuseInvalid } from '../validate.js';
import { authorize, type DomainContext } from '../viewer.js';
import { findRunProblems, type RunAttributes } from './attributes.js';
import { changeRun } from './change.js';

/**
 * Changes attributes of a run and adds errors to it, in one statement: all of it or nothing. What is undefined stays; null clears. The status
 * and the integration of a run can't be changed so.
 * @throws ForbiddenError without `core.integration.write`
 * @throws NotFoundError when there is no such run
 * @throws ValidationError when an attribute breaks a rule
 */
export const updateIntegrationRun = async (
  context: DomainContext,
  by: RunBy,
  attributes: RunAttributes,
): Promise<Rows['integrationRun']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findRunProblems(attributes));
  const result = await changeRun(context, by.id, attributes, null);
  if (!result) throw new NotFoundError(absence('integrationRun', by));
  return result.run;
};
