// Integrations: created and changed by those who set them up, never removed.
import type { EndSystemType, IntegrationDirection, IntegrationType } from '../../generated/prisma/enums.js';
import type { IntegrationBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { noTerms, type Terms } from '../rules/terms.js';
import { findFieldErrors, refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { changeExisting } from '../sql/change-record.js';
import { createPlain } from '../sql/create-record.js';

/** What has to be said of an integration. */
export interface NewIntegration {
  readonly name: string;
  readonly code: string;
  readonly businessObject: string;
  readonly direction: IntegrationDirection;
  readonly endSystem: string;
  readonly endSystemType: EndSystemType;
  readonly integrationType?: IntegrationType | null | undefined;
  /** Seconds that a run may take before it is overdue. */
  readonly deadlineSeconds?: number | null | undefined;
}

export type IntegrationChanges = { readonly [Key in keyof NewIntegration]?: NewIntegration[Key] | null | undefined };

/** The columns that clients of both doors set. */
export const describingColumns = [
  'name',
  'code',
  'businessObject',
  'direction',
  'endSystem',
  'endSystemType',
  'integrationType',
] as const satisfies readonly (keyof NewIntegration)[];

/** All that clients set; the original API has no element for the deadline. */
export const integrationColumns = [...describingColumns, 'deadlineSeconds'] as const satisfies readonly (keyof NewIntegration)[];

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
