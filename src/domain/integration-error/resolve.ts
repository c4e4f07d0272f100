import { type ErrorBy, findToChange, uniqueOf } from '../by.js';
import type { Rows } from '../read/entities.js';
import { authorize, type DomainContext } from '../viewer.js';

/**
 * Declares an error dealt with, or open again. Asking for what already holds changes nothing.
 * @throws ForbiddenError without `core.integration.write`
 * @throws NotFoundError when there is no such error
 */
export const setIntegrationErrorResolved = async (
  context: DomainContext,
  by: ErrorBy,
  isResolved: boolean,
): Promise<Rows['integrationError']> => {
  authorize(context, 'core.integration.write');
  await context.database.prisma.integrationError.updateMany({
    where: { ...uniqueOf(by), isResolved: !isResolved },
    data: { isResolved, updatedById: context.viewer.actorId },
  });
  return findToChange(context, 'integrationError', by);
};
