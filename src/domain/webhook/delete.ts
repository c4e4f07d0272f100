import { Prisma } from '../../generated/prisma/client.js';
import { notFoundMessage, type WebhookEndpointBy } from '../entities/by.js';
import { NotFoundError } from '../rules/errors.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { auditEndpoint } from './audit.js';
import { isRow, writeOnce } from './write-once.js';

const { sql } = Prisma;

/**
 * Removes an endpoint with all of its deliveries, of which none is sent any more. Gives its id.
 * @throws ForbiddenError without `admin`
 * @throws NotFoundError when there is no such endpoint
 */
export const deleteWebhookEndpoint = async (context: DomainContext, by: WebhookEndpointBy): Promise<number> => {
  authorize(context, 'admin');
  const written = await writeOnce(context, { by }, [sql`written AS (DELETE FROM webhook_endpoints WHERE ${isRow(by.id)} RETURNING id)`]);
  if (written === null) throw new NotFoundError(notFoundMessage('webhookEndpoint', by));
  if (!context.idempotency?.isReplayed) auditEndpoint(context, written, 'A webhook endpoint was removed');
  return written;
};
