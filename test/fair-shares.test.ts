// One caller asks PostgreSQL for more than it can do, and everybody else goes on. What it asks for stands still behind a lock, so that who has which
// connection can be counted.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../src/app.js';
import type { Database } from '../src/db/database.js';
import { openPostgres } from '../src/db/postgres/postgres.js';
import type { ApiClientWithSecrets } from '../src/domain/api-client/create.js';
import { createFeed, type Feed } from '../src/domain/feed/feed.js';
import { createLogger } from '../src/observability/logger.js';
import { createAccounts } from '../src/rate-limit/account.js';
import { defaultPolicies } from '../src/rate-limit/policy.js';
import { server } from './db/on-server.js';
import { post } from './graphql/ask.js';
import { follow } from './streams/follower.js';
import { type ClonedServerDatabase, cloneDatabaseUrl } from './support/clone.js';
import { askToken, basic, makeClient } from './support/credentials.js';
import { browser } from './support/world.js';

const waitingFor = `SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()`;

describe.runIf(server !== undefined)('on PostgreSQL', { timeout: 60_000 }, () => {
  let clone: ClonedServerDatabase;
  let observer: pg.Client;
  let locker: pg.Client;
  const opened: Database[] = [];
  const feeds: Feed[] = [];

  beforeAll(async () => {
    clone = await cloneDatabaseUrl();
    [observer, locker] = [new pg.Client(clone.url), new pg.Client(clone.url)];
    await Promise.all([observer.connect(), locker.connect()]);
  });
  afterAll(async () => {
    await Promise.all(feeds.map((feed) => feed.stop()));
    await Promise.all(opened.map((database) => database.close()));
    await Promise.all([observer?.end(), locker?.end()]);
    await clone?.remove();
  });

  const open = (poolSize: number): Database => {
    const ignore = () => undefined;
    const database = openPostgres({ url: clone.url, poolSize, statementTimeout: 30_000, observer: ignore, onConnectionLost: ignore });
    opened.push(database);
    return database;
  };

  const gatewayOn = async (poolSize: number) => {
    const database = open(poolSize);
    const feed = createFeed(database, createLogger('silent'));
    feeds.push(feed);
    const app = createApp({
      database,
      feed,
      logger: createLogger('silent'),
      bodyLimit: 100_000,
      requestTimeout: 30_000,
      auth: { mode: 'required' },
      openAccount: createAccounts(defaultPolicies, database),
      browser,
    });
    const greedy = await makeClient({ database }, ['core.integration.read']);
    const quiet = await makeClient({ database }, ['core.integration.read', 'core.integration.write']);
    const keyOf = ({ apiKey }: ApiClientWithSecrets) => ({ 'x-coupa-api-key': apiKey ?? '' });
    return { app, quiet, keys: { greedy: keyOf(greedy), quiet: keyOf(quiet) } };
  };
  const basicOf = ({ apiClient, clientSecret }: ApiClientWithSecrets) => ({ authorization: basic(apiClient.clientId, clientSecret) });

  /** While nobody can read errors. */
  const whileLocked = async (work: () => Promise<void>): Promise<void> => {
    await locker.query('BEGIN; LOCK TABLE integration_errors IN ACCESS EXCLUSIVE MODE');
    try {
      await work();
    } finally {
      await locker.query('ROLLBACK');
    }
  };
  const waiting = async (): Promise<number> => (await observer.query<{ count: number }>(waitingFor)).rows[0]?.count ?? 0;

  const errors = (app: App, headers: Record<string, string>, text = 'zz') =>
    post(
      app,
      {
        query: 'query($t: String!) { integrationErrors(filter: { integrationFilename: { contains: $t } }) { totalCount } }',
        variables: { t: text },
      },
      headers,
    );

  const statusOf = ({ status }: { readonly status: number }) => status;

  test.each([
    [10, 4],
    [6, 2],
    [5, 1],
    [4, 1],
    [3, 1],
    [2, 1],
  ])('of a pool of %i, one caller has %i connections, and one more that is shared, and everybody else goes on', async (poolSize, share) => {
    const { app, keys, quiet } = await gatewayOn(poolSize);
    for (const key of [keys.greedy, keys.quiet]) await errors(app, key);
    let asked: Promise<unknown>[] = [];
    await whileLocked(async () => {
      asked = Array.from({ length: 40 }, (_, index) => errors(app, keys.greedy, `zz${index}`));
      await expect.poll(waiting).toBeGreaterThanOrEqual(share);
      const others = [
        app(new Request('http://gateway.test/health/ready')).then(statusOf),
        app(new Request('http://gateway.test/api/docs')).then(statusOf),
        askToken({ app }, { grant_type: 'client_credentials' }, basicOf(quiet)).then(statusOf),
        post(app, { query: '{ __typename }' }, { 'x-coupa-api-key': `irk_${'x'.repeat(43)}` }).then(statusOf), // which has to be looked up
      ];
      const api = (path: string) =>
        app(new Request(`http://gateway.test/api/${path}`, { headers: { ...keys.quiet, accept: 'application/json' } })).then(statusOf);
      const query = '{ integrationRun(by: { databaseId: 1 }) { status integration { name } } }';
      const move = 'mutation { updateIntegrationRun(input: { by: { databaseId: 1 }, totalRecords: 7 }) { __typename } }';
      const rename = 'mutation { updateIntegration(input: { by: { databaseId: 1 }, endSystem: "SAP" }) { __typename } }';
      // of two connections, callers have one
      const more = poolSize < 3 ? [] : [query, move, rename].map((text) => post(app, { query: text }, keys.quiet).then(statusOf));
      if (poolSize > 2) more.push(api('integrations/1'), api('integrations?limit=3'));
      const statuses = await Promise.race([Promise.all([...others, ...more]), sleep(4_000, 'somebody waits behind the greedy one')]);
      expect(statuses).toEqual([200, 200, 200, 401, ...more.map(() => 200)]);
      expect(await waiting()).toBeLessThanOrEqual(Math.floor(poolSize / 2));
    });
    expect((await Promise.all(asked)).length).toBe(40);
  });

  test('what the subscriptions of one caller read waits for its turn', async () => {
    const { app, keys } = await gatewayOn(10);
    const subscription =
      'subscription ($t: String!) { integrationRunsChanged(filter: { integrationErrors: { none: { message: { contains: $t } } } }) { integrationRun { databaseId } } }';
    const followers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => follow(app, subscription, { t: `zz${index}` }, keys.greedy)),
    );
    const create = 'mutation { createIntegrationRun(input: { integration: { databaseId: 1 } }) { __typename } }';
    await whileLocked(async () => {
      expect((await post(app, { query: create }, keys.quiet)).status).toBe(200);
      await expect.poll(waiting).toBeGreaterThanOrEqual(4);
      const read = post(app, { query: '{ integrationRuns { totalCount } }' }, keys.quiet).then(statusOf);
      expect(await Promise.race([read, sleep(4_000, 'somebody waits behind the greedy one')])).toBe(200);
      expect(await waiting()).toBeLessThanOrEqual(5);
    });
    for (const follower of followers) await follower.data(1);
    await Promise.all(followers.map((follower) => follower.leave()));
  });

  test('what has waited for too long is refused at both doors, with the time to come again', async () => {
    const { app, keys } = await gatewayOn(3); // nothing is shared, so that it is known who waits
    await errors(app, keys.greedy);
    await whileLocked(async () => {
      void Promise.allSettled(Array.from({ length: 5 }, () => errors(app, keys.greedy)));
      await expect.poll(waiting).toBe(1);
      const [graphql, rest] = await Promise.all([
        errors(app, keys.greedy),
        app(new Request('http://gateway.test/api/integration_errors', { headers: { ...keys.greedy, accept: 'application/json' } })),
      ]);
      const message = 'You have too much running at once, and this was not begun. Wait for those answers, and ask again in 5 s.';
      const errorsTold = [{ message, extensions: { code: 'OVERLOADED' } }];
      expect([graphql.status, graphql.headers.get('retry-after'), graphql.json.errors]).toEqual([503, '5', errorsTold]);
      expect([rest.status, rest.headers.get('retry-after'), await rest.json()]).toEqual([503, '5', { errors: { base: [message] } }]);
    });
  });
});
