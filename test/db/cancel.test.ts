// A statement ends with the request that it runs for. On PostgreSQL it is cancelled; PGlite can't be interrupted, but begins nothing new.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { createLifetime, NobodyWaitsError } from '../../src/db/lifetime.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { listen, type RunningServer } from '../../src/http/server.js';
import { createLogger } from '../../src/observability/logger.js';
import { post } from '../graphql/ask.js';
import { browser, useWorld } from '../support/world.js';
import { server } from './on-server.js';

const world = useWorld({}, server === undefined ? 'embedded' : 'postgres');
const query = '{ contracts(first: 1) { nodes { number } } }';

test('runs nothing for a request that nobody waits for any more', async () => {
  const lifetime = createLifetime();
  lifetime.end();
  const statements = await world.statementsOf(async () => {
    await expect(world.database.read(Prisma.sql`SELECT 1 AS "one"`, lifetime)).rejects.toThrow(NobodyWaitsError);
  });
  expect(statements).toEqual([]);
  expect(await world.database.read(Prisma.sql`SELECT 1 AS "one"`, createLifetime())).toEqual([{ one: 1 }]);
});

describe.runIf(server !== undefined)('on PostgreSQL', () => {
  let observer: pg.Client;
  let blocker: pg.Client;
  let http: RunningServer;
  const lines: object[] = [];

  const connect = async (): Promise<pg.Client> => {
    const [row] = await world.database.read<{ name: string }>(Prisma.sql`SELECT current_database() AS "name"`);
    const url = new URL(server ?? '');
    url.pathname = `/${row?.name}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    return client;
  };

  /** How many statements of the gateway wait for the table. */
  const waiting = async (): Promise<number> => {
    const { rows } = await observer.query<{ count: number }>(
      `SELECT count(*)::int AS "count" FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'integration-runs' AND state = 'active' AND query ~ 'contracts'`,
    );
    return rows[0]?.count ?? 0;
  };

  const within = async (milliseconds: number, expected: number): Promise<number> => {
    const until = Date.now() + milliseconds;
    let count = await waiting();
    while (count !== expected && Date.now() < until) {
      await sleep(10);
      count = await waiting();
    }
    return count;
  };

  beforeAll(async () => {
    observer = await connect();
    blocker = await connect();
    const logger = createLogger('silent');
    Object.assign(logger, { error: (fields: object) => lines.push(fields), warn: (fields: object) => lines.push(fields) });
    http = await listen(
      createApp({ database: world.database, logger, bodyLimit: 100_000, requestTimeout: 30_000 }).handle,
      '127.0.0.1',
      0,
      30_000,
    );
  });

  afterAll(async () => {
    await http?.stop(100);
    await observer?.end();
    await blocker?.end();
  });

  /** While the table is locked, a statement that reads it runs for as long as it is let. */
  const whileLocked = async (work: () => Promise<void>): Promise<void> => {
    await blocker.query('BEGIN; LOCK TABLE contracts IN ACCESS EXCLUSIVE MODE');
    try {
      await work();
    } finally {
      await blocker.query('ROLLBACK');
    }
  };

  const ask = (signal?: AbortSignal) =>
    fetch(`${http.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      ...(signal && { signal }),
    });

  test.each([
    ['a query over GraphQL', 1, (signal: AbortSignal) => ask(signal)],
    ['a list over REST', 2, (signal: AbortSignal) => fetch(`${http.url}/api/contracts.json`, { signal })],
    [
      'a query that is answered field by field',
      1,
      (signal: AbortSignal) =>
        fetch(`${http.url}/graphql?${new URLSearchParams({ query })}`, { signal, headers: { accept: 'application/json' } }),
    ],
  ])('what runs for %s is gone within a second after the client hung up', async (_what, statements, send) => {
    lines.length = 0;
    await whileLocked(async () => {
      const client = new AbortController();
      const answer = send(client.signal);
      expect(await within(5_000, statements)).toBe(statements);
      client.abort();
      await expect(answer).rejects.toThrow();
      expect(await within(1_000, 0)).toBe(0);
    });
    expect((await ask()).status).toBe(200);
    expect(lines).toEqual([]); // a client may go: nobody has to be told
  });

  test('the statement is gone within a second after the time was up, and the client is told', async () => {
    const hasty = createApp({ database: world.database, logger: createLogger('silent'), bodyLimit: 1024, requestTimeout: 200, browser });
    await whileLocked(async () => {
      const { status, json } = await post(hasty, { query });
      expect([status, json.errors[0].extensions.code]).toEqual([503, 'TIMEOUT']);
      expect(await within(1_000, 0)).toBe(0);
    });
    expect((await post(hasty, { query })).status).toBe(200);
  });

  test('nobody else’s statement is ever cancelled, however many clients hang up', async () => {
    const expected = await (await ask()).json();
    const patient = async (): Promise<void> => {
      const answer = await ask();
      expect(await answer.json()).toEqual(expected);
    };
    const impatient = async (): Promise<void> => {
      const client = new AbortController();
      setTimeout(() => client.abort(), Math.random() * 8);
      await ask(client.signal)
        .then((answer) => answer.text())
        .catch(() => undefined);
    };
    for (let round = 0; round < 10; round += 1)
      await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? patient() : impatient())));
  });
});
