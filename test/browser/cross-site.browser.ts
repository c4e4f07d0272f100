// What pages of other sites can do to an open gateway through somebody's browser: nothing, whatever they try; and what its own pages still can.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { sentByPages } from '../../src/http/headers.js';
import type { HttpAnswer } from '../../src/http/request.js';
import { listen, type RunningServer } from '../../src/http/server.js';
import { createLogger } from '../../src/observability/logger.js';
import { contentsOf } from '../domain/contents.js';
import { makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { attackPage, gets, posts, preflights } from './attack-page.js';
import { launchChromium } from './chromium.js';
import { execute, openPlayground, pressButton, selectTab } from './graphiql.js';

/** Another name of the gateway, which it knows. Browsers tell it less than they tell this machine's names: no site of the page. */
const known = 'runs.example';
const evil = 'evil.example';
const world = useWorld({ browser: { hosts: [known] } });

/** What the gateway was asked, and how it answered. */
interface Asked {
  readonly method: string;
  readonly way: string | null;
  readonly status: number;
}

let gateway: RunningServer;
let elsewhere: RunningServer;
let browser: Browser;
let asked: Asked[] = [];
const portOf = (server: RunningServer): string => new URL(server.url).port;
const page: HttpAnswer = { status: 200, headers: { 'content-type': 'text/html' }, body: attackPage };

beforeAll(async () => {
  gateway = await listen(
    async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === '/kittens') return page; // served when the name led elsewhere; from now on it leads to the gateway
      const answer = await world.app.handle(request);
      asked.push({ method: request.method, way: searchParams.get('try'), status: answer.status });
      return answer;
    },
    '127.0.0.1',
    0,
    30_000,
  );
  elsewhere = await listen(async () => page, '127.0.0.1', 0, 30_000);
  browser = await launchChromium([evil, known]);
});

afterAll(async () => {
  await browser?.close();
  await gateway?.stop(1_000);
  await elsewhere?.stop(1_000);
});

/** A visit to a page, by somebody who has never been here. */
const visit = async (open: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> => {
  asked = [];
  const context = await browser.newContext();
  try {
    await open(await context.newPage(), context);
  } finally {
    await context.close();
  }
};

const waysOf = (method: (method: string) => boolean): (string | null)[] =>
  [...new Set(asked.filter((each) => method(each.method)).map(({ way }) => way))].sort();

const run = '{"integration":{"code":"erp-invoices"}}';
const mutation = 'mutation { createIntegrationRun(input: { integration: { code: "erp-invoices" } }) { __typename } }';
const error = '{"message":"From a page","integration":{"code":"erp-invoices"}}';
const xml = '<integration-run><integration><code>erp-invoices</code></integration></integration-run>';
const doors: readonly (readonly [string, string, string])[] = [
  ['a run', '/api/integration_runs.json', run],
  ['a run in XML', '/api/integration_runs.xml', xml],
  ['a move', '/api/integration_runs/1/pause.json', '{}'],
  ['an integration', '/api/integrations.json', '{"name":"From a page","code":"from-a-page"}'],
  ['an alert', '/api/integration_errors/create_alert.json', error],
  ['a mutation', `/graphql?query=${encodeURIComponent(mutation)}`, JSON.stringify({ query: mutation })],
];

describe.each([
  ['of another site', () => `http://${evil}:${portOf(elsewhere)}/`],
  ['of another port', () => `${elsewhere.url}/`],
])('a page %s', (_title, address) => {
  test.each([
    ['by its address', () => gateway.url],
    ['by a name that it knows', () => `http://${known}:${portOf(gateway)}`],
  ])('changes nothing in a gateway that it calls %s', async (_name, target) => {
    for (const [what, path, body] of doors) {
      await visit(async (tab) => {
        const before = await contentsOf(world);
        await tab.goto(address());
        await tab.evaluate(`attack(${JSON.stringify(target() + path)}, ${JSON.stringify(body)})`);
        await expect.poll(() => waysOf((method) => method === 'POST'), { timeout: 10_000, message: what }).toEqual([...posts].sort());
        await expect.poll(() => waysOf((method) => method === 'GET'), { timeout: 10_000, message: what }).toEqual([...gets].sort());
        await expect
          .poll(() => waysOf((method) => method === 'OPTIONS'), { timeout: 10_000, message: what })
          .toEqual([...preflights].sort());
        expect(waysOf((method) => !['GET', 'POST', 'OPTIONS'].includes(method))).toEqual([]);
        expect(asked.filter(({ method, status }) => method === 'POST' && status !== 403)).toEqual([]);
        expect(await contentsOf(world)).toEqual(before);
      });
    }
  });

  test('gets no token, with good credentials either', async () => {
    const { apiClient, clientSecret } = await makeClient(world, ['core.integration.read']);
    const form = { grant_type: 'client_credentials', client_id: apiClient.clientId, client_secret: clientSecret };
    await visit(async (tab) => {
      const before = await contentsOf(world); // the key that signs tokens is made with the first
      await tab.goto(address());
      const request = `fetch('${gateway.url}/oauth2/token', { method: 'POST', body: new URLSearchParams(${JSON.stringify(form)}) })`;
      expect(await tab.evaluate(`${request}.then(({ status }) => status, () => 'blocked')`)).toBe('blocked');
      expect(asked.map(({ status }) => status)).toEqual([403]);
      expect(await contentsOf(world)).toEqual(before);
    });
  });
});

test('a page whose name leads to the gateway gets nothing from it, and changes nothing in it', async () => {
  await visit(async (tab) => {
    const before = await contentsOf(world);
    await tab.goto(`http://${evil}:${portOf(gateway)}/kittens`);
    const json = `headers: { 'content-type': 'application/json', accept: 'application/json' }`;
    const query = 'mutation { createApiClient(input: { name: "x", scopes: [ADMIN] }) { __typename } }';
    const requests = [
      `fetch('/graphql', { method: 'POST', ${json}, body: ${JSON.stringify(JSON.stringify({ query }))} })`,
      `fetch('/graphql?query={integrations{totalCount}}', { ${json} })`,
      `fetch('/api/integrations', { ${json} })`,
      `fetch('/api/integration_runs', { method: 'POST', ${json}, body: '${run}' })`,
      `fetch('/api/integration_runs/1/pause', { method: 'PUT', ${json} })`,
      `fetch('/api/openapi.json')`,
      `fetch('/graphql', { headers: { accept: 'text/html' } })`,
      `fetch('/oauth2/token', { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }) })`,
      `fetch('/health/ready')`,
    ];
    for (const request of requests)
      expect(await tab.evaluate(`${request}.then(async (answer) => [answer.status, await answer.text()])`), request).toEqual([
        421,
        expect.stringContaining('ALLOWED_HOSTS'),
      ]);
    asked = [];
    await tab.evaluate(`attack(location.origin + '/api/integration_runs.json', ${JSON.stringify(run)})`);
    await expect.poll(() => waysOf((method) => method === 'POST')).toEqual(expect.arrayContaining([...posts]));
    await expect.poll(() => waysOf((method) => method === 'PUT')).toEqual(['cors, PUT']);
    expect(asked.filter(({ status }) => status !== 421)).toEqual([]);
    expect(await contentsOf(world)).toEqual(before);
  });
});

test.each([
  ['its address', () => gateway.url],
  ['another name, without HTTPS', () => `http://${known}:${portOf(gateway)}`],
])('the gateway’s own pages go on changing things under %s', async (_title, address) => {
  await visit(async (tab) => {
    await openPlayground(tab, address());
    await selectTab(tab, 'CreateRun');
    expect(await execute(tab, pressButton(tab))).toMatchObject({
      data: { createIntegrationRun: { integrationRun: { status: 'PENDING' } } },
    });
  });
  await visit(async (tab) => {
    await tab.goto(`${address()}/api/docs`);
    const block = tab.locator('[id$="-post_integration_runs"]');
    await block.locator('.opblock-summary-control').click();
    await block.getByRole('button', { name: 'Try it out' }).click();
    const answered = tab.waitForResponse((response) => response.request().method() === 'POST');
    await block.getByRole('button', { name: 'Execute', exact: true }).click();
    expect((await answered).status()).toBe(201);
  });
});

test('a page of a listed origin sends every header that there is, and reads what answers say', async () => {
  const page = `http://${evil}:${portOf(elsewhere)}`; // for once it is a friend
  const settings = { database: world.database, logger: createLogger('silent'), bodyLimit: 100_000, requestTimeout: 30_000 };
  const friendly = await listen(createApp({ ...settings, browser: { origins: [page] } }).handle, '127.0.0.1', 0, 30_000);
  try {
    await visit(async (tab) => {
      await tab.goto(page);
      const headers = Object.fromEntries(sentByPages.map((name) => [name, 'no value of it']));
      const nothing = { method: 'PUT', headers };
      expect(await tab.evaluate(`fetch('${friendly.url}/nothing', ${JSON.stringify(nothing)}).then(({ status }) => status)`)).toBe(404);
      const change = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"total-records":7}' };
      expect(
        await tab.evaluate(`fetch('${friendly.url}/api/integration_runs/2', ${JSON.stringify(change)}).then(({ status }) => status)`),
      ).toBe(200);
      const list = `fetch('${friendly.url}/api/integrations?limit=1', { headers: { prefer: 'graphql' } })`;
      const read = await tab.evaluate(`${list}.then((answer) => [...answer.headers.keys()])`);
      expect(read).toEqual(
        expect.arrayContaining(['etag', 'link', 'preference-applied', 'x-graphql-equivalent', 'x-request-id', 'x-total-count']),
      );
    });
  } finally {
    await friendly.stop(1_000);
  }
});
