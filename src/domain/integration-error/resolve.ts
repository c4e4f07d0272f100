import { given } from '../attributes.js';
import { type ErrorBy, findExisting } from '../by.js';
import type { Rows } from '../read/entities.js';
import { alsoAllowed, authorize, type DomainContext } from '../viewer.js';
import type { ErrorAttributes } from './attributes.js';
import { updateIntegrationError } from './update.js';

/**
 * Declares an error dealt with, or open again, and changes attributes with it, all of it or nothing. Asking for what already holds changes
 * nothing.
 * @throws ForbiddenError without `core.integration.write`
 * @throws NotFoundError when there is no such error
 * @throws ValidationError when a value breaks a rule
 */
export const setIntegrationErrorResolved = async (
  context: DomainContext,
  by: ErrorBy,
  isResolved: boolean,
  attributes: ErrorAttributes = {},
): Promise<Rows['integrationError']> => {
  authorize(context, 'core.integration.write');
  const error = await findExisting(alsoAllowed(context, 'core.integration.read'), 'integrationError', by);
  const isNoChange = error.isResolved === isResolved && Object.keys(given(attributes)).length === 0;
  return isNoChange ? error : updateIntegrationError(context, by, attributes, isResolved);
};
