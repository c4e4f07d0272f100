// A migration and the record that it was made are one transaction: whoever is killed on the way leaves both or neither. The schema engine writes the record after
// the script, and PostgreSQL goes on with a script whose gateway is gone.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { Prisma } from '../../generated/prisma/client.js';
import type { Database } from '../database.js';

/** Held by the transaction of a script, which may last longer than its gateway. */
const lock = 7_210_046;
/** Milliseconds after which it is asked for again. */
const pause = 100;

/** The engine's record of what it has begun, of which there is one at most: it begins nothing while there is another. */
const begun = 'finished_at IS NULL AND rolled_back_at IS NULL';

/**
 * The script with its record, to be sent as one. It may take longer than other statements of its role, and than its connection lasts: the engine has then put
 * down why it believes that it failed.
 */
export const recorded = (script: string): string =>
  [
    `SELECT set_config('statement_timeout', '0', true), pg_advisory_xact_lock(${lock});`,
    script,
    `; UPDATE _prisma_migrations SET finished_at = clock_timestamp() WHERE ${begun};`,
  ].join('\n');

const recordScripts = <Adapter extends SqlDriverAdapter>(adapter: Adapter): Adapter => {
  const executeScript = adapter.executeScript.bind(adapter);
  return Object.assign(adapter, { executeScript: (script: string) => executeScript(recorded(script)) });
};

/** The same factory, whose scripts are migrations that are recorded with what they do. */
export const withRecordedScripts = (factory: SqlMigrationAwareDriverAdapterFactory): SqlMigrationAwareDriverAdapterFactory => ({
  provider: factory.provider,
  adapterName: factory.adapterName,
  connect: async () => recordScripts(await factory.connect()),
  connectToShadowDb: () => factory.connectToShadowDb(),
});

/** Whether the database has records of migrations; a new one has none. */
export const hasRecords = async (database: Database): Promise<boolean> => {
  const [table] = await database.read<{ exists: boolean }>(Prisma.sql`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "exists"`);
  return table?.exists ?? false;
};

/**
 * Waits for a script that a gateway has left behind, and forgets one of which nothing was kept, so that it is made again. Nobody else may be migrating;
 * what the database has refused stays recorded as failed.
 */
export const settleInterrupted = async (database: Database): Promise<void> => {
  const isFree = async (): Promise<boolean> => {
    const [row] = await database.write<{ free: boolean }>(Prisma.sql`SELECT pg_try_advisory_xact_lock(${lock}::int) AS "free"`);
    return row?.free ?? false;
  };
  while (!(await isFree())) await sleep(pause);
  if (!(await hasRecords(database))) return;
  await database.write(Prisma.sql`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE ${Prisma.raw(begun)} AND logs IS NULL`);
};
