// Writers as hostile as a feed can meet: groups of changes in one transaction, some rolled back, some that take their time, one that stays open for seconds.
import pg from 'pg';

/** One change that was committed. */
export interface Written {
  readonly eventId: string;
  readonly runId: number;
  readonly version: number;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Changes those runs in one transaction, in the order of their ids, and writes an event for each as the gateway does. */
const changeTogether = async (client: pg.Client, runs: readonly number[], pause: () => Promise<unknown>): Promise<Written[]> => {
  const written: Written[] = [];
  for (const runId of runs.toSorted((a, b) => a - b)) {
    const { rows } = await client.query(
      `WITH changed AS (UPDATE integration_runs SET version = version + 1 WHERE id = $1 RETURNING id, version)
       INSERT INTO events (type, at, source, integration_run_id, version, after)
       SELECT 'RUN_UPDATED', clock_timestamp(), 'SYSTEM', id, version, '{}' FROM changed RETURNING id, version`,
      [runId],
    );
    written.push({ eventId: rows[0].id, runId, version: rows[0].version });
    await pause();
  }
  return written;
};

interface Options {
  readonly url: string;
  readonly writers: number;
  readonly milliseconds: number;
  readonly runs: readonly number[];
  /** Told after each commit. */
  readonly committed: () => void;
}

/** Writes for so long; gives what was committed. */
export const writeConcurrently = async ({ url, writers, milliseconds, runs, committed }: Options): Promise<Written[]> => {
  const all: Written[] = [];
  const until = performance.now() + milliseconds;
  const connect = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client;
  };
  const pick = (count: number) => Array.from({ length: count }, () => runs[Math.floor(Math.random() * runs.length)] ?? 0);
  const write = async (): Promise<void> => {
    const client = await connect();
    while (performance.now() < until) {
      await client.query('BEGIN');
      const changed = await changeTogether(client, pick(1 + Math.floor(Math.random() * 8)), () =>
        Math.random() < 0.3 ? sleep(Math.random() * 10) : Promise.resolve(),
      );
      if (Math.random() < 0.15) {
        await client.query('ROLLBACK');
        continue;
      }
      await client.query('COMMIT');
      all.push(...changed);
      committed();
    }
    await client.end();
  };
  /** On runs of its own, or it would hold up all others. */
  const writeSlowly = async (own: readonly number[]): Promise<void> => {
    const client = await connect();
    await client.query('BEGIN');
    all.push(...(await changeTogether(client, own, () => sleep(3_000 / own.length))));
    await client.query('COMMIT');
    committed();
    await client.end();
  };
  const slow = runs.map((id) => id + 100_000);
  const setUp = await connect();
  await setUp.query('INSERT INTO integration_runs (id, integration_id) SELECT unnest($1::int[]), 1', [slow]);
  await setUp.end();
  await Promise.all([writeSlowly(slow), ...Array.from({ length: writers }, write)]);
  return all;
};
