// One round: a gateway that dies again and again (or a PostgreSQL that does), clients who go on, and what was found afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from '../../src/db/database.js';
import { openDatabase } from '../../src/db/open.js';
import { createLogger } from '../../src/observability/logger.js';
import { readConfig } from '../../src/process/config.js';
import type { OwnServer } from '../support/server.js';
import { findFaults } from './check.js';
import { type Ledger, newLedger, work } from './clients.js';
import { startMortalGateway } from './gateway.js';

export interface Round {
  /** Of the gateway: where its database is. */
  readonly environment: Readonly<Record<string, string>>;
  readonly calls: number;
  readonly clients: number;
  /** Milliseconds that the gateway lives once it listens, so many times; then for ever. */
  readonly lifeMs: number;
  readonly mostKills: number;
  /** Milliseconds after which this PostgreSQL is restarted, and its connections are cut in between. */
  readonly breaks?: { readonly server: OwnServer; readonly everyMs: number };
}

export interface Outcome {
  readonly ledger: Ledger;
  readonly kills: number;
  readonly restarts: number;
  readonly seconds: number;
  readonly faults: readonly string[];
}

const cutAll = async (url: string): Promise<void> => {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin
    .query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'integration-runs'`)
    .finally(() => admin.end());
};

const onDatabase = async <Result>(environment: Round['environment'], work: (database: Database) => Promise<Result>): Promise<Result> => {
  const database = await openDatabase(readConfig({ ...environment }), createLogger('silent'));
  return work(database).finally(() => database.close());
};

export const countRuns = (environment: Round['environment']): Promise<number> =>
  onDatabase(environment, async (database) => {
    const [row] = await database.read<{ runs: number }>({ text: 'SELECT count(*)::int AS runs FROM integration_runs', values: [] });
    return row?.runs ?? 0;
  });

/** What of it doesn't hold in the database, once no gateway has it open. */
export const faultsOf = (environment: Round['environment'], ledger: Ledger, runsBefore: number): Promise<string[]> =>
  onDatabase(environment, (database) => findFaults(database, ledger, runsBefore));

/** The database must have its tables already. */
export const runRound = async ({ environment, calls, clients, lifeMs, mostKills, breaks }: Round): Promise<Outcome> => {
  const runsBefore = await countRuns(environment);
  const ledger = newLedger();
  const gateway = await startMortalGateway(environment, lifeMs, mostKills);
  const begun = performance.now();
  let [restarts, isOver] = [0, false];
  const breaking = (async () => {
    while (breaks && !isOver) {
      await sleep(breaks.everyMs / 2);
      if (isOver) return;
      await cutAll(breaks.server.url).catch(() => undefined); // it may be full, or just coming up
      await sleep(breaks.everyMs / 2);
      if (isOver) return;
      await breaks.server.restart(restarts % 2 === 0 ? 'fast' : 'immediate');
      restarts += 1;
    }
  })();
  try {
    await work(ledger, gateway.url, clients, calls);
  } finally {
    isOver = true;
    await breaking;
    await gateway.stop();
  }
  const seconds = (performance.now() - begun) / 1000;
  return { ledger, kills: gateway.kills(), restarts, seconds, faults: await faultsOf(environment, ledger, runsBefore) };
};
