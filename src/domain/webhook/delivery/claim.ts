// Which deliveries are sent next. Each is claimed for one attempt, in the database, so that an attempt whose process dies is made again later, under the same
// id: what was sent and not recorded is sent twice, and nothing is sent never.
import type { Database } from '../../../db/database.js';
import { Prisma } from '../../../generated/prisma/client.js';
import { hoursOfPrevious } from '../rotate.js';
import { isOwnerGood } from './endpoints.js';
import { fewFailures } from './outcome.js';

const { sql } = Prisma;

/** A delivery that is to be sent, with what its endpoint says. */
export interface Claimed {
  readonly id: number;
  readonly endpointId: number;
  readonly messageId: string;
  readonly body: string;
  /** This one among them: it names the attempt. */
  readonly attempts: number;
  readonly isRequested: boolean;
  readonly url: string;
  /** The secrets that sign, as they are kept. */
  readonly secrets: readonly string[];
  /** Failures in a row of the endpoint. */
  readonly failures: number;
}

/** Seconds after which an attempt that nobody has recorded is taken for lost: more than it may take. */
const claimSeconds = 40;

/** Deliveries of an endpoint that are sent at once. */
const mostOfEndpoint = 4;

/** Whether any delivery is due, as far as it can be told without claiming it: that would be a write, once a second, where mostly there is nothing. */
export const hasDue = async (database: Database): Promise<boolean> => {
  const rows = await database.read<object>(sql`
    SELECT FROM webhook_endpoints AS endpoint WHERE EXISTS (
      SELECT FROM webhook_deliveries AS waiting
      WHERE waiting.endpoint_id = endpoint.id AND waiting.state = 'PENDING' AND waiting.next_attempt_at <= now()
        AND (waiting.is_requested OR (endpoint.state = 'ACTIVE' AND coalesce(endpoint.paused_until <= now(), TRUE)))
    ) LIMIT 1`);
  return rows.length > 0;
};

/**
 * Claims up to `most` deliveries that are due, the oldest of each endpoint first. One waits for the earlier ones of the same record; those that somebody asked
 * for wait for nothing.
 */
export const claimDeliveries = async (database: Database, fence: Prisma.Sql, most: number): Promise<readonly Claimed[]> => {
  const isRunning = sql`running.state = 'PENDING' AND running.locked_until > now()`;
  return database.write<Claimed>(sql`
    UPDATE webhook_deliveries AS delivery
    SET attempts = delivery.attempts + 1, locked_until = now() + make_interval(secs => ${claimSeconds}::double precision)
    FROM (
      SELECT due.id, endpoint.url, endpoint.failures, endpoint.secret,
        CASE WHEN endpoint.rotated_at > now() - make_interval(hours => ${hoursOfPrevious}::int) THEN endpoint.previous_secret END AS previous_secret
      FROM webhook_endpoints AS endpoint CROSS JOIN LATERAL (
        SELECT waiting.id FROM webhook_deliveries AS waiting
        WHERE waiting.endpoint_id = endpoint.id AND waiting.state = 'PENDING' AND waiting.next_attempt_at <= now()
          AND coalesce(waiting.locked_until <= now(), TRUE)
          AND (waiting.is_requested OR (endpoint.state = 'ACTIVE' AND coalesce(endpoint.paused_until <= now(), TRUE) AND ${isOwnerGood} AND NOT EXISTS (
            SELECT FROM webhook_deliveries AS earlier
            WHERE earlier.endpoint_id = endpoint.id AND earlier.state = 'PENDING' AND earlier.subject = waiting.subject AND earlier.id < waiting.id
              AND NOT earlier.is_requested
          )))
        ORDER BY waiting.created_at, waiting.id
        LIMIT greatest(0, CASE WHEN endpoint.failures >= ${fewFailures}::int THEN 1 ELSE ${mostOfEndpoint}::int END - (
          SELECT count(*) FROM webhook_deliveries AS running WHERE running.endpoint_id = endpoint.id AND ${isRunning}
        ))
      ) AS due
      ORDER BY due.id LIMIT ${most}::int
    ) AS chosen
    WHERE delivery.id = chosen.id AND ${fence}
    RETURNING delivery.id, delivery.endpoint_id AS "endpointId", delivery.message_id AS "messageId", delivery.body, delivery.attempts,
      delivery.is_requested AS "isRequested", chosen.url, chosen.failures,
      array_remove(ARRAY[chosen.secret, chosen.previous_secret], NULL) AS secrets`);
};
