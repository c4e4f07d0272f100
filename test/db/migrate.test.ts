import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { Database } from '../../src/db/database.js';
import { useEmbedded } from '../../src/db/embedded/embedded.js';
import { startInMemory } from '../../src/db/embedded/pglite.js';
import { migrate, pendingMigrations } from '../../src/db/migrate/migrate.js';
import { recorded } from '../../src/db/migrate/recorded-scripts.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { server } from './on-server.js';

const ignore = () => undefined;

test('migrates an empty database once, and leaves the record that Prisma would', async () => {
  const database = useEmbedded(await startInMemory(), ignore);
  const applied = await migrate(database);
  expect(applied.length).toBeGreaterThan(0);
  expect(await pendingMigrations(database)).toEqual([]);
  expect(await migrate(database)).toEqual([]);
  const records = await database.read(
    Prisma.sql`SELECT migration_name AS name, applied_steps_count AS steps, length(checksum) AS checksum, logs FROM _prisma_migrations ORDER BY started_at`,
  );
  expect(records).toEqual(applied.map((name) => ({ name, steps: 1, checksum: 64, logs: null })));
  await database.close();
});

test('keeps the history from being changed or removed', async () => {
  const database = useEmbedded(await startInMemory(), ignore);
  await migrate(database);
  await database.write(
    Prisma.sql`INSERT INTO integrations (name, code, business_object, direction, end_system, end_system_type) VALUES ('A', 'a', 'Invoice', 'TO_COUPA', 'SAP', 'ERP')`,
  );
  await database.write(Prisma.sql`INSERT INTO integration_runs (integration_id) VALUES (1)`);
  await database.write(
    Prisma.sql`INSERT INTO integration_run_transitions (integration_run_id, to_status, source) VALUES (1, 'PENDING', 'SYSTEM')`,
  );
  await expect(database.write(Prisma.sql`UPDATE integration_run_transitions SET note = 'rewritten'`)).rejects.toThrow('only grows');
  await expect(database.write(Prisma.sql`DELETE FROM integration_run_transitions`)).rejects.toThrow('only grows');
  await database.close();
});

test('gives errors that are there the fingerprints of the new rule, and groups their counts', async () => {
  const client = await startInMemory();
  const database = useEmbedded(client, ignore);
  await migrate(database);
  await client.exec(`
    INSERT INTO integrations (name, code, business_object, direction, end_system, end_system_type) VALUES ('A', 'a', 'Invoice', 'TO_COUPA', 'SAP', 'ERP');
    INSERT INTO integration_runs (integration_id) VALUES (1);
    INSERT INTO integration_errors (integration_run_id, integration_id, document_status, external_id, fingerprint)
      SELECT 1, 1, 'Supplier »' || n || '« is unknown', 'ΟΔΟΣ', 'by the rule before' FROM generate_series(1, 3) AS n;`);
  await client.exec(await readFile('prisma/migrations/20261127173000_texts/migration.sql', 'utf8'));
  const groups = await database.read(Prisma.sql`
    SELECT figures.errors, error.number, error.title FROM (SELECT fingerprint, sum(errors)::int AS errors FROM error_group_figures GROUP BY fingerprint) AS figures
      LEFT JOIN (SELECT fingerprint, count(*)::int AS number, min(error_title(document_status)) AS title FROM integration_errors GROUP BY fingerprint) AS error USING (fingerprint)
    ORDER BY figures.errors`);
  expect(groups).toEqual([
    { errors: 0, number: null, title: null },
    { errors: 3, number: 3, title: 'Supplier … is unknown' },
  ]);
  await database.close();
});

/** The database for a gateway that is gone once so many scripts are made: nothing that it sends after them arrives. */
const goneAfter = (database: Database, scripts: number): Database => ({
  ...database,
  whileMigrating: (work) =>
    database.whileMigrating((factory) =>
      work({
        provider: factory.provider,
        adapterName: factory.adapterName,
        connectToShadowDb: () => factory.connectToShadowDb(),
        connect: async () => {
          const adapter = await factory.connect();
          let left = scripts;
          const { executeScript, executeRaw, queryRaw } = adapter;
          const unlessGone =
            <Sent, Answer>(send: (sent: Sent) => Promise<Answer>): ((sent: Sent) => Promise<Answer>) =>
            (sent) =>
              left > 0 ? send.call(adapter, sent) : Promise.reject(new Error('gone'));
          return Object.assign(adapter, {
            executeRaw: unlessGone(executeRaw),
            queryRaw: unlessGone(queryRaw),
            executeScript: async (script: string) => {
              await unlessGone(executeScript)(script);
              left -= 1;
            },
          });
        },
      }),
    ),
});

test('goes on after a migration that was made, although its gateway was gone before it had heard so', async () => {
  const database = useEmbedded(await startInMemory(), ignore);
  await expect(migrate(goneAfter(database, 5))).rejects.toThrow();
  const missing = await pendingMigrations(database);
  expect(await migrate(database)).toEqual(missing);
  expect(missing.length).toBeGreaterThan(1);
  expect(await pendingMigrations(database)).toEqual([]);
  await database.close();
});

test('makes a migration again of which nothing was kept, unless the database has refused it', async () => {
  const database = useEmbedded(await startInMemory(), ignore);
  await migrate(database);
  const name = '20261127180000_younger_server';
  const begun = Prisma.sql`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${name} AND rolled_back_at IS NULL`;
  await database.write(begun);
  expect(await migrate(database)).toEqual([name]);
  await database.write(begun);
  await database.write(Prisma.sql`UPDATE _prisma_migrations SET logs = 'refused' WHERE finished_at IS NULL AND rolled_back_at IS NULL`);
  await expect(migrate(database)).rejects.toMatchObject({ code: 'P3009' });
  await database.close();
});

/** Works on a database on the server that has no tables, and removes it. */
const onNewDatabase = async (work: (url: string) => Promise<void>): Promise<void> => {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const name = `integration_runs_new_${randomBytes(6).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(server ?? '');
  url.pathname = `/${name}`;
  try {
    await work(url.href);
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
};
const openGateway = (url: string): Database =>
  openPostgres({ url, poolSize: 2, statementTimeout: 30_000, observer: ignore, onConnectionLost: ignore });

test.runIf(server !== undefined)('waits for a migration that the server goes on with, and does not make it again', async () => {
  await onNewDatabase(async (url) => {
    const database = openGateway(url);
    await migrate(database);
    const left = new pg.Client({ connectionString: url });
    await left.connect();
    await left.query(
      `UPDATE _prisma_migrations SET finished_at = NULL, logs = 'The connection was lost' WHERE migration_name LIKE '%_webhooks'`,
    );
    const going = left.query(recorded('SELECT pg_sleep(0.5)'));
    expect(await pendingMigrations(database)).toHaveLength(1);
    expect([await migrate(database), await pendingMigrations(database)]).toEqual([[], []]);
    await going;
    await left.end();
    await database.close();
  });
});

test.runIf(server !== undefined)('brings up five gateways that start at once on one empty PostgreSQL', async () => {
  await onNewDatabase(async (url) => {
    const gateways = Array.from({ length: 5 }, () => openGateway(url));
    const applied = await Promise.all(gateways.map((database) => migrate(database)));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await Promise.all(gateways.map((database) => pendingMigrations(database)))).toEqual(gateways.map(() => []));
    await Promise.all(gateways.map((database) => database.close()));
  });
});
