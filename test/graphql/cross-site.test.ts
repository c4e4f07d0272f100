import { expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { codeOf, get, post } from './ask.js';

const listedPage = 'https://app.example.com';
const world = useWorld({ browser: { origins: [listedPage] } });
const query = '{ integrations { totalCount } }';
const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };

test.each([
  ['an image', { accept: 'image/avif,image/webp,*/*', 'sec-fetch-site': 'cross-site' }],
  ['a script', { accept: '*/*', 'sec-fetch-site': 'cross-site' }],
  ['an image over plain HTTP, where browsers say nothing of the site', { accept: 'image/avif,*/*' }],
  ['a fetch that names JSON', { accept: 'application/json', 'sec-fetch-site': 'cross-site' }],
  [
    'a fetch that names JSON over plain HTTP, where browsers say the origin only',
    { accept: 'application/json', origin: 'http://evil.example' },
  ],
  ['a fetch that hides its origin', { accept: 'application/json', origin: 'null' }],
  ['a fetch from a neighbour', { accept: 'application/graphql-response+json', 'sec-fetch-site': 'same-site' }],
])('a query by GET from a page of another site is refused: %s', async (_what, headers) => {
  const statements = await world.statementsOf(async () => {
    const refused = await get(world.app, { query }, { ...browser, ...headers });
    expect([refused.status, codeOf(refused)]).toEqual([403, 'CROSS_SITE_REQUEST']);
  });
  expect(statements).toEqual([]);
});

test.each([
  ['a program', { accept: '*/*', 'user-agent': 'curl/8.0' }],
  ['a page of the gateway', { ...browser, accept: 'application/json', 'sec-fetch-site': 'same-origin' }],
  ['an address that was typed', { ...browser, accept: 'application/json', 'sec-fetch-site': 'none' }],
  [
    'a page of another site, whose browser asked first',
    { ...browser, accept: '*/*', 'sec-fetch-site': 'cross-site', 'graphql-preflight': '1' },
  ],
  ['a page of a listed origin', { ...browser, accept: 'application/json', 'sec-fetch-site': 'cross-site', origin: listedPage }],
  ['Apollo’s client', { ...browser, accept: '*/*', 'apollo-require-preflight': 'true' }],
])('a query by GET is answered to %s', async (_what, headers) => {
  const { status, json } = await get(world.app, { query }, headers);
  expect([status, json]).toEqual([200, { data: { integrations: { totalCount: 12 } } }]);
});

test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
  'what a form can send is no query: %s',
  async (type) => {
    const refused = await post(world.app, `query=${encodeURIComponent(query)}`, { 'content-type': type });
    expect([refused.status, codeOf(refused)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  },
);

test('a mutation by GET is refused, and changes nothing', async () => {
  const change = 'mutation { failIntegrationRun(input: { by: { databaseId: 1 } }) { __typename } }';
  const statements = await world.statementsOf(async () => {
    const refused = await get(world.app, { query: change });
    expect([refused.status, refused.headers.get('allow'), refused.json.data]).toEqual([405, 'POST', undefined]);
  });
  expect(statements).toEqual([]);
});
