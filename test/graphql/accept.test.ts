// The media type of every answer follows the weights of `Accept`, whoever makes the answer.
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { createLogger } from '../../src/observability/logger.js';
import { expectNothingWritten } from '../domain/contents.js';
import { browser, useWorld } from '../support/world.js';

const world = useWorld();
expectNothingWritten(world);

const plain = 'application/json; charset=utf-8';
const own = 'application/graphql-response+json; charset=utf-8';

const cases: readonly (readonly [accept: string | null, type: string])[] = [
  [null, plain],
  ['', plain],
  ['*/*', plain],
  ['application/*', plain],
  ['application/json', plain],
  ['APPLICATION/JSON', plain],
  ['application/json; charset=utf-8', plain],
  ['application/graphql-response+json', own],
  ['application/graphql-response+json; charset=utf-8', own],
  ['application/graphql-response+json;q=0.5, application/json', plain],
  ['application/graphql-response+json;q=0.5,application/json;q=0.6', plain],
  ['application/json;q=0.5, application/graphql-response+json', own],
  ['application/json;q=0.5, application/graphql-response+json;q=0.51', own],
  ['application/graphql-response+json, application/json', own],
  ['application/json, application/graphql-response+json', plain],
  ['application/graphql-response+json, application/json;q=0.9', own],
  ['application/json, text/plain, */*', plain],
  ['application/json;q=0, */*', own],
  ['application/json;q=0.0, application/*;q=0.1', own],
  ['application/graphql-response+json;q=0, */*;q=0.1', plain],
  ['*/*;q=0.1, application/graphql-response+json;q=0.2', own],
  ['*/*, application/graphql-response+json;q=0.2', plain],
  ['text/html, application/json;q=0.1', plain],
  ['multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9', own],
  ['application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed', own],
  ['application/json ; Q=0.2 , application/graphql-response+json ; q = 0.3', own],
];

const query = '{ integrations { totalCount } }';
const requests: readonly (readonly [name: string, path: string, init: RequestInit])[] = [
  ['an answer to POST', '/graphql', { method: 'POST', body: JSON.stringify({ query }) }],
  ['an error of a field', '/graphql', { method: 'POST', body: '{"query":"{ node(id: \\"x\\") { id } }"}' }],
  ['a document that is not valid', '/graphql', { method: 'POST', body: '{"query":"{ nothing }"}' }],
  ['a document that is no GraphQL', '/graphql', { method: 'POST', body: '{"query":"{"}' }],
  ['a body that is no JSON', '/graphql', { method: 'POST', body: '{' }],
  ['a batch', '/graphql', { method: 'POST', body: '[]' }],
  ['a body that is too large', '/graphql', { method: 'POST', body: ' '.repeat(3_000) }],
  ['an answer to GET', `/graphql?query=${encodeURIComponent(query)}`, {}],
  ['a GET without a query', '/graphql?x=1', {}],
  ['a GET that is no UTF-8', '/graphql?query=%FF', {}],
  ['a mutation by GET', `/graphql?query=${encodeURIComponent('mutation { __typename }')}`, {}],
  ['a method that there is none of', '/graphql', { method: 'DELETE' }],
  ['a credential that is not valid', '/graphql', { method: 'POST', body: '{}', headers: { authorization: 'Bearer x' } }],
];

const ask = async (path: string, init: RequestInit, accept: string | null) => {
  const auth = init.headers ? ({ mode: 'required' } as const) : undefined;
  const app = createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 2_000,
    requestTimeout: 30_000,
    browser,
    ...(auth && { auth }),
  });
  const headers = { 'content-type': 'application/json', ...(init.headers as Record<string, string>), ...(accept !== null && { accept }) };
  const response = await app(new Request(`http://gateway.test${path}`, { ...init, headers }));
  return { status: response.status, type: response.headers.get('content-type'), json: JSON.parse(await response.text()) };
};

describe.each(requests)('%s', (name, path, init) => {
  test.each(cases)('to Accept %s is %s', async (accept, type) => {
    const { type: actual, json } = await ask(path, init, accept);
    expect([actual, Array.isArray(json.errors)]).toEqual([type, !name.startsWith('an answer')]);
  });
});

test.each([
  'application/json;q=0',
  '*/*;q=0',
  'text/plain;q=0.5',
  'application/xml',
  'text/event-stream;q=0',
  'multipart/mixed',
  'application/json;q=0, application/graphql-response+json;q=0, */*',
  'x',
  ',',
])('nothing is done for a client that takes no JSON: %s', async (accept) => {
  const change = 'mutation { failIntegrationRun(input: { by: { databaseId: 1 } }) { __typename } }';
  const statements = await world.statementsOf(async () => {
    for (const [path, init] of [
      ['/graphql', { method: 'POST', body: JSON.stringify({ query: change }) }],
      [`/graphql?query=${encodeURIComponent(query)}`, { headers: { 'user-agent': 'curl' } }],
    ] as const) {
      const app = world.app;
      const headers = { 'content-type': 'application/json', accept };
      const response = await app(new Request(`http://gateway.test${path}`, { ...init, headers }));
      expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
        406,
        plain,
        {
          errors: [
            {
              message: 'GraphQL is answered as application/json or application/graphql-response+json. Accept one of them.',
              extensions: { code: 'NOT_ACCEPTABLE' },
            },
          ],
        },
      ]);
    }
  });
  expect(statements).toEqual([]);
});

test('a refusal before execution is 400 to those who understand it, and 200 to others', async () => {
  for (const body of ['{"query":"{ nothing }"}', '{"query":"{"}'])
    for (const [accept, status] of [
      ['application/graphql-response+json;q=0.9, application/json;q=0.8', 400],
      ['application/graphql-response+json;q=0.7, application/json;q=0.8', 200],
      ['*/*', 200],
    ] as const)
      expect((await ask('/graphql', { method: 'POST', body }, accept)).status).toBe(status);
});

test('a header of 16 kB is read no further than it makes sense', async () => {
  const accept = `${'a/b;q=0.1,'.repeat(1_600)}application/graphql-response+json, ;${' '.repeat(300)}`;
  expect((await ask('/graphql', { method: 'POST', body: JSON.stringify({ query }) }, `*/*, ${accept}`)).type).toBe(plain);
});
