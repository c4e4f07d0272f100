// Writes down what an attempt came to: for the delivery, and for its endpoint, in one statement.
import type { Database } from '../../../db/database.js';
import { Prisma } from '../../../generated/prisma/client.js';
import type { Claimed } from './claim.js';
import type { Attempt, Outcome } from './outcome.js';

const { sql } = Prisma;

/** Days of failures alone after which an endpoint is disabled. */
const mostDaysOfFailures = 3;

const failedTooLong = `Nothing that was sent to it in ${mostDaysOfFailures} days was taken. When its receiver is mended, enable it with \`state: ACTIVE\`; it goes on where it was.`;

const inSeconds = (seconds: number | null): Prisma.Sql => sql`now() + make_interval(secs => ${seconds}::double precision)`;

/** Holds of the delivery while the attempt is its last: whoever has claimed it again since writes down what became of it. */
const isAttempt = ({ id, attempts }: Claimed): Prisma.Sql => sql`id = ${id}::bigint AND attempts = ${attempts}::int AND state = 'PENDING'`;

/** Gives why the endpoint was disabled by it; null where it wasn't. */
export const recordAttempt = async (database: Database, claimed: Claimed, attempt: Attempt, outcome: Outcome): Promise<string | null> => {
  const { state, pause, endpointPause, disabledReason } = outcome;
  const isTaken = attempt.error === null;
  const judged = isTaken
    ? sql`failures = 0, failing_since = NULL, paused_until = NULL`
    : sql`failures = failures + 1, failing_since = coalesce(failing_since, now()),
        paused_until = greatest(paused_until, ${inSeconds(endpointPause)}),
        state = CASE WHEN is_over THEN 'DISABLED'::webhook_endpoint_state ELSE endpoint.state END,
        disabled_reason = CASE WHEN is_over THEN coalesce(${disabledReason}, ${failedTooLong}) ELSE disabled_reason END`;
  const [row] = await database.write<{ reason: string | null }>(sql`
    WITH tried AS (
      UPDATE webhook_deliveries
      SET state = ${state}::webhook_delivery_state, last_status_code = ${attempt.statusCode}::int, last_error = ${attempt.error},
        next_attempt_at = ${inSeconds(pause)}, delivered_at = ${isTaken ? sql`now()` : sql`delivered_at`}
      WHERE ${isAttempt(claimed)} RETURNING endpoint_id, is_requested
    ), judged AS (
      UPDATE webhook_endpoints AS endpoint SET ${judged}
      FROM (
        SELECT endpoint_id, ${disabledReason}::text IS NOT NULL OR failing_since < now() - make_interval(days => ${mostDaysOfFailures}::int) AS is_over
        FROM tried JOIN webhook_endpoints ON webhook_endpoints.id = endpoint_id WHERE NOT is_requested
      ) AS tried
      WHERE endpoint.id = tried.endpoint_id AND endpoint.state = 'ACTIVE' AND (${!isTaken}::boolean OR endpoint.failures > 0)
      RETURNING endpoint.disabled_reason
    )
    SELECT disabled_reason AS reason FROM judged`);
  return row?.reason ?? null;
};

/** Why an attempt sent nothing, and the seconds after which it is made again. */
interface Unsent {
  readonly error: string | null;
  readonly pause: number;
}

/** Of an attempt that sent nothing: it counts for nothing. */
export const giveBack = async (database: Database, claimed: Claimed, { error, pause }: Unsent): Promise<void> => {
  await database.write(sql`
    UPDATE webhook_deliveries SET attempts = attempts - 1, last_error = ${error}, next_attempt_at = ${inSeconds(pause)}
    WHERE ${isAttempt(claimed)}`);
};
