// Deletes rows that are of no use any more, a batch at a time.
import type { Database } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';

const { sql, raw } = Prisma;

/** Rows of a batch: some milliseconds of work. */
const batchSize = 1_000;

/** Deletes a batch of the rows of which the condition holds, and gives whether there may be more. Those that change meanwhile stay. */
const purge = async (database: Database, table: string, condition: Prisma.Sql, fence: Prisma.Sql): Promise<boolean> => {
  const [row] = await database.write<{ deleted: number }>(sql`
    WITH deleted AS (
      DELETE FROM ${raw(table)} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${raw(table)} WHERE ${condition} LIMIT ${batchSize})) AND ${fence} RETURNING 1
    )
    SELECT count(*)::int AS deleted FROM deleted`);
  return row?.deleted === batchSize;
};

/** Points whose time is over. Replicas write that time by their own clocks, which may differ by an hour. */
export const purgeRateLimits = (database: Database, fence: Prisma.Sql): Promise<boolean> =>
  purge(database, 'rate_limits', sql`expire < extract(epoch FROM now() - interval '1 hour') * 1000`, fence);

/** Changes that a batch deletes at most, and how many ticks are looked at for them. */
const mostChanges = 5_000;
const mostTicks = 1_000;

/**
 * Changes that have been in the feed for longer than so many days, from its beginning. Each goes together with its place, so that none is ever given another;
 * the end of the feed stays.
 */
export const purgeChanges = async (database: Database, fence: Prisma.Sql, days: number): Promise<boolean> => {
  const [row] = await database.write<{ hasMore: boolean }>(sql`
    WITH oldest AS (
      SELECT last_position, event_ids, at, sum(cardinality(event_ids)) OVER (ORDER BY last_position) AS changes
      FROM (SELECT * FROM event_ticks ORDER BY last_position LIMIT ${mostTicks}) AS tick
    ), old AS (
      SELECT last_position, event_ids FROM oldest
      WHERE at < now() - make_interval(days => ${days}::int) AND changes <= ${mostChanges} AND last_position < (SELECT max(last_position) FROM event_ticks) AND ${fence}
    ), gone AS (
      DELETE FROM events USING old WHERE events.id = ANY (old.event_ids)
    ), dropped AS (
      DELETE FROM event_ticks USING old WHERE event_ticks.last_position = old.last_position RETURNING 1
    )
    SELECT count(*) > 0 AS "hasMore" FROM dropped`);
  return row?.hasMore ?? false;
};
/** Idempotency keys that were kept for so many hours. */
export const purgeIdempotencyKeys = (database: Database, hours: number, fence: Prisma.Sql): Promise<boolean> =>
  purge(database, 'idempotency_keys', sql`created_at < now() - make_interval(hours => ${hours}::int)`, fence);

/** Deliveries of webhooks that were made so many days ago, but for those that are still to be sent. */
export const purgeWebhookDeliveries = (database: Database, fence: Prisma.Sql, days: number): Promise<boolean> =>
  purge(
    database,
    'webhook_deliveries',
    sql`created_at < now() - make_interval(days => ${days}::int) AND (
      state <> 'PENDING' OR endpoint_id IN (SELECT id FROM webhook_endpoints WHERE state = 'DISABLED')
    )`,
    fence,
  );
