// `npm run torture -- [round…] [--calls 100000] [--clients 32] [--minutes 10]`: the rounds of test/torture.test.ts at full size, with their figures; all of them unless some are named.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seed } from '../../prisma/seed.js';
import { prepareDatabase } from '../../src/db/migrate/prepare.js';
import { openDatabase } from '../../src/db/open.js';
import { createLogger } from '../../src/observability/logger.js';
import { readConfig } from '../../src/process/config.js';
import { type OwnServer, startOwnServer } from '../../test/support/server.js';
import type { Ledger } from '../../test/torture/clients.js';
import { runOneKey } from '../../test/torture/one-key.js';
import { runOverload } from '../../test/torture/overload.js';
import { percentile } from '../../test/torture/process-figures.js';
import { runRude } from '../../test/torture/rude-clients.js';
import { runSubscribers } from '../../test/torture/subscribers.js';
import { type Round, runRound } from '../../test/torture/torture.js';

const { values: given, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    calls: { type: 'string', default: '100000' },
    clients: { type: 'string', default: '32' },
    minutes: { type: 'string', default: '10' },
  },
});
const [calls, clients] = [Number(given.calls), Number(given.clients)];

const make = async (environment: Round['environment']): Promise<void> => {
  const database = await openDatabase(readConfig({ ...environment }), createLogger('silent'));
  await prepareDatabase(database);
  await seed(database, new Date());
  await database.close();
};

/** What a round has found: a line of figures, and what doesn't hold. */
interface Report {
  readonly figures: string;
  readonly faults: readonly string[];
}

const answersOf = ({ statuses }: Ledger): string =>
  [...statuses].map(([status, count]) => `${status === 0 ? 'cut off' : status}: ${count}`).join(', ');

const breaking = async (environment: Round['environment'], more: Pick<Round, 'lifeMs' | 'mostKills' | 'breaks'>): Promise<Report> => {
  await make(environment);
  const { ledger, kills, restarts, seconds, faults } = await runRound({ environment, calls, clients, ...more });
  return {
    figures: `${ledger.calls} calls in ${Math.round(seconds)} s, ${kills} kills, ${restarts} restarts; ${answersOf(ledger)}`,
    faults,
  };
};

const oneKey = async (url: string): Promise<Report> => {
  await make({ DATABASE_URL: url });
  const { ledger, kills, faults } = await runOneKey({ url, requests: 1_000, spreadMs: 15_000, lifeMs: 2_000 });
  return { figures: `${ledger.calls} calls, ${kills} kills; ${answersOf(ledger)}`, faults };
};

const subscribed = async (url: string): Promise<Report> => {
  await make({ DATABASE_URL: url });
  const { ledger, told, orphans, longestMs, faults } = await runSubscribers({ url, subscribers: 200, changes: 5_000, kills: 20 });
  return {
    figures: `200 subscribers were told of ${told} changes each, over a kill in their middle; after 20 kills ${orphans} events had no place, for ${Math.round(longestMs)} ms at most; ${answersOf(ledger)}`,
    faults,
  };
};

const rude = async (url: string): Promise<Report> => {
  const environment = { DATABASE_URL: url };
  await make(environment);
  const { ledger, waited, memory, connections, faults } = await runRude({ environment, idle: 5_000, slow: 100, aborted: 500 });
  const [half, most] = [percentile(waited, 0.5), percentile(waited, 0.99)].map((took) => took.toFixed(0));
  const [before, peak, after] = memory.map((held) => held.toFixed(0));
  return {
    figures: `${connections} connections at once, ${ledger.created.size} creations that were aborted and repeated; ${waited.length} honest requests, half in ${half} ms, 99 % in ${most} ms; memory ${before} MB before, ${peak} at most, ${after} after`,
    faults,
  };
};

const overload = async (url: string): Promise<Report> => {
  const environment = { DATABASE_URL: url };
  await make(environment);
  const onFigures = (line: string) => void process.stdout.write(`overload: ${line}\n`);
  const minutes = Number(given.minutes);
  const faults = await runOverload({
    environment,
    measuredMs: 5_000,
    overloadedMs: minutes * 60_000,
    everyMs: minutes < 2 ? 5_000 : 60_000,
    recovered: 0.7,
    mostGained: 100,
    onFigures,
  });
  return { figures: `${minutes} minutes`, faults };
};

const onServer = async (work: (server: OwnServer) => Promise<Report>): Promise<Report> => {
  const server = await startOwnServer();
  if (!server) throw new Error('No PostgreSQL is installed, which the round needs.');
  return work(server).finally(() => server.stop());
};

const inFolder = async (work: (folder: string) => Promise<Report>): Promise<Report> => {
  const folder = await mkdtemp(join(tmpdir(), 'integration-runs-torture-'));
  return work(folder).finally(() => rm(folder, { recursive: true, force: true }));
};

const killed = { lifeMs: 2_000, mostKills: Number.POSITIVE_INFINITY };

const rounds: Readonly<Record<string, () => Promise<Report>>> = {
  'embedded-killed': () => inFolder((folder) => breaking({ DATA_DIR: folder }, killed)),
  killed: () => onServer(({ url }) => breaking({ DATABASE_URL: url }, killed)),
  restarted: () =>
    onServer((server) => breaking({ DATABASE_URL: server.url }, { lifeMs: 0, mostKills: 0, breaks: { server, everyMs: 5_000 } })),
  subscribed: () => onServer(({ url }) => subscribed(url)),
  rude: () => onServer(({ url }) => rude(url)),
  overload: () => onServer(({ url }) => overload(url)),
  'one-key': () => onServer(({ url }) => oneKey(url)),
};

let isSound = true;
for (const name of names.length > 0 ? names : Object.keys(rounds)) {
  const round = rounds[name];
  if (!round) throw new Error(`There is no round ${name}: they are ${Object.keys(rounds).join(', ')}.`);
  const { figures, faults } = await round();
  process.stdout.write(
    `${name}: ${figures}; ${faults.length} faults\n${faults
      .slice(0, 10)
      .map((fault) => `  ${fault}\n`)
      .join('')}`,
  );
  isSound &&= faults.length === 0;
}
process.exit(isSound ? 0 : 1);
