import type { ErrorBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { noTerms, type Terms } from '../rules/terms.js';
import type { DomainContext } from '../rules/viewer.js';
import type { ErrorAttributes } from './attributes.js';
import { updateIntegrationError } from './update.js';

/**
 * Declares an error dealt with, or open again, and changes attributes with it, all of it or nothing. Asking for what already holds changes
 * nothing, and is a read.
 * @throws ForbiddenError without `core.integration.write`; for a read, without its scope
 * @throws NotFoundError when there is no such error
 * @throws VersionConflictError when the error has none of the versions of the terms
 * @throws ValidationError when a value breaks a rule
 */
export const setIntegrationErrorResolved = (
  context: DomainContext,
  by: ErrorBy,
  isResolved: boolean,
  attributes: ErrorAttributes = {},
  terms: Terms = noTerms,
): Promise<Rows['integrationError']> => updateIntegrationError(context, by, attributes, isResolved, terms);
