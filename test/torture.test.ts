// A small round of `npm run torture`: whatever dies, every acknowledged write is there, and none was made twice.
import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { seed } from '../prisma/seed.js';
import { migrate } from '../src/db/migrate/migrate.js';
import { openDatabase } from '../src/db/open.js';
import { createLogger } from '../src/observability/logger.js';
import { readConfig } from '../src/process/config.js';
import { isOnServer } from './db/on-server.js';
import { cloneDatabaseUrl } from './support/clone.js';
import { startOwnServer } from './support/server.js';
import { worldTime } from './support/template.js';
import { runOneKey } from './torture/one-key.js';
import { runOverload } from './torture/overload.js';
import { runRude } from './torture/rude-clients.js';
import { runSubscribers } from './torture/subscribers.js';
import { type Round, runRound } from './torture/torture.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'integration-runs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The sample world in a folder of that name, which no other test has used. */
const worldIn = (name: string): string => {
  const data = join(folder, name);
  cpSync(inject('template').folder, data, { recursive: true });
  return data;
};

/** Does the work on a database of the server with the sample world in it. */
const onClone = async (work: (url: string) => Promise<void>): Promise<void> => {
  const { url, remove } = await cloneDatabaseUrl();
  await work(url).finally(remove);
};

const expectSound = async (round: Round) => {
  const { ledger, kills, restarts, faults } = await runRound(round);
  expect(faults).toEqual([]);
  expect(ledger.calls).toBeGreaterThanOrEqual(round.calls);
  expect(ledger.moved.size).toBeGreaterThan(round.calls / 10);
  expect([...ledger.statuses.keys()].filter((status) => ![0, 200, 201, 400, 409, 503].includes(status))).toEqual([]);
  return { kills, restarts };
};

// processes that are killed keep both cores busy, so `npm run test:torture` runs this by itself
describe.runIf(process.env['TORTURE'] && !isOnServer)('torture', { timeout: 180_000 }, () => {
  test('a gateway on the embedded database that is killed', async () => {
    const { kills } = await expectSound({
      environment: { DATA_DIR: worldIn('killed') },
      calls: 300,
      clients: 8,
      lifeMs: 1_500,
      mostKills: 2,
    });
    expect(kills).toBeGreaterThan(0);
  });

  test.runIf(inject('template').server)('a gateway on PostgreSQL that is killed', async () => {
    await onClone(async (url) => {
      const { kills } = await expectSound({ environment: { DATABASE_URL: url }, calls: 600, clients: 16, lifeMs: 1_000, mostKills: 2 });
      expect(kills).toBeGreaterThan(0);
    });
  });

  test('clients that are slow, that go away at every stage, and that are idle', async () => {
    const { ledger, waited, faults } = await runRude({ environment: { DATA_DIR: worldIn('rude') }, idle: 300, slow: 20, aborted: 20 });
    expect(faults).toEqual([]);
    expect(ledger.created.size).toBe(3 * 20);
    expect(waited.length).toBeGreaterThan(0);
  });

  test.runIf(inject('template').server)('two gateways that are asked the same under one key, while one of them is killed', async () => {
    await onClone(async (url) => {
      const { kills, faults } = await runOneKey({ url, requests: 100, spreadMs: 1_500, lifeMs: 700 });
      expect(faults).toEqual([]);
      expect(kills).toBeGreaterThan(0);
    });
  });

  // what it can do is found out first, and wrong where a neighbour of this machine is busy just then: it is tried twice
  test.runIf(inject('template').server)('twice as much as a gateway can do', { retry: 1 }, async () => {
    await onClone(async (url) => {
      const environment = { DATABASE_URL: url };
      const figures: string[] = [];
      const onFigures = (line: string) => void figures.push(line);
      const [times, bounds] = [
        { measuredMs: 2_000, overloadedMs: 8_000, everyMs: 4_000 },
        { recovered: 0.4, mostGained: 300 },
      ]; // a machine that others use as well
      const faults = await runOverload({ environment, ...times, ...bounds, onFigures });
      expect(faults, figures.join('\n')).toEqual([]);
      expect(figures.join('\n')).toMatch(/^asked \d{3,} a second: \d{2,} served a second/m);
    });
  });

  test.runIf(inject('template').server)('subscribers of a gateway that is killed', async () => {
    await onClone(async (url) => {
      const { told, orphans, faults } = await runSubscribers({ url, subscribers: 20, changes: 300, kills: 4 });
      expect(faults).toEqual([]);
      expect(told).toBe(300 + 4 * 8);
      expect(orphans).toBeGreaterThan(0);
    });
  });

  test('a PostgreSQL whose connections are cut, and which is restarted', async ({ skip }) => {
    const server = await startOwnServer();
    if (!server) return skip();
    try {
      const database = await openDatabase(readConfig({ DATABASE_URL: server.url }), createLogger('silent'));
      await migrate(database);
      await seed(database, worldTime);
      await database.close();
      const breaks = { server, everyMs: 1_500 };
      const { restarts } = await expectSound({
        environment: { DATABASE_URL: server.url },
        calls: 700,
        clients: 16,
        lifeMs: 0,
        mostKills: 0,
        breaks,
      });
      expect(restarts).toBeGreaterThan(0);
    } finally {
      await server.stop();
    }
  });
});
