// What a server does by processes of its own (autovacuum), of which there are none here: the room of rows that are gone is given back, and the planner
// is told what the tables have.
import type { PGlite } from '@electric-sql/pglite';

/** Milliseconds from one look to the next. A statement holds up all others here, so that little is done, and seldom. */
const interval = 600_000;

/**
 * Tables of which a fifth of the rows is dead, or which have more than doubled since the last time: counts of dead rows are lost when the process is
 * killed. The planner does without what is small.
 */
const due = `SELECT format('%I', relname) AS name FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 30 * 8192
    AND (pg_relation_size(oid) > 2 * relpages * 8192::bigint OR pg_stat_get_dead_tuples(oid) > reltuples / 5)`;

/** @throws an error of PostgreSQL's, such as on a full disk */
export const vacuum = async (client: PGlite): Promise<void> => {
  const { rows } = await client.query<{ readonly name: string }>(due);
  for (const { name } of rows) await client.exec(`VACUUM (ANALYZE) ${name}`);
};

/** Does it now and from time to time. What fails is done the next time: a full disk can still be read. Gives the end of it. */
export const keepVacuumed = async (client: PGlite): Promise<() => void> => {
  const ignore = () => undefined;
  await vacuum(client).catch(ignore);
  const timer = setInterval(() => vacuum(client).catch(ignore), interval);
  timer.unref();
  return () => clearInterval(timer);
};
