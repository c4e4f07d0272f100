// Integrations: created and changed by those who set them up, never removed.
import type { Attributes, RequiredAttributes } from '../entities/attributes.js';
import type { IntegrationBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { noTerms, type Terms } from '../rules/terms.js';
import { findFieldErrors, refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { changeExisting } from '../sql/change-record.js';
import { createPlain } from '../sql/create-record.js';

const requiredColumns = ['name', 'code', 'businessObject', 'direction', 'endSystem', 'endSystemType'] as const;

/** The columns that clients of both doors set. */
export const describingColumns = [...requiredColumns, 'integrationType'] as const;

/** All that clients set; the original API has no element for the deadline. */
export const integrationColumns = [...describingColumns, 'deadlineSeconds'] as const;

/** What can be said of an integration; `deadlineSeconds`: how long a run may take before it is overdue. */
export type IntegrationChanges = Attributes<'integration', (typeof integrationColumns)[number]>;

export type NewIntegration = RequiredAttributes<'integration', (typeof integrationColumns)[number], (typeof requiredColumns)[number]>;

/**
 * Creates an integration.
 * @throws ForbiddenError without `core.integration.write`
 * @throws ValidationError when a value breaks a rule, or the name or code is taken
 */
export const createIntegration = async (context: DomainContext, values: NewIntegration): Promise<Rows['integration']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findFieldErrors('integration', { ...values }));
  return createPlain(context, 'integration', integrationColumns, values);
};

/**
 * Changes an integration. What is undefined stays. When nothing differs from what the integration has, it is a read.
 * @throws ForbiddenError without `core.integration.write`; for a read, without its scope
 * @throws NotFoundError when there is no such integration
 * @throws VersionConflictError when the integration has none of the versions of the terms
 * @throws ValidationError when a value breaks a rule, or the name or code is taken
 */
export const updateIntegration = async (
  context: DomainContext,
  by: IntegrationBy,
  changes: IntegrationChanges,
  terms: Terms = noTerms,
): Promise<Rows['integration']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findFieldErrors('integration', { ...changes }));
  return changeExisting(context, 'integration', { by, fields: integrationColumns, values: { ...changes }, terms });
};
