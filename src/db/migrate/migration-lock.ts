// The lock that gateways, and `prisma migrate deploy`, take to migrate in turns. Here it belongs to a transaction, so that it ends with it, however that ends: one that belongs to a session
// would stay behind on a session that a pooler lends. Who doesn't get it asks again later, and holds no connection meanwhile: a pooler may have few.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** The number by which Prisma's schema engine takes its lock. */
const lock = 72_707_369;
/** Milliseconds after which it is asked for again. */
const pause = 100;

const isTaken = async (client: pg.Client): Promise<boolean> => {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS "taken"', [lock]);
  return rows[0]?.taken ?? false;
};

/** Begins a transaction that has the lock. While it does nothing else, the server may not end it for that. */
const take = async (client: pg.Client): Promise<void> => {
  for (;;) {
    await client.query('BEGIN');
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    if (await isTaken(client)) return;
    await client.query('ROLLBACK');
    await sleep(pause);
  }
};

/** Does the work while no other gateway that uses this database does any such work. A pooler needs two connections for it: this one, and the work's. */
export const whileLocked = async <Result>(reached: pg.ClientConfig, work: () => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ ...reached, application_name: 'integration-runs' });
  client.on('error', () => undefined); // what it would have been used for next fails
  await client.connect();
  try {
    await take(client);
    return await work();
  } finally {
    await client.query('ROLLBACK').catch(() => undefined); // lost, and the lock with it
    await client.end();
  }
};

/** The same adapter, whose schema engine doesn't take the lock itself, for its session. */
export const withoutOwnLock = <Adapter extends SqlDriverAdapter>(adapter: Adapter): Adapter => {
  const executeRaw = adapter.executeRaw.bind(adapter);
  return Object.assign(adapter, {
    executeRaw: async (query: Parameters<typeof executeRaw>[0]) =>
      query.sql === `SELECT pg_advisory_lock(${lock})` ? 0 : executeRaw(query),
  });
};
