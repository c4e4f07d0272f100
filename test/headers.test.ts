// One table of headers: what pages may send and read, and what is documented, can't differ from it. The compiler lets the code read no other header, and
// `support/world.ts` holds the answers of every test to it.
import { expect, test } from 'vitest';
import { answerHeaders, readByPages, requestHeaders, sentByPages } from '../src/http/headers.js';
import { openApiDocument } from '../src/rest/openapi/document.js';
import { useWorld } from './support/world.js';

const origin = 'https://app.example.com';
const world = useWorld({ browser: { origins: [origin] } });

const preflightOf = (names: string) =>
  world.app(
    new Request('http://gateway.test/graphql', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': names },
    }),
  );

test.each(['graphql-preflight', 'x-graphql-cost', 'idempotency-key', 'if-match', 'content-encoding', 'x-requested-with', ...sentByPages])(
  'a page of a listed origin may send %s',
  async (name) => {
    const { headers } = await preflightOf(name);
    expect(headers.get('access-control-allow-headers')?.split(', ')).toContain(name);
  },
);

test('and nothing that proxies say', async () => {
  const { headers } = await preflightOf('x-forwarded-for');
  expect(headers.get('access-control-allow-headers')).not.toContain('forwarded');
});

test('such a page may read whatever answers say to clients', async () => {
  const { headers } = await world.rest('GET', '/api/integrations', undefined, { origin, prefer: 'graphql' });
  const exposed = headers.get('access-control-expose-headers')?.split(', ') ?? [];
  expect(exposed).toEqual(Object.keys(answerHeaders).map((name) => name.toLowerCase()));
  for (const name of ['etag', 'link', 'preference-applied', 'x-graphql-equivalent', 'x-request-id', 'x-total-count']) {
    expect(headers.has(name), name).toBe(true);
    expect(exposed).toContain(name);
  }
});

test('the OpenAPI document has them all', () => {
  const document = JSON.stringify(openApiDocument());
  for (const [name, text] of Object.entries({ ...requestHeaders, ...answerHeaders }))
    expect(document).toContain(JSON.stringify(`- \`${name}\`: ${text}`).slice(1, -1)); // within the description
});

test('every table names a header once', () => {
  expect(new Set(sentByPages).size).toBe(sentByPages.length);
  expect(new Set(readByPages).size).toBe(readByPages.length);
});
