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
