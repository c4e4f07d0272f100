// `npm run torture`: the rounds of test/torture.test.ts at full size, with their figures. Sizes are arguments: calls (100000), clients (32).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seed } from '../../prisma/seed.js';
import { prepareDatabase } from '../../src/db/migrate/prepare.js';
import { openDatabase } from '../../src/db/open.js';
import { createLogger } from '../../src/observability/logger.js';
import { readConfig } from '../../src/process/config.js';
import { type OwnServer, startOwnServer } from '../../test/support/server.js';
import { type Round, runRound } from '../../test/torture/torture.js';

const [calls = 100_000, clients = 32] = process.argv.slice(2).map(Number);
const always = Number.POSITIVE_INFINITY;

const make = async (environment: Round['environment']): Promise<void> => {
  const database = await openDatabase(readConfig({ ...environment }), createLogger('silent'));
  await prepareDatabase(database);
  await seed(database, new Date());
  await database.close();
};

let isSound = true;
const round = async (
  name: string,
  environment: Round['environment'],
  more: Pick<Round, 'lifeMs' | 'mostKills' | 'breaks'>,
): Promise<void> => {
  await make(environment);
  const { ledger, kills, restarts, seconds, faults } = await runRound({ environment, calls, clients, ...more });
  const answers = [...ledger.statuses].map(([status, count]) => `${status === 0 ? 'cut off' : status}: ${count}`).join(', ');
  process.stdout.write(`${name}: ${ledger.calls} calls in ${Math.round(seconds)} s, ${kills} kills, ${restarts} restarts; ${answers}; `);
  process.stdout.write(
    `${faults.length} faults\n${faults
      .slice(0, 10)
      .map((fault) => `  ${fault}\n`)
      .join('')}`,
  );
  if (faults.length > 0) isSound = false;
};

const onServer = async (work: (server: OwnServer) => Promise<void>): Promise<void> => {
  const server = await startOwnServer();
  if (!server) return void process.stdout.write('No PostgreSQL is installed: its rounds are left out.\n');
  await work(server).finally(() => server.stop());
};

const folder = await mkdtemp(join(tmpdir(), 'integration-runs-torture-'));
const killed = { lifeMs: 2_000, mostKills: always };
try {
  await round('embedded, killed every 2 s', { DATA_DIR: folder }, killed);
  await onServer(({ url }) => round('PostgreSQL, killed every 2 s', { DATABASE_URL: url }, killed));
  await onServer((server) =>
    round('PostgreSQL, restarted every 5 s', { DATABASE_URL: server.url }, { lifeMs: 0, mostKills: 0, breaks: { server, everyMs: 5_000 } }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(isSound ? 0 : 1);
