// Deliveries that somebody asks for: a test, and one that was made before. Each is tried once, and counts neither for nor against its endpoint.
import { randomUUID } from 'node:crypto';
import { afterChange } from '../../db/unavailable.js';
import { Prisma } from '../../generated/prisma/client.js';
import { findExisting, notFoundMessage, type WebhookDeliveryBy, type WebhookEndpointBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { NotFoundError } from '../rules/errors.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { isClaimed } from './delivery/claim.js';
import { messageIdOf, testBody } from './message.js';
import { isRow, writeOnce } from './write-once.js';

const { sql } = Prisma;

/**
 * Has a test sent to an endpoint, to a disabled one as well.
 * @throws ForbiddenError without `admin`
 * @throws NotFoundError when there is no such endpoint
 */
export const testWebhookEndpoint = async (context: DomainContext, by: WebhookEndpointBy): Promise<Rows['webhookDelivery']> => {
  authorize(context, 'admin');
  const { id } = by;
  const name = `test-${randomUUID()}`;
  const delivery = await writeOnce(context, { by }, [
    sql`written AS (
      INSERT INTO webhook_deliveries (endpoint_id, message_id, subject, body, is_requested, next_attempt_at)
      SELECT id, ${messageIdOf(id, name)}, ${name}, ${testBody(id, new Date())}, true, now() FROM webhook_endpoints WHERE ${isRow(id)} RETURNING id
    )`,
  ]);
  if (delivery === null) throw new NotFoundError(notFoundMessage('webhookEndpoint', by));
  return afterChange(findExisting(context, 'webhookDelivery', { id: delivery }));
};

/**
 * Has a delivery sent again under its id, to a disabled endpoint as well. One that waits for its next attempt is tried at once instead; one that
 * waits for earlier changes of its record goes on to wait, and one that is being sent at the moment stays as it is.
 * @throws ForbiddenError without `admin`
 * @throws NotFoundError when there is no such delivery
 */
export const replayWebhookDelivery = async (context: DomainContext, by: WebhookDeliveryBy): Promise<Rows['webhookDelivery']> => {
  authorize(context, 'admin');
  const { id } = by;
  const delivery = await writeOnce(context, { by }, [
    sql`written AS (
      UPDATE webhook_deliveries AS delivery
      SET state = 'PENDING', is_requested = CASE WHEN ${isClaimed} THEN delivery.is_requested ELSE replay.is_alone END,
        next_attempt_at = CASE
          WHEN ${isClaimed} THEN delivery.next_attempt_at
          WHEN replay.is_alone OR delivery.next_attempt_at IS NOT NULL THEN now()
        END
      FROM (
        SELECT again.id, again.state <> 'PENDING' OR again.is_requested OR endpoint.state = 'DISABLED' AS is_alone
        FROM webhook_deliveries AS again JOIN webhook_endpoints AS endpoint ON endpoint.id = again.endpoint_id
        WHERE again.id = ${id}::bigint FOR NO KEY UPDATE OF again
      ) AS replay WHERE delivery.id = replay.id RETURNING delivery.id
    )`,
  ]);
  if (delivery === null) throw new NotFoundError(notFoundMessage('webhookDelivery', by));
  return afterChange(findExisting(context, 'webhookDelivery', { id: delivery }));
};
