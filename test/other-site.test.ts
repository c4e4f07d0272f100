// What pages of other sites send through a browser: nothing of it is written, at any door, whatever it looks like.
import { describe, expect, test } from 'vitest';
import { createApp } from '../src/app.js';
import { createLogger } from '../src/observability/logger.js';
import { routes } from '../src/rest/routes.js';
import { useWorld } from './support/world.js';

const listedPage = 'https://app.example.com';
const evil = 'http://evil.example';
const world = useWorld({ browser: { origins: [listedPage], hosts: ['gateway.test', 'gateway.example.com'] } });
const run = '{"integration":{"code":"erp-invoices"}}';

const send = async (path: string, headers: Record<string, string>, { method = 'POST', body = run, at = 'http://gateway.test' } = {}) => {
  const bytes = new TextEncoder().encode(body); // a text would come with a type
  const response = await world.app(new Request(`${at}${path}`, { method, headers, ...(method !== 'GET' && { body: bytes }) }));
  return { status: response.status, headers: response.headers, text: await response.text() };
};

/** Each sends what a browser would, to a gateway that it calls `http://gateway.test`. */
const others: readonly (readonly [string, Record<string, string>])[] = [
  ['a page of another site', { origin: evil, 'sec-fetch-site': 'cross-site' }],
  ['a page of a neighbour', { origin: 'http://neighbour.gateway.test', 'sec-fetch-site': 'same-site' }],
  ['a page whose browser tells its site only', { 'sec-fetch-site': 'cross-site' }],
  ['a page whose browser tells its origin only', { origin: evil }],
  ['a page that hides its origin', { origin: 'null' }],
  ['a page that hides its origin, whose browser tells its site', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['a page on another port', { origin: 'http://gateway.test:8080' }],
  ['a page on another port, by HTTPS', { origin: 'https://gateway.test:8443' }],
  ['a page of a host whose name begins alike', { origin: 'http://gateway.test.evil.example' }],
  ['a page of a host that ends alike', { origin: 'http://evil-gateway.test' }],
  ['a page of a listed host by another scheme', { origin: 'http://app.example.com', 'sec-fetch-site': 'cross-site' }],
  ['a page that was written to disk', { origin: 'file://' }],
  ['an extension of the browser', { origin: 'chrome-extension://abcdefghijklmnop', 'sec-fetch-site': 'cross-site' }],
  ['a page whose browser tells a site that nobody knows yet', { origin: evil, 'sec-fetch-site': 'other-planet' }],
  ['a page behind a proxy that gives its Host as the gateway’s', { origin: 'http://gateway.test', 'sec-fetch-site': 'cross-site' }],
];

const ours: readonly (readonly [string, Record<string, string>])[] = [
  ['a program', {}],
  ['a page of the gateway', { origin: 'http://gateway.test', 'sec-fetch-site': 'same-origin' }],
  ['a page of the gateway behind a proxy of another name', { origin: 'https://runs.example.com', 'sec-fetch-site': 'same-origin' }],
  ['somebody who typed the address', { 'sec-fetch-site': 'none' }],
  ['a page of the gateway, whose browser tells its origin only', { origin: 'http://gateway.test' }],
  ['a page of the gateway behind a proxy that speaks HTTPS', { origin: 'https://gateway.test' }],
  ['a page of a listed origin', { origin: listedPage, 'sec-fetch-site': 'cross-site' }],
  ['a page of a listed origin, whose browser tells no site', { origin: listedPage }],
  ['a program that tells a site that nobody knows', { 'sec-fetch-site': 'other-planet' }],
];

const types = [
  undefined,
  'text/plain;charset=UTF-8',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json',
  'application/xml',
];

describe('a write for a page of another site is refused before anything is read', () => {
  test.each(others)('%s', async (_title, headers) => {
    const statements = await world.statementsOf(async () => {
      for (const type of types) {
        const sent = type === undefined ? headers : { ...headers, 'content-type': type };
        expect((await send('/api/integration_runs.json', sent)).status, type).toBe(403);
        expect((await send('/graphql', sent, { body: '{"query":"{ __typename }"}' })).status, type).toBe(403);
      }
    });
    expect(statements).toEqual([]);
  });

  const [, page] = others[0] ?? ['', {}];
  const writes = routes.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} /api/${path.replace(':id', '1')}`);
  const more = [
    'POST /graphql',
    'POST /oauth2/token',
    'POST /oauth2/access_tokens',
    'DELETE /api/integrations/1',
    'POST /api/nothing',
    'POST /',
  ];

  test.each([...writes, ...more])('%s', async (door) => {
    const [method = '', path = ''] = door.split(' ');
    const statements = await world.statementsOf(async () => {
      for (const body of [run, '<integration-run><integration><code>erp-invoices</code></integration></integration-run>', ''])
        expect((await send(path, page, { method, body })).status).toBe(403);
    });
    expect(statements).toEqual([]);
  });

  test('in the shape of each door, before its credential, its size and its format are looked at', async () => {
    const settings = { database: world.database, logger: createLogger('silent'), bodyLimit: 1_024, requestTimeout: 5_000 };
    const closed = createApp({ ...settings, auth: { mode: 'required' } });
    const message =
      'A browser sent this for a page of another site, which may change nothing here. The operator of this gateway can name the origin of the page in CORS_ORIGINS.';
    const body = 'x'.repeat(2_000);
    const answers = await Promise.all(
      [
        ['/api/integration_runs.json', 'application/json'],
        ['/api/integration_runs', 'application/xml'],
        ['/graphql', '*/*'],
        ['/oauth2/token', '*/*'],
      ].map(async ([path = '', accept = '']) => {
        const request = new Request(`http://gateway.test${path}`, { method: 'POST', headers: { ...page, accept }, body });
        const response = await closed(request);
        return [response.status, response.headers.get('content-type'), await response.text()];
      }),
    );
    expect(answers).toEqual([
      [403, 'application/json; charset=utf-8', JSON.stringify({ errors: { base: [message] } })],
      [403, 'application/xml; charset=utf-8', expect.stringContaining(`<errors>\n  <error>${message}</error>\n</errors>`)],
      [403, 'application/json; charset=utf-8', JSON.stringify({ errors: [{ message, extensions: { code: 'CROSS_SITE_REQUEST' } }] })],
      [403, 'application/json', JSON.stringify({ error: 'invalid_request', error_description: message })],
    ]);
  });
});

test.each(ours)('a write is done for %s', async (_title, headers) => {
  const { status, text } = await send('/api/integration_runs.json', headers);
  expect([status, JSON.parse(text).status]).toEqual([201, 'pending']);
  const query = 'mutation { pauseIntegrationRun(input: { by: { databaseId: 1 } }) { __typename } }';
  const answer = await send('/graphql', { ...headers, 'content-type': 'application/json' }, { body: JSON.stringify({ query }) });
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('PauseIntegrationRunSuccess')]);
});

test.each([
  ['http://gateway.example.com', 'http://gateway.example.com:80', 201],
  ['https://gateway.example.com', 'http://gateway.example.com:443', 201],
  ['https://gateway.example.com:8443', 'http://gateway.example.com:8443', 201],
  ['https://gateway.example.com', 'http://gateway.example.com:4000', 403],
  ['http://gateway.example.com', 'http://gateway.example.com:443', 403],
])('a page of %s is the gateway’s own, when its browser tells no more: called as %s, %d', async (origin, at, expected) => {
  expect((await send('/api/integration_runs.json', { origin }, { at })).status).toBe(expected);
});

test('a page of another site can make a browser read, which keeps the answer from it', async () => {
  const [, page] = others[0] ?? ['', {}];
  const { status, headers } = await send('/api/integrations/1.json', page, { method: 'GET' });
  expect([status, headers.get('access-control-allow-origin')]).toEqual([200, null]);
});
