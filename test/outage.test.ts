// PostgreSQL is gone for a while, in all the ways in which it can be: whoever asks is told so, the log has a line, and afterwards everything goes on.

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type App, createApp } from '../src/app.js';
import type { Database } from '../src/db/database.js';
import { openDatabase } from '../src/db/open.js';
import { readConfig } from '../src/process/config.js';
import { createAccounts } from '../src/rate-limit/account.js';
import { createLoginFailures } from '../src/rate-limit/login-failures.js';
import { defaultPolicies } from '../src/rate-limit/policy.js';
import { server } from './db/on-server.js';
import { type BreakableProxy, type ProxyState, startBreakableProxy } from './support/breakable-proxy.js';
import { type ClonedServerDatabase, cloneDatabaseUrl } from './support/clone.js';
import { browser } from './support/world.js';

let clone: ClonedServerDatabase;
let proxy: BreakableProxy;
let observer: pg.Client;
let database: Database;
let open: App;
let closed: App;
const lines: string[] = [];

const json = { 'content-type': 'application/json' };
const ask = (app: App, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  app(
    new Request(`http://127.0.0.1:4000${path}`, {
      method,
      headers: { ...json, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );
const askGraphQL = (query: string, headers: Record<string, string> = {}) => ask(open, 'POST', '/graphql', { query }, headers);

const newIntegration = '{name:"Outage",code:"outage",businessObject:"Invoice",direction:TO_COUPA,endSystem:"SAP",endSystemType:ERP}';
const start = 'mutation { startIntegrationRun(input: { by: { databaseId: 1 } }) { ... on Error { code } } }';
const create = `mutation { createIntegration(input: ${newIntegration}) { ... on Error { code } } }`;

/** Another one each time, so that nothing is known of it. */
const keyOfNobody = () => `irk_${randomBytes(32).toString('base64url')}`;

/** Each way in, and what it answers with while there is a database. */
const requests: readonly [string, number, () => Promise<Response>][] = [
  ['a query that is one statement', 200, () => askGraphQL('{ integrationRuns { totalCount } }')],
  [
    'the same for a newer client',
    200,
    () => askGraphQL('{ integrations { totalCount } }', { accept: 'application/graphql-response+json' }),
  ],
  ['a query by GET', 200, () => ask(open, 'GET', '/graphql?query={integrations{nodes{name}}}')],
  ['a query that the executor answers', 200, () => askGraphQL('{ __schema { queryType { name } } contracts { nodes { name } } }')],
  ['a move', 200, () => askGraphQL(start)],
  ['a mutation by way of Prisma', 200, () => askGraphQL(create)],
  ['a REST list', 200, () => ask(open, 'GET', '/api/integration_runs.json')],
  ['a REST record', 200, () => ask(open, 'GET', '/api/contracts/1.json')],
  ['a REST move', 200, () => ask(open, 'PUT', '/api/integration_runs/1/run.json', {})],
  ['a REST change by way of Prisma', 200, () => ask(open, 'PUT', '/api/integrations/1.json', { name: 'Outage over' })],
  [
    'a credential that has to be looked up',
    401,
    () => ask(closed, 'GET', '/api/integrations.json', undefined, { 'x-coupa-api-key': keyOfNobody() }),
  ],
];

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const askToken = () => ask(open, 'POST', '/oauth2/token', 'grant_type=client_credentials&client_id=a&client_secret=irs_b', form);

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly err?: unknown;
  readonly [more: string]: unknown;
}
/** What is in the log besides the line of each request. */
const logged = (): Line[] => lines.map((line) => JSON.parse(line) as Line).filter(({ msg }) => msg !== 'request');

const isServer = server !== undefined;

describe.runIf(isServer)('on PostgreSQL', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    clone = await cloneDatabaseUrl();
    proxy = await startBreakableProxy(clone.url);
    observer = new pg.Client({ connectionString: clone.url });
    await observer.connect();
    const logger = pino(
      { base: null, formatters: { level: (label) => ({ level: label }) } },
      { write: (line: string) => void lines.push(line) },
    );
    database = await openDatabase(readConfig({ DATABASE_URL: proxy.url }), logger);
    const options = {
      database,
      logger,
      bodyLimit: 100_000,
      browser,
      requestTimeout: 30_000,
      openAccount: createAccounts({ ...defaultPolicies, rest: { rate: 1_000, burst: 1_000 } }, database),
      loginFailures: createLoginFailures(database),
    };
    open = createApp(options);
    closed = createApp({ ...options, auth: { mode: 'required' } });
  });

  afterEach(() => proxy.become('open'));

  afterAll(async () => {
    await database?.close();
    await proxy?.close();
    await observer?.end();
    await clone?.remove();
  });

  /** What probes are told, which may be a second old. */
  const readiness = async () => {
    const answer = await ask(open, 'GET', '/health/ready');
    return [answer.status, await answer.json()];
  };

  const expectWell = async () => {
    for (const [name, status, request] of requests) expect((await request()).status, name).toBe(status);
    expect((await askToken()).status).toBe(401);
    await expect.poll(readiness).toEqual([200, { status: 'ok' }]);
  };

  test.each<ProxyState>(['refuses', 'hangs'])(
    'tells everybody when it %s, in the shape of each door, and goes on afterwards',
    async (state) => {
      await expectWell();
      lines.length = 0;
      await proxy.become(state);
      const idle = state === 'hangs' ? await observer.query('SELECT pg_backend_pid()') : null; // the server itself is well
      expect(idle?.rowCount ?? 1).toBe(1);

      const [answers, xml, token, live] = await Promise.all([
        Promise.all(requests.map(([, , request]) => request())),
        ask(open, 'GET', '/api/integration_runs/1.xml'),
        askToken(),
        ask(open, 'GET', '/health/live'),
        expect.poll(readiness).toEqual([503, { status: 'database unreachable' }]),
      ]);
      for (const [index, answer] of answers.entries()) {
        const name = requests[index]?.[0];
        expect({ status: answer.status, retry: answer.headers.get('retry-after') }, name).toEqual({ status: 503, retry: '5' });
        const { errors } = (await answer.json()) as { errors: { base?: string[] } & { message: string; extensions: object }[] };
        const [message, code] = errors.base ? [errors.base[0], null] : [errors[0]?.message, errors[0]?.extensions];
        expect(message, name).toMatch(
          /^The database (does not answer at the moment\. Try again in 5 s\.|has stopped answering, and a change may have been made\. Repeat the call in 5 s .*)$/,
        );
        if (code) expect(code, name).toEqual({ code: message?.includes('may have') ? 'OUTCOME_UNKNOWN' : 'DATABASE_UNAVAILABLE' });
      }
      expect([xml.status, xml.headers.get('content-type')]).toEqual([503, 'application/xml; charset=utf-8']);
      expect([token.status, token.headers.get('retry-after'), token.headers.get('cache-control')]).toEqual([503, '5', 'no-store']);
      expect(await token.json()).toEqual({ error: 'temporarily_unavailable', error_description: expect.stringMatching(/^The database /) });
      expect(live.status).toBe(200);

      expect(logged()).toEqual([
        expect.objectContaining({ level: 'error', msg: 'The database is unavailable', reason: expect.any(String) }),
      ]);
      expect(lines.join('')).not.toMatch(/\\n {4}at /);

      await proxy.become('open');
      await observer.query(`DELETE FROM integrations WHERE code = 'outage'`);
      await expectWell();
      await vi.waitFor(
        async () => {
          await askGraphQL('{ integrationRuns { totalCount } }');
          const told = logged().map(({ msg }) => msg);
          expect(told.filter((msg) => msg !== 'A credential was refused')).toEqual([
            'The database is unavailable',
            'The database answers again',
          ]);
        },
        { timeout: 10_000, interval: 100 },
      );
      await observer.query(`DELETE FROM integrations WHERE code = 'outage'`);
    },
  );

  const statusOf = async (id: number): Promise<string> =>
    (await observer.query<{ status: string }>('SELECT status FROM integration_runs WHERE id = $1', [id])).rows[0]?.status ?? '';

  test('says that a change may have been made when the connection is lost before its answer', async () => {
    const { rows } = await observer.query<{ id: number }>(`SELECT id FROM integration_runs WHERE status = 'PENDING' ORDER BY id LIMIT 2`);
    const [first = 0, second = 0] = rows.map(({ id }) => id);
    expect((await askGraphQL(`{ integrationRun(by: { databaseId: ${first} }) { status } }`)).status).toBe(200);
    const move = (id: number) =>
      askGraphQL(`mutation { startIntegrationRun(input: { by: { databaseId: ${id} } }) { ... on Error { code } } }`);
    await proxy.become('cuts');
    const answer = await move(first);
    await proxy.become('open');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      data: { startIntegrationRun: null },
      errors: [
        {
          message:
            'The database has stopped answering, and a change may have been made. Repeat the call in 5 s with its idempotency key, or look first whether the change was made.',
          extensions: { code: 'OUTCOME_UNKNOWN' },
        },
      ],
    });
    await vi.waitFor(async () => expect(await statusOf(first)).toBe('RUNNING'));

    await proxy.become('refuses');
    expect((await askGraphQL('{ integrationRuns { totalCount } }')).status).toBe(503); // by now it knows that its connections are lost
    const refused = await move(second);
    await proxy.become('open');
    expect(await refused.json()).toMatchObject({ errors: [{ message: 'The database does not answer at the moment. Try again in 5 s.' }] });
    expect(await statusOf(second)).toBe('PENDING');
  });

  test('is an outage too when the administrator ends its sessions while they run, and the next request is answered', async () => {
    const locker = new pg.Client({ connectionString: clone.url });
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE contracts');
    const waiting = [askGraphQL('{ contracts { nodes { name } } }'), ask(open, 'GET', '/api/contracts.json')];
    const others = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'integration-runs'`;
    await vi.waitFor(async () => {
      const { rowCount } = await observer.query(`${others} AND wait_event_type = 'Lock'`);
      expect(rowCount).toBeGreaterThanOrEqual(2);
    });
    await observer.query(`SELECT pg_terminate_backend(pid) FROM (${others}) AS other`);
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(503);
    await locker.end();
    await vi.waitFor(async () => expect((await askGraphQL('{ contracts { totalCount } }')).status).toBe(200));
  });
});
