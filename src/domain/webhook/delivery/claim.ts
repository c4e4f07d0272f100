// Which deliveries are sent next. Each is claimed for one attempt, in the database, so that an attempt whose process dies is made again later, under the same
// id: what was sent and not recorded is sent twice, and nothing is sent never.
import type { Database } from '../../../db/database.js';
import { Prisma } from '../../../generated/prisma/client.js';
import { hoursOfPrevious } from '../rotate.js';
import { isOwnerGood } from './endpoints.js';
import { fewFailures } from './outcome.js';

const { raw, sql } = Prisma;

/** A delivery that is to be sent, with what its endpoint says. */
export interface Claimed {
  readonly id: number;
  readonly endpointId: number;
  readonly messageId: string;
  /** The record that it is of. */
  readonly subject: string;
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

/** Seconds after which an attempt that nobody has recorded is taken for lost, and made again: more than it may take. */
const claimSeconds = 40;

/** Holds of a `delivery` for which an attempt runs: the claim has taken away its `last_error`, which whatever waits for its next attempt has. */
export const isClaimed = sql`(delivery.attempts > 0 AND delivery.last_error IS NULL AND delivery.next_attempt_at > now())`;

/** Deliveries of an endpoint that are sent at once: a part of the statement's text, so that it is planned for that few. */
const mostOfEndpoint = raw('4');

const isDue = sql`waiting.endpoint_id = endpoint.id AND waiting.state = 'PENDING' AND waiting.next_attempt_at <= now()`;
const isOpen = sql`(waiting.is_requested OR endpoint.is_open)`;
/** With whether they are sent to, found out once for each: the planner, which takes that for rare otherwise, reads what is due in the order of its index then. */
const endpoints = sql`(
  SELECT *, state = 'ACTIVE' AND coalesce(paused_until <= now(), TRUE) AND ${isOwnerGood} AS is_open FROM webhook_endpoints AS endpoint OFFSET 0
) AS endpoint`;

/** Whether any delivery is due, as far as it can be told without claiming it: that would be a write, once a second, where mostly there is nothing. */
export const hasDue = async (database: Database): Promise<boolean> => {
  const rows = await database.read<object>(
    sql`SELECT FROM ${endpoints} WHERE EXISTS (SELECT FROM webhook_deliveries AS waiting WHERE ${isDue} AND ${isOpen}) LIMIT 1`,
  );
  return rows.length > 0;
};

/**
 * Claims deliveries that are due, and of each endpoint no more than it may be sent at once beside those that run. What would be the first of its endpoint is
 * always claimed, so that none waits for the receivers of others; further ones while there are `shared` places, those of the endpoints with the fewest first, and
 * then what has been due for longest. One that waits for earlier ones of the same record isn't due (`release.ts`). `running`: how many are being sent, by their
 * endpoints.
 */
export const claimDeliveries = async (
  database: Database,
  fence: Prisma.Sql,
  shared: number,
  running: ReadonlyMap<number, number>,
): Promise<readonly Claimed[]> =>
  database.write<Claimed>(sql`
    UPDATE webhook_deliveries AS delivery
    SET attempts = delivery.attempts + 1, last_error = NULL, next_attempt_at = now() + make_interval(secs => ${claimSeconds}::double precision)
    FROM (
      SELECT ranked.*, row_number() OVER (PARTITION BY rank > 1 ORDER BY rank, next_attempt_at) AS turn
      FROM (
        SELECT due.id, due.next_attempt_at, endpoint.url, endpoint.failures, endpoint.secret,
          CASE WHEN endpoint.rotated_at > now() - make_interval(hours => ${hoursOfPrevious}::int) THEN endpoint.previous_secret END AS previous_secret,
          coalesce(busy.count, 0) + row_number() OVER (PARTITION BY endpoint.id ORDER BY due.next_attempt_at) AS rank
        FROM ${endpoints}
          LEFT JOIN unnest(${[...running.keys()]}::int[], ${[...running.values()]}::int[]) AS busy (id, count) ON busy.id = endpoint.id
          CROSS JOIN LATERAL (
            SELECT waiting.id, waiting.next_attempt_at FROM webhook_deliveries AS waiting WHERE ${isDue} AND ${isOpen}
            ORDER BY waiting.next_attempt_at
            LIMIT ${mostOfEndpoint} FOR NO KEY UPDATE SKIP LOCKED
          ) AS due
      ) AS ranked
      WHERE rank <= CASE WHEN failures >= ${fewFailures}::int THEN 1 ELSE ${mostOfEndpoint} END
    ) AS chosen
    WHERE delivery.id = chosen.id AND (chosen.rank = 1 OR chosen.turn <= ${shared}::int) AND ${fence}
    RETURNING delivery.id, delivery.endpoint_id AS "endpointId", delivery.message_id AS "messageId", delivery.subject, delivery.body, delivery.attempts,
      delivery.is_requested AS "isRequested", chosen.url, chosen.failures,
      array_remove(ARRAY[chosen.secret, chosen.previous_secret], NULL) AS secrets`);
