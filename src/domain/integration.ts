// Integrations: created and changed by those who set them up, never removed.
import { isMissingRow } from '../db/violations.js';
import type { EndSystemType, IntegrationDirection, IntegrationType } from '../generated/prisma/enums.js';
import { given } from './attributes.js';
import { absence, findExisting, type IntegrationBy, uniqueOf } from './by.js';
import { explainViolations } from './constraints.js';
import { NotFoundError } from './errors.js';
import type { Rows } from './read/entities.js';
import { findFieldErrors, refuseInvalid } from './validate.js';
import { alsoAllowed, authorize, type DomainContext } from './viewer.js';

/** What has to be said of an integration. */
export interface NewIntegration {
  readonly name: string;
  readonly code: string;
  readonly businessObject: string;
  readonly direction: IntegrationDirection;
  readonly endSystem: string;
  readonly endSystemType: EndSystemType;
  readonly integrationType?: IntegrationType | null | undefined;
}

export type IntegrationChanges = { readonly [Key in keyof NewIntegration]?: NewIntegration[Key] | null | undefined };

/**
 * Creates an integration.
 * @throws ForbiddenError without `core.integration.write`
 * @throws ValidationError when a value breaks a rule, or the name or code is taken
 */
export const createIntegration = (context: DomainContext, values: NewIntegration): Promise<Rows['integration']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findFieldErrors('integration', { ...values }));
  const { actorId } = context.viewer;
  return explainViolations(
    context.database.prisma.integration.create({
      data: { ...values, integrationType: values.integrationType ?? null, createdById: actorId, updatedById: actorId },
    }),
  );
};

/**
 * Changes an integration. What is undefined stays; with nothing given, nothing changes.
 * @throws ForbiddenError without `core.integration.write`
 * @throws NotFoundError when there is no such integration
 * @throws ValidationError when a value breaks a rule, or the name or code is taken
 */
export const updateIntegration = async (
  context: DomainContext,
  by: IntegrationBy,
  changes: IntegrationChanges,
): Promise<Rows['integration']> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findFieldErrors('integration', { ...changes }));
  const written = given(changes as Partial<NewIntegration>); // the check has refused null where it can't be
  if (Object.keys(written).length === 0) return findExisting(alsoAllowed(context, 'core.integration.read'), 'integration', by);
  const data = { ...written, updatedById: context.viewer.actorId };
  try {
    return await explainViolations(context.database.prisma.integration.update({ where: uniqueOf(by), data }));
  } catch (error) {
    throw isMissingRow(error) ? new NotFoundError(absence('integration', by)) : error;
  }
};
