// Adds what was noted of the groups of errors to their counts. It changes no figure: counts and notes together are the truth, before and after. But notes are
// few then, and figures quick to read.
import type { Database } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';

const { sql, raw, join } = Prisma;

/** Notes of a batch: some 20 ms of work. */
const batchSize = 500;

/** Common table expressions that add what was `noted` to a table, by its `keys`, and remove the counts of nothing. */
const adding = (table: string, keys: readonly string[], figures: readonly string[]): Prisma.Sql => {
  const list = (columns: readonly string[], column: (name: string) => string) => raw(columns.map(column).join(', '));
  return sql`
    ${raw(table)}_total AS MATERIALIZED (
      SELECT ${list(keys, (key) => key)}, ${list(figures, (figure) => `coalesce(known.${figure}, 0) + noted.${figure} AS ${figure}`)}
      FROM (
        SELECT ${list(keys, (key) => key)}, ${list(figures, (figure) => `sum(${figure}) AS ${figure}`)} FROM noted GROUP BY ${list(keys, (key) => key)}
      ) AS noted LEFT JOIN ${raw(table)} AS known USING (${list(keys, (key) => key)})
    ), ${raw(table)}_kept AS (
      INSERT INTO ${raw(table)} (${list([...keys, ...figures], (name) => name)}) SELECT * FROM ${raw(table)}_total WHERE errors > 0
      ON CONFLICT (${list(keys, (key) => key)}) DO UPDATE SET ${list(figures, (figure) => `${figure} = excluded.${figure}`)}
    ), ${raw(table)}_gone AS (
      DELETE FROM ${raw(table)} AS known USING ${raw(table)}_total AS total
      WHERE total.errors = 0 AND ${raw(keys.map((key) => `known.${key} = total.${key}`).join(' AND '))}
    )`;
};

const counts = [
  adding('error_group_counts', ['fingerprint'], ['errors', 'open_errors', 'runs', 'open_runs']),
  adding('error_group_integrations', ['fingerprint', 'integration_id'], ['errors', 'open_errors']),
];

/**
 * Adds a batch of notes, with all others of the same runs and groups, in one statement, and gives whether there may be more. The fence keeps others from
 * doing the same meanwhile.
 */
export const foldErrorGroups = async (database: Database, fence: Prisma.Sql): Promise<boolean> => {
  const [row] = await database.write<{ batch: number }>(sql`
    WITH oldest AS MATERIALIZED (
      SELECT fingerprint, integration_run_id FROM error_group_changes WHERE ${fence} ORDER BY id LIMIT ${batchSize}
    ), batch AS MATERIALIZED (
      SELECT DISTINCT fingerprint, integration_run_id FROM oldest
    ), noted AS MATERIALIZED (
      SELECT pending.* FROM batch CROSS JOIN LATERAL (
        SELECT * FROM error_group_pending AS pending
        WHERE pending.fingerprint = batch.fingerprint AND pending.integration_run_id = batch.integration_run_id
        OFFSET 0 -- run by run: a join would make up the whole view
      ) AS pending
    ), ${join(counts)}, added AS (
      DELETE FROM error_group_changes AS change USING batch
      WHERE change.fingerprint = batch.fingerprint AND change.integration_run_id = batch.integration_run_id
    )
    SELECT count(*)::int AS batch FROM oldest`);
  return row?.batch === batchSize;
};
