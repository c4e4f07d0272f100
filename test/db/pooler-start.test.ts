// Gateways that start at once on an empty database behind PgBouncer, which lends so few sessions that nobody may keep one while it waits for a lock.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, pendingMigrations } from '../../src/db/migrate/migrate.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';
import { addressOf, useGatewayProcesses } from '../support/gateway-process.js';
import { hasPooler, type Pooler, startPooler } from '../support/pgbouncer.js';
import { server } from './on-server.js';

describe.runIf(hasPooler)('behind a pooler by transaction with two sessions', { timeout: 120_000 }, () => {
  const { run } = useGatewayProcesses();
  const names: string[] = [];
  let pooler: Pooler;
  let admin: pg.Client;

  beforeAll(async () => {
    pooler = await startPooler({ mode: 'transaction', size: 2 });
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
  });

  afterAll(async () => {
    await pooler?.stop();
    for (const name of names) await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin?.end();
  });

  const makeEmpty = async (): Promise<string> => {
    const name = `integration_runs_pooled_${randomBytes(6).toString('hex')}`;
    await admin.query(`CREATE DATABASE ${name}`);
    names.push(name);
    return name;
  };

  const advisoryLocks = async (database: string): Promise<number> => {
    const sql = `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE locktype = 'advisory' AND datname = $1`;
    return (await admin.query(sql, [database])).rowCount ?? 0;
  };

  const open = (url: string) => {
    const ignore = () => undefined;
    return openPostgres({ url, poolSize: 3, statementTimeout: 30_000, observer: ignore, onConnectionLost: ignore });
  };

  test('one of five migrates, and none leaves a lock behind', async () => {
    const name = await makeEmpty();
    const gateways = Array.from({ length: 5 }, () => open(pooler.urlOf(name)));
    const applied = await Promise.all(gateways.map(migrate));
    expect(applied.filter((migrations) => migrations.length > 0)).toHaveLength(1);
    expect(await Promise.all(gateways.map(pendingMigrations))).toEqual(gateways.map(() => []));
    expect(await advisoryLocks(name)).toBe(0);
    await Promise.all(gateways.map((database) => database.close()));
  });

  test('one waits for whoever migrates by the command of Prisma, and goes on when that has ended', async () => {
    const name = await makeEmpty();
    const url = new URL(server ?? '');
    url.pathname = `/${name}`;
    const prisma = new pg.Client({ connectionString: url.href });
    await prisma.connect();
    await prisma.query('SELECT pg_advisory_lock(72707369)'); // as its schema engine does
    const gateway = open(pooler.urlOf(name));
    const migrated = migrate(gateway);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await gateway.read({ text: `SELECT to_regclass('integration_runs')::text AS "name"`, values: [] })).toEqual([{ name: null }]);
    await prisma.end();
    expect((await migrated).length).toBeGreaterThan(0);
    await gateway.close();
  });

  test('two processes get ready', async () => {
    const name = await makeEmpty();
    const gateways = [1, 2].map(() => run({ DATABASE_URL: pooler.urlOf(name), DATABASE_POOL_SIZE: '4' }));
    const addresses = await Promise.all(gateways.map(addressOf));
    const ready = await Promise.all(addresses.map(async (address) => (await fetch(`${address}/health/ready`)).status));
    expect(ready).toEqual([200, 200]);
    for (const gateway of gateways) {
      gateway.child.kill('SIGTERM');
      expect(await gateway.exited).toBe(0);
      expect(gateway.output()).not.toMatch(/"level":"(error|warn|fatal)"/);
      expect(gateway.output()).toContain('reached through a pooler');
    }
  });
});
