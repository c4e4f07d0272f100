import { notFoundMessage, type RunBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { NotFoundError } from '../rules/errors.js';
import { noTerms, type Terms } from '../rules/terms.js';
import { refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { findRunProblems, type RunAttributes } from './attributes.js';
import { changeRun } from './change.js';

/**
 * Changes attributes of a run and adds errors to it, in one statement: all of it or nothing. What is undefined stays; null clears. The status
 * and the integration of a run can't be changed so. When nothing differs from what the run has, it is a read.
 * @throws ForbiddenError without `core.integration.write`; for a read, without its scope
 * @throws NotFoundError when there is no such run
 * @throws VersionConflictError when the run has none of the versions of the terms
 * @throws ValidationError when an attribute breaks a rule
 */
export const updateIntegrationRun = async (
  context: DomainContext,
  by: RunBy,
  attributes: RunAttributes,
  terms: Terms = noTerms,
): Promise<Rows['integrationRun']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findRunProblems(attributes));
  const result = await changeRun(context, by.id, attributes, null, terms);
  if (!result) throw new NotFoundError(notFoundMessage('integrationRun', by));
  if (!result.isChanged) authorize(context, 'core.integration.read');
  return result.run;
};
