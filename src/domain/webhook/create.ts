import { afterChange } from '../../db/unavailable.js';
import { Prisma } from '../../generated/prisma/client.js';
import { findExisting } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { markOf } from '../feed/position.js';
import type { DomainContext } from '../rules/viewer.js';
import { wrap } from '../signing-key/key-wrapping.js';
import { auditEndpoint } from './audit.js';
import { checkEndpoint, typesText, type WebhookEndpointValues } from './endpoint.js';
import type { WebhookRules } from './rules.js';
import { makeWebhookSecret } from './secret.js';

const { sql, raw } = Prisma;

/** An endpoint with what its deliveries are signed with, which is shown this once. */
export interface EndpointWithSecret {
  readonly webhookEndpoint: Rows['webhookEndpoint'];
  readonly secret: string;
}

export const jsonText = (value: unknown): string | null => (value == null ? null : JSON.stringify(value));

/** The scopes of whoever writes, as they are kept. */
export const scopesText = ({ viewer }: DomainContext): string => [...viewer.scopes].join(' ');

/**
 * Makes an endpoint. It is sent what the feed brings from then on.
 * @throws ForbiddenError, ValidationError, BadInputError as `checkEndpoint` does
 */
export const createWebhookEndpoint = async (
  context: DomainContext,
  values: WebhookEndpointValues,
  rules: WebhookRules,
): Promise<EndpointWithSecret> => {
  checkEndpoint(context, values, rules);
  const { url, description, types, alertTypes, filter, document } = values;
  const secret = makeWebhookSecret();
  const [row] = await context.database.write<{ id: number }>(sql`
    INSERT INTO webhook_endpoints (url, description, types, alert_types, filter, document, secret, owner_id, owner_scopes, place, mark)
    SELECT ${url}, ${description}, ${typesText(types)}, ${jsonText(alertTypes)}::json, ${jsonText(filter)}::json, ${document},
      ${await wrap(rules.wrapping, secret)}, ${context.viewer.actorId}::int, ${scopesText(context)}, tick.last_position, ${raw(markOf('tick'))}
    FROM event_ticks AS tick ORDER BY tick.last_position DESC LIMIT 1
    RETURNING id`);
  if (!row) throw new Error('The feed has no place to begin at: the migration makes one, and it is never taken away.');
  auditEndpoint(context, row.id, 'A webhook endpoint was created');
  return { webhookEndpoint: await afterChange(findExisting(context, 'webhookEndpoint', row)), secret };
};
