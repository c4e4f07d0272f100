import { afterChange } from '../../db/unavailable.js';
import { Prisma } from '../../generated/prisma/client.js';
import { findExisting, notFoundMessage, type WebhookEndpointBy } from '../entities/by.js';
import { NotFoundError } from '../rules/errors.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { wrap } from '../signing-key/key-wrapping.js';
import { auditEndpoint } from './audit.js';
import type { EndpointWithSecret } from './create.js';
import type { WebhookRules } from './rules.js';
import { makeWebhookSecret } from './secret.js';
import { isRow } from './write-once.js';

const { sql } = Prisma;

/** Hours for which the secret before the last rotation signs as well. */
export const hoursOfPrevious = 24;

/**
 * Gives an endpoint a new secret. For a day deliveries are signed with the old one as well, so that receivers can replace theirs in between.
 * @throws ForbiddenError without `admin`
 * @throws NotFoundError when there is no such endpoint
 */
export const rotateWebhookSecret = async (
  context: DomainContext,
  by: WebhookEndpointBy,
  { wrapping }: Pick<WebhookRules, 'wrapping'>,
): Promise<EndpointWithSecret> => {
  authorize(context, 'admin');
  const secret = makeWebhookSecret();
  const [row] = await context.database.write<{ id: number }>(
    sql`UPDATE webhook_endpoints SET previous_secret = secret, secret = ${await wrap(wrapping, secret)}, rotated_at = now() WHERE ${isRow(by.id)} RETURNING id`,
  );
  if (!row) throw new NotFoundError(notFoundMessage('webhookEndpoint', by));
  auditEndpoint(context, row.id, 'A webhook endpoint has a new secret');
  return { webhookEndpoint: await afterChange(findExisting(context, 'webhookEndpoint', row)), secret };
};
