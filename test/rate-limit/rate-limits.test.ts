// The rate limits through both doors. The clock stands still unless a test moves it.
import { describe, expect, test, vi } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import type { Database } from '../../src/db/database.js';
import { parseProxies, type TrustedProxies } from '../../src/http/client-address.js';
import { fromFetch } from '../../src/http/request.js';
import { listen } from '../../src/http/server.js';
import { createLogger } from '../../src/observability/logger.js';
import { createAccounts } from '../../src/rate-limit/account.js';
import type { RatePolicies } from '../../src/rate-limit/policy.js';
import { codeOf, post } from '../graphql/ask.js';
import { browser, useWorld } from '../support/world.js';
import { useStillClock } from './still-clock.js';

const world = useWorld();
useStillClock(world);

const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

const policies: RatePolicies = { rest: { rate: 5, burst: 3 }, graphql: { rate: 100, burst: 50 } };

const replica = (shared: Database | null = world.database, trustedProxies?: TrustedProxies): App =>
  createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    browser,
    openAccount: createAccounts(policies, shared),
    ...(trustedProxies && { trustedProxies }),
  });

const rest = async (app: App, headers: Record<string, string> = {}, address = '192.0.2.1') => {
  const request = new Request('http://gateway.test/api/integrations/1', { headers: { accept: 'application/json', ...headers } });
  return app.handle(fromFetch(request, address));
};

const statuses = async (count: number, ask: (index: number) => Promise<{ status: number }>): Promise<number[]> => {
  const given: number[] = [];
  for (let index = 0; index < count; index += 1) given.push((await ask(index)).status);
  return given;
};

const times = (count: number, status: number): number[] => Array.from({ length: count }, () => status);

describe.each([
  ['shared', (): Database | null => world.database],
  ['in memory', (): Database | null => null],
] as const)('%s', (where, shared) => {
  test('gives each caller the rate and the burst, then nothing, and the rate again in the next second', async () => {
    if (where === 'in memory') vi.useRealTimers(); // the library counts with timers of its own there
    const app = replica(shared());
    expect(await statuses(10, () => rest(app))).toEqual([...times(8, 200), 429, 429]);
    expect((await rest(app, {}, '192.0.2.2')).status).toBe(200);
    if (where === 'in memory') await new Promise((resolve) => setTimeout(resolve, 1_100));
    else later(1_001);
    expect(await statuses(7, () => rest(app))).toEqual([...times(5, 200), 429, 429]);
  });
});

test('gives the burst again after ten seconds', async () => {
  const app = replica();
  await statuses(9, () => rest(app));
  later(10_001);
  expect(await statuses(9, () => rest(app))).toEqual([...times(8, 200), 429]);
});

test('replicas share what a caller has, and together never give more', async () => {
  const apps = [replica(), replica(), replica()];
  const given = await Promise.all(Array.from({ length: 10 }).flatMap(() => apps.map((app) => rest(app).then(({ status }) => status))));
  expect(given.filter((status) => status === 200)).toHaveLength(8);
  expect(given.filter((status) => status === 429)).toHaveLength(22);
});

test('replicas that have points differ from the limit by a tenth of the rate each, and only downwards', async () => {
  const wide: RatePolicies = { ...policies, rest: { rate: 100, burst: 0 } };
  const app = () =>
    createApp({
      database: world.database,
      logger: createLogger('silent'),
      bodyLimit: 1024,
      requestTimeout: 30_000,
      browser,
      openAccount: createAccounts(wide, world.database),
    });
  const [first, second, third] = [app(), app(), app()];
  await rest(second); // each has taken ten points, and spent one
  await rest(third);
  const given = await statuses(100, () => rest(first));
  expect(given.filter((status) => status === 200)).toHaveLength(80);
});

test('asks the database once for a tenth of a second, not for each request', async () => {
  const app = replica();
  const body = { query: '{ __typename }' };
  await post(app, body);
  const statements = await world.statementsOf(() => statuses(9, () => post(app, body)));
  expect(statements.filter(({ sql }) => sql.includes('rate_limits'))).toEqual([]);
});

test('goes on without a database, each replica for itself', async () => {
  const broken = { ...world.database, query: () => Promise.reject(new Error('gone')) };
  const app = replica(broken);
  expect(await statuses(9, () => rest(app))).toEqual([...times(8, 200), 429]);
});

describe('the REST door', () => {
  test.each([
    ['application/json', '{"errors":{"base":["Rate limit exceeded. Retry in 1 s."]}}'],
    [
      'application/xml',
      '<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n  <error>Rate limit exceeded. Retry in 1 s.</error>\n</errors>\n',
    ],
  ])('refuses in %s, with 429 and Retry-After, and does nothing', async (accept, body) => {
    const app = replica();
    await statuses(8, () => rest(app));
    const statements = await world.statementsOf(async () => {
      const refused = await rest(app, { accept });
      expect([refused.status, refused.headers['retry-after'], refused.body]).toEqual([429, '1', body]);
    });
    expect(statements).toEqual([]);
  });

  test('tells the policy and what is left of it', async () => {
    const app = replica();
    const { headers } = await rest(app);
    expect([headers['ratelimit-policy'], headers['ratelimit']]).toEqual(['"rest";q=5;w=1, "rest-burst";q=3;w=10', '"rest";r=4;t=1']);
    await statuses(4, () => rest(app));
    expect((await rest(app)).headers['ratelimit']).toBe('"rest";r=0;t=1');
  });
});

describe('the GraphQL door', () => {
  const wide = '{ integrationRuns(first: 500) { nodes { integrationErrors(first: 20) { nodes { id } } } } }'; // 10,500 objects: 105 points

  test.each(['application/json', 'application/graphql-response+json', 'application/graphql-response+json;q=0.9'])(
    'charges by cost, and refuses with 429 and RATE_LIMITED without reading: %s',
    async (accept) => {
      const app = replica();
      expect((await post(app, { query: wide }, { accept })).status).toBe(200);
      const statements = await world.statementsOf(async () => {
        const refused = await post(app, { query: wide }, { accept });
        expect([refused.status, refused.headers.get('retry-after'), codeOf(refused)]).toEqual([429, '10', 'RATE_LIMITED']);
        expect(refused.json).not.toHaveProperty('data');
      });
      expect(statements.filter(({ sql }) => !sql.includes('rate_limits'))).toEqual([]);
    },
  );

  test('answers small queries after a large one was refused', async () => {
    const app = replica();
    await post(app, { query: wide });
    await post(app, { query: wide });
    expect((await post(app, { query: '{ integrations(first: 1) { totalCount } }' })).status).toBe(200);
  });

  test('charges for what is refused, and for what it can not read', async () => {
    const app = replica();
    const given = await statuses(151, () => post(app, { query: '{ nonsense }' }));
    expect(given).toEqual([...times(150, 400), 429]);
    expect((await post(app, 'nonsense')).status).toBe(429);
  });

  test('lets a query through that costs more than a bucket holds, when the bucket is full', async () => {
    const app = replica();
    const huge = wide.replace('20', '100'); // 50,500 objects
    expect(await statuses(2, () => post(app, { query: huge }))).toEqual([200, 429]);
  });

  test('charges a change by the cost of its answer', async () => {
    const app = replica();
    const change = `mutation { updateIntegrationRun(input: { by: { databaseId: 1 } }) { ... on UpdateIntegrationRunSuccess { integrationRun { integration { integrationRuns(first: 500) { nodes { integrationErrors(first: 20) { nodes { id } } } } } } } } }`;
    expect(await statuses(2, () => post(app, { query: change }))).toEqual([200, 429]);
  });

  test('shows the cost and its points to whoever asks for them, on either way', async () => {
    const shown = { objects: 10_500, limit: 300_000, points: 105 };
    for (const accept of ['application/json', 'application/json;q=0.9']) {
      later(60_000);
      const { json } = await post(replica(), { query: wide }, { accept, 'x-graphql-cost': '1' });
      expect(json.extensions).toEqual({ cost: shown });
    }
    later(60_000);
    expect((await post(replica(), { query: wide })).json).not.toHaveProperty('extensions');
  });
});

describe('what needs no credential', () => {
  const send = (app: App, path: string, init: RequestInit = {}, address = '192.0.2.1') =>
    app.handle(fromFetch(new Request(`http://gateway.test${path}`, init), address));
  const preflight = { method: 'OPTIONS', headers: { origin: 'https://app.example.com', 'access-control-request-method': 'POST' } };

  test.each<[string, string, number, RequestInit?]>([
    ['an unknown path', '/nothing', 404],
    ['a long one', `/${'a'.repeat(15_000)}`, 404],
    ['the root', '/', 302],
    ['a page', '/api/docs', 200],
    ['the playground', '/graphql', 200, { headers: { accept: 'text/html' } }],
    ['a file of a page', '/api/docs/assets/start.js', 200],
    ['a preflight', '/graphql', 204, preflight],
    ['a preflight of the other door', '/api/integrations', 204, preflight],
    ['an address that is no UTF-8', '/%ff', 400],
    ['a method that nothing has there', '/health/ready', 405, { method: 'DELETE' }],
  ])('costs points of its address, which do not change the limit of REST: %s', async (_what, path, status, init) => {
    const app = replica();
    expect(await statuses(152, () => send(app, path, init))).toEqual([...times(150, status), 429, 429]);
    expect((await send(app, path, init, '192.0.2.2')).status).toBe(status);
    expect(await statuses(9, () => rest(app))).toEqual([...times(8, 200), 429]);
  });

  test('but probes are nobody’s points', async () => {
    const app = replica();
    await statuses(151, () => send(app, '/nothing'));
    expect(await statuses(200, () => send(app, '/health/live'))).toEqual(times(200, 200));
    const asked = await world.statementsOf(async () => {
      expect(await Promise.all(Array.from({ length: 200 }, async () => (await send(app, '/health/ready')).status))).toEqual(
        times(200, 200),
      );
    });
    expect(asked).toHaveLength(3); // for all of them
  });
});

test('whoever comes over a socket is known by its address', async () => {
  const server = await listen(replica().handle, '127.0.0.1', 0, 30_000);
  try {
    expect(await statuses(9, () => fetch(`${server.url}/api/integrations/1`))).toEqual([...times(8, 200), 429]);
  } finally {
    await server.stop(100);
  }
  expect(await world.database.prisma.rateLimit.findMany({ select: { key: true }, orderBy: { key: 'asc' } })).toEqual([
    { key: 'rest-burst:address:127.0.0.1' },
    { key: 'rest:address:127.0.0.1' },
  ]);
});

describe('behind a proxy', () => {
  const forwarded = (index: number) => ({ 'x-forwarded-for': `203.0.113.${index}, 198.51.100.7` });

  test('what it forwards counts for nothing unless it is trusted', async () => {
    const app = replica();
    expect(await statuses(9, (index) => rest(app, forwarded(index), '10.0.0.1'))).toEqual([...times(8, 200), 429]);
  });

  test('the client is the last address that no trusted proxy has', async () => {
    const app = replica(world.database, parseProxies('10.0.0.0/8') ?? undefined);
    expect(await statuses(9, (index) => rest(app, forwarded(index), '10.0.0.1'))).toEqual([...times(8, 200), 429]);
    expect((await rest(app, { 'x-forwarded-for': '198.51.100.8' }, '10.0.0.1')).status).toBe(200);
  });
});
