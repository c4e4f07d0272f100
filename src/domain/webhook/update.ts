import { afterChange } from '../../db/unavailable.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { WebhookEndpointState } from '../../generated/prisma/enums.js';
import { findExisting, notFoundMessage, type WebhookEndpointBy } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { NotFoundError } from '../rules/errors.js';
import { findFieldErrors, refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { auditEndpoint } from './audit.js';
import { jsonText, scopesText } from './create.js';
import { isClaimed } from './delivery/claim.js';
import { checkEndpoint, typesText, valuesOf, type WebhookEndpointValues } from './endpoint.js';
import type { WebhookRules } from './rules.js';
import { isRow, writeOnce } from './write-once.js';

const { sql, join } = Prisma;

/** What is undefined stays, null clears. */
export type WebhookEndpointChanges = {
  readonly [Field in keyof WebhookEndpointValues]?: WebhookEndpointValues[Field] | undefined;
} & {
  /** Null is refused. */
  readonly state?: WebhookEndpointState | null | undefined;
};

/** What is written in words where an endpoint has no reason of its own. */
const byHand = 'It was disabled by hand. Enable it with `state: ACTIVE`; it goes on where it was.';

/** Enabled again, an endpoint begins anew with failing, and goes on where it was: what waits is due, but for what is being sent. */
const assignmentsOfState = (state: WebhookEndpointState): Prisma.Sql =>
  state === 'ACTIVE'
    ? sql`state = 'ACTIVE', disabled_reason = NULL, failures = 0, failing_since = NULL, paused_until = NULL`
    : sql`state = 'DISABLED', disabled_reason = coalesce(disabled_reason, ${byHand})`;

const assignments = ({ url, description, types, alertTypes, filter, document, state }: WebhookEndpointChanges): Prisma.Sql[] => [
  ...(url === undefined ? [] : [sql`url = ${url}`]),
  ...(description === undefined ? [] : [sql`description = ${description}`]),
  ...(types === undefined ? [] : [sql`types = ${typesText(types)}`]),
  ...(alertTypes === undefined ? [] : [sql`alert_types = ${jsonText(alertTypes)}::json`]),
  ...(filter === undefined ? [] : [sql`filter = ${jsonText(filter)}::json`]),
  ...(document === undefined ? [] : [sql`document = ${document}`]),
  ...(state == null ? [] : [assignmentsOfState(state)]),
];

const givenOf = (changes: WebhookEndpointChanges): Partial<WebhookEndpointValues> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));

/**
 * Changes an endpoint, whose owner is then whoever did it. What is undefined stays; null clears. What has been made for it already is sent as it is.
 * @throws NotFoundError when there is no such endpoint
 * @throws ForbiddenError, ValidationError, BadInputError as `checkEndpoint` does
 */
export const updateWebhookEndpoint = async (
  context: DomainContext,
  by: WebhookEndpointBy,
  changes: WebhookEndpointChanges,
  rules: WebhookRules,
): Promise<Rows['webhookEndpoint']> => {
  authorize(context, 'admin');
  refuseInvalid(findFieldErrors('webhookEndpoint', { state: changes.state }));
  const before = await findExisting(context, 'webhookEndpoint', by);
  const { id } = before;
  checkEndpoint(context, { ...valuesOf(before), ...givenOf(changes) }, rules);
  const owner = [sql`owner_id = ${context.viewer.actorId}::int`, sql`owner_scopes = ${scopesText(context)}`, sql`updated_at = now()`];
  const written = await writeOnce(context, { by: { id }, ...changes }, [
    sql`written AS (UPDATE webhook_endpoints SET ${join([...assignments(changes), ...owner])} WHERE ${isRow(id)} RETURNING id)`,
    ...(changes.state === 'ACTIVE'
      ? [
          sql`disabled AS (SELECT id FROM webhook_endpoints WHERE ${isRow(id)} AND state = 'DISABLED')`,
          sql`due AS (
            UPDATE webhook_deliveries AS delivery SET next_attempt_at = now() FROM disabled
            WHERE endpoint_id = disabled.id AND state = 'PENDING' AND next_attempt_at IS NOT NULL AND NOT ${isClaimed}
          )`,
        ]
      : []),
  ]);
  if (written === null) throw new NotFoundError(notFoundMessage('webhookEndpoint', by));
  if (!context.idempotency?.isReplayed) auditEndpoint(context, id, 'A webhook endpoint was changed');
  return afterChange(findExisting(context, 'webhookEndpoint', { id }));
};
