// A PostgreSQL of its own that is restarted, takes no changes or has no connections left while clients work: they are told so by a code that says what to do,
// nothing that was acknowledged is lost, and nothing under a key is done twice.
import { randomUUID } from 'node:crypto';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seed } from '../prisma/seed.js';
import { type App, createApp } from '../src/app.js';
import type { Database } from '../src/db/database.js';
import { migrate } from '../src/db/migrate/migrate.js';
import { openDatabase } from '../src/db/open.js';
import { createLogger } from '../src/observability/logger.js';
import { readConfig } from '../src/process/config.js';
import { server as anyServer, isOnServer } from './db/on-server.js';
import { type OwnServer, type StopMode, startOwnServer } from './support/server.js';
import { worldTime } from './support/template.js';
import { browser } from './support/world.js';

let server: OwnServer | null = null;
let database: Database;
let app: App;

interface Answered {
  readonly status: number;
  readonly code: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any shape, which the assertion is about
  readonly json: any;
}

const ask = async (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answered> => {
  const response = await app(
    new Request(`http://127.0.0.1:4000${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  if (response.status === 503 && !path.startsWith('/health')) expect(response.headers.get('retry-after')).toMatch(/^[15]$/);
  const json = JSON.parse(await response.text());
  return { status: response.status, code: json.errors?.[0]?.extensions?.code, json };
};
const query = () => ask('POST', '/graphql', { query: '{ integrationRuns(first: 3) { nodes { databaseId } } }' });
const list = () => ask('GET', '/api/integration_runs?limit=3');
const create = (key: string) => ask('POST', '/api/integration_runs', { integration: { id: 1 } }, { 'idempotency-key': key });
const move = (id: number, verb: string) =>
  ask('POST', '/graphql', { query: `mutation { ${verb}IntegrationRun(input: { by: { databaseId: ${id} } }) { __typename } }` });

const isWell = () =>
  expect.poll(async () => [(await query()).status, (await create(randomUUID())).status], { timeout: 10_000 }).toEqual([200, 201]);
const readiness = async () => (await ask('GET', '/health/ready')).json.status;

const withAdmin = async (work: (admin: pg.Client) => Promise<unknown>) => {
  const admin = new pg.Client({ connectionString: server?.url });
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
};

/** Clients that read, create under keys (again and again until they are told of it) and move to and fro, while something happens; what they were answered. */
const during = async (happens: () => Promise<unknown>) => {
  let isOver = false;
  const answers: Answered[] = [];
  const keep = async (asked: Promise<Answered>) => {
    const answer = await asked;
    answers.push(answer);
    if (answer.status === 503) await sleep(20);
    return answer;
  };
  const made = new Map<string, number>();
  const moved = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const { status, json } = await create(randomUUID());
      expect(status).toBe(201);
      return { id: json.id as number, count: 0 };
    }),
  );
  const whileWorking = async (work: () => Promise<unknown>) => {
    while (!isOver) {
      await work();
      await immediate(); // what is answered without the database must not keep all else from happening
    }
  };
  const creators = Array.from({ length: 4 }, () =>
    whileWorking(async () => {
      const key = randomUUID();
      const latest = performance.now() + 20_000;
      while (performance.now() < latest) {
        const { status, json } = await keep(create(key));
        if (status !== 201) continue;
        made.set(key, json.id);
        return;
      }
      throw new Error('Nothing was made in 20 s.');
    }),
  );
  const movers = moved.map((run) =>
    whileWorking(async () => {
      for (const verb of ['start', 'pause']) {
        const { status } = await keep(move(run.id, verb));
        if (status === 200) run.count += 1;
      }
    }),
  );
  const readers = [query, list].map((read) => whileWorking(() => keep(read())));
  const working = Promise.all([...creators, ...movers, ...readers]);
  await sleep(200);
  await happens();
  isOver = true;
  await working;
  return { answers, made, moved };
};

/** Each key has made one run, and each run's history explains its status and its version. */
const expectNothingLost = async ({ made, moved }: Awaited<ReturnType<typeof during>>) => {
  expect(made.size).toBeGreaterThan(10);
  expect(new Set(made.values()).size).toBe(made.size);
  await withAdmin(async (admin) => {
    const keys = await admin.query(`SELECT key, (outcome->>'id')::int AS id FROM idempotency_keys WHERE key = ANY ($1)`, [
      [...made.keys()],
    ]);
    expect(new Map(keys.rows.map(({ key, id }) => [key, id]))).toEqual(made);
    const runs =
      await admin.query(`SELECT id, version, status::text, (SELECT count(*)::int FROM integration_run_transitions AS t WHERE t.integration_run_id = r.id) AS entries,
      (SELECT to_status::text FROM integration_run_transitions AS t WHERE t.integration_run_id = r.id ORDER BY id DESC LIMIT 1) AS last FROM integration_runs AS r WHERE id > 200`);
    for (const { version, status, entries, last } of runs.rows) expect({ version, status }).toEqual({ version: entries, status: last });
    for (const { id, count } of moved) expect(runs.rows.find((run) => run.id === id)?.entries).toBeGreaterThanOrEqual(Math.min(count, 1));
  });
};

describe.runIf(anyServer !== undefined && !isOnServer)('a PostgreSQL server of its own', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    server = await startOwnServer({ max_connections: 40, deadlock_timeout: '200ms' });
    if (!server) return;
    database = await openDatabase(readConfig({ DATABASE_URL: server.url }), createLogger('silent'));
    await migrate(database);
    await seed(database, worldTime);
    app = createApp({ database, logger: createLogger('silent'), bodyLimit: 100_000, browser, requestTimeout: 30_000 });
  }, 120_000);
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  test.for<StopMode>(['fast', 'immediate'])('is restarted (%s)', async (mode, { skip }) => {
    if (!server) return skip();
    await isWell();
    const own = server;
    const worked = await during(async () => {
      await own.restart(mode);
      await sleep(500);
      await own.restart(mode);
      await isWell();
    });
    const statuses = new Set(worked.answers.map(({ status }) => status));
    expect([...statuses].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
    expect(statuses).toContain(503);
    const codes = new Set(worked.answers.flatMap(({ status, code }) => (status === 503 && code ? [code] : [])));
    for (const code of codes) expect(['DATABASE_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'OVERLOADED']).toContain(code);
    await expectNothingLost(worked);
    await expect.poll(readiness, { timeout: 5_000 }).toBe('ok');
  });

  test('cuts its connections again and again: nobody who reads or has a key hears of it', async ({ skip }) => {
    if (!server) return skip();
    await isWell();
    const worked = await during(async () => {
      for (let cut = 0; cut < 8; cut += 1) {
        await withAdmin((admin) =>
          admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'integration-runs'`),
        );
        await sleep(250);
      }
    });
    expect(worked.answers.filter(({ status }) => ![200, 201, 503].includes(status))).toEqual([]);
    expect(
      worked.answers
        .filter(({ status }) => status === 503)
        .every(({ code }) => code === undefined || code === 'OUTCOME_UNKNOWN' || code === 'DATABASE_UNAVAILABLE'),
    ).toBe(true);
    await expectNothingLost(worked);
  });

  test('takes no changes: reads go on, and writes are told', async ({ skip }) => {
    if (!server) return skip();
    await isWell();
    const set = (state: string) =>
      withAdmin(async (admin) => {
        await admin.query(`ALTER SYSTEM SET default_transaction_read_only = ${state}`);
        await admin.query('SELECT pg_reload_conf()');
      });
    await set('on');
    await expect.poll(async () => (await create(randomUUID())).status).toBe(503);
    const message = 'The database takes no changes at the moment, and nothing was changed. Try again in 5 s.';
    expect(await create(randomUUID())).toMatchObject({ status: 503, json: { errors: { base: [message] } } });
    expect(await move(1, 'start')).toMatchObject({ status: 503, code: 'DATABASE_READ_ONLY', json: { errors: [{ message }] } });
    expect([(await query()).status, (await list()).status]).toEqual([200, 200]);
    await expect.poll(readiness, { timeout: 5_000 }).toBe('database read-only');
    await set('off');
    await isWell();
    await expect.poll(readiness, { timeout: 5_000 }).toBe('ok');
  });

  test('has no connection left: that is told, and passes', async ({ skip }) => {
    if (!server) return skip();
    const taken: pg.Client[] = [];
    await withAdmin((admin) =>
      admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'integration-runs'`),
    );
    for (;;) {
      const client = new pg.Client({ connectionString: server.url, connectionTimeoutMillis: 5_000 });
      client.on('error', () => undefined);
      const isIn = await client.connect().then(
        () => true,
        () => false,
      );
      if (!isIn) break;
      taken.push(client);
    }
    const answer = await move(1, 'start');
    expect(answer).toMatchObject({ status: 503, code: 'OVERLOADED' });
    expect(answer.json.errors[0].message).toBe(
      'The database has no place for more at the moment, and nothing was changed. Try again in 5 s.',
    );
    await Promise.all(taken.map((client) => client.end()));
    await isWell();
  });

  test('finds two changes that wait for each other, and both are made', async ({ skip }) => {
    if (!server) return skip();
    await isWell();
    const ids = [(await create(randomUUID())).json.id, (await create(randomUUID())).json.id] as const;
    await withAdmin(async (other) => {
      await other.query('BEGIN');
      await other.query('UPDATE integration_runs SET total_records = 1 WHERE id = $1', [ids[1]]);
      const bulk = ask('POST', '/graphql', {
        query: `mutation { startIntegrationRuns(input: { runs: { databaseIds: [${ids}] } }) { ... on StartIntegrationRunsSuccess { changedCount } } }`,
      });
      await sleep(100); // it has the first, and waits for the second
      await other.query('UPDATE integration_runs SET total_records = 1 WHERE id = $1', [ids[0]]);
      await other.query('COMMIT');
      expect((await bulk).json.data).toEqual({ startIntegrationRuns: { changedCount: 2 } });
    });
  });
});
