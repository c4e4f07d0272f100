// The embedded database gives back the room of rows that are gone, and its planner knows what is in the tables, although no process beside it looks.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.js';
import { openEmbedded } from '../../src/db/embedded/embedded.js';
import { startInMemory } from '../../src/db/embedded/pglite.js';
import { vacuum } from '../../src/db/embedded/vacuum.js';
import { migrate } from '../../src/db/migrate/migrate.js';

const folder = await mkdtemp(join(tmpdir(), 'integration-runs-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const visit = async <Result>(work: (database: Database) => Promise<Result>): Promise<Result> => {
  const database = await openEmbedded(folder, () => undefined);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};

const addContracts = (database: Database, count: number) =>
  database.write({
    text: `INSERT INTO contracts (number, name, status) SELECT gen_random_uuid(), repeat('a', 500), 'published' FROM generate_series(1, $1::int)`,
    values: [count],
  });

const plannedContracts = async (database: Database): Promise<number | undefined> =>
  (
    await database.read<{ count: number }>({ text: `SELECT reltuples::int AS count FROM pg_class WHERE relname = 'contracts'`, values: [] })
  )[0]?.count;

test('a start tells it of tables that have more than doubled', { timeout: 60_000 }, async () => {
  await visit(async (database) => {
    await migrate(database);
    await addContracts(database, 1_000);
  });
  const started = await visit(async (database) => {
    const planned = await plannedContracts(database);
    await addContracts(database, 500);
    return planned;
  });
  expect(started).toBe(1_000);
  const restarted = await visit(async (database) => {
    const planned = await plannedContracts(database);
    await addContracts(database, 1_000);
    return planned;
  });
  expect(restarted).toBe(1_000);
  expect(await visit(plannedContracts)).toBe(2_500);
});

test('room of rows that are gone is used again', { timeout: 60_000 }, async () => {
  const client = await startInMemory();
  const pages = async (): Promise<number | undefined> =>
    (await client.query<{ pages: number }>(`SELECT pg_relation_size('"A table"')::int / 8192 AS pages`)).rows[0]?.pages;
  const add = () => client.exec(`INSERT INTO "A table" SELECT repeat('a', 500) FROM generate_series(1, 1000)`);
  await client.exec('CREATE TABLE "A table" (text text)');
  await add();
  await vacuum(client);
  const before = await pages();
  for (let round = 0; round < 3; round += 1) {
    await client.exec('DELETE FROM "A table"');
    await add(); // beside the dead
    await client.query('SELECT pg_stat_force_next_flush()'); // they are counted once a second
    await vacuum(client);
  }
  expect(before).toBeGreaterThan(30);
  expect(await pages()).toBeLessThanOrEqual(2 * (before ?? 0));
  await client.close();
});
