// What the document says of headers, scopes and other names, held against what the door does.
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { answerHeaders } from '../../src/http/headers.js';
import { createLogger } from '../../src/observability/logger.js';
import { createAccounts } from '../../src/rate-limit/account.js';
import { openApiDocument } from '../../src/rest/openapi/document.js';
import { bearerOf, makeClient } from '../support/credentials.js';
import { browser, useWorld } from '../support/world.js';

interface Answer {
  readonly $ref?: string;
  readonly headers?: object;
}
type Described = Record<string, Record<string, { readonly responses: Record<string, Answer> }>>;

const { paths, components } = JSON.parse(JSON.stringify(openApiDocument()));
const operations = Object.entries(paths as Described).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { responses }]) => ({ method: method.toUpperCase(), path, responses })),
);
const named = Object.keys(answerHeaders);

/** The names of the headers that the document has for an answer. */
const describedFor = (path: string, method: string, status: number): string[] => {
  const answer = (paths as Described)[path]?.[method]?.responses[status];
  const shared: Answer | undefined = components.responses[answer?.$ref?.split('/').at(-1) ?? ''];
  return Object.keys((shared ?? answer)?.headers ?? {});
};

/** The headers of an answer that the table has. */
const sentIn = (headers: Headers): string[] => named.filter((name) => headers.has(name));

const world = useWorld();

describe('answers have no header that the document leaves out', () => {
  const policy = { rate: 5, burst: 3 };
  const limitedApp = () =>
    createApp({
      database: world.database,
      logger: createLogger('silent'),
      bodyLimit: 1_048_576,
      requestTimeout: 30_000,
      browser,
      openAccount: createAccounts({ rest: policy, graphql: policy }, null),
      rest: { deprecation: { since: new Date(0), sunset: new Date(4_000_000_000_000) } },
    });

  test.each([
    ['/api/changes', 'wait=1', ['X-Feed-Position', 'Preference-Applied', 'Deprecation', 'RateLimit']],
    ['/api/integrations', 'graphql', ['Preference-Applied', 'X-GraphQL-Equivalent', 'Sunset', 'RateLimit-Policy']],
  ])('of %s', async (path, prefer, among) => {
    const app = limitedApp();
    const ask = (headers: Record<string, string>) =>
      app(new Request(`http://gateway.test${path}?limit=1`, { headers: { accept: 'application/json', ...headers } }));
    const sent = sentIn((await ask({ prefer })).headers);
    expect(sent).toEqual(expect.arrayContaining(among));
    expect(describedFor(path, 'get', 200)).toEqual(expect.arrayContaining(sent));
    const refused = (await Promise.all(Array.from({ length: 50 }, () => ask({})))).find(({ status }) => status === 429);
    const told = sentIn(refused?.headers ?? new Headers());
    expect(told).toEqual(expect.arrayContaining(['Retry-After', 'RateLimit', 'RateLimit-Policy']));
    expect(describedFor(path, 'get', 429)).toEqual(expect.arrayContaining(told));
  });

  test('and every operation may be refused with 429', () => {
    expect(operations.filter(({ responses }) => responses[429]?.$ref !== '#/components/responses/TooManyRequests')).toEqual([]);
  });
});

test('what is not sent again has the headers that it would have had', async () => {
  for (const path of ['/api/integration_runs', '/api/integration_runs/{id}']) {
    const ask = (headers: Record<string, string>) =>
      world.rest('GET', path.replace('{id}', '7'), undefined, { prefer: 'graphql', ...headers });
    const again = await ask({ 'if-none-match': (await ask({})).headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    expect(describedFor(path, 'get', 304)).toEqual(expect.arrayContaining(sentIn(again.headers)));
  }
});

test('every read may be refused for a body that it was sent, and every answer in XML comes as text/xml, too', () => {
  const reads = operations.filter(({ method, path }) => method === 'GET' && path !== '/api/changes');
  expect(reads.filter(({ responses }) => !responses[413] || !responses[415])).toEqual([]);
  const contents = [...operations.flatMap(({ responses }) => Object.values(responses)), ...Object.values<object>(components.responses)];
  const types = contents
    .map((answer) => Object.keys((answer as { content?: object }).content ?? {}))
    .filter((all) => all.includes('application/xml'));
  expect(types.length).toBeGreaterThan(10);
  expect(types.filter((all) => !all.includes('text/xml'))).toEqual([]);
});

test('decimals in bodies have the digits that are taken', () => {
  const { pattern } = components.schemas['contract-changes'].properties['minimum-value'];
  expect(['1500.50', '-1', `${'9'.repeat(28)}.9999`].every((text) => new RegExp(pattern).test(text))).toBe(true);
  expect(['', '1e5', '1.23456', '9'.repeat(29), '.5'].some((text) => new RegExp(pattern).test(text))).toBe(false);
});

describe('every scope that a refusal names', () => {
  const closed = useWorld({ auth: { mode: 'required' } });
  let bearer: Record<string, string>;
  beforeAll(async () => {
    bearer = await bearerOf(closed, await makeClient(closed, ['admin']));
  });

  test('is one of the document', async () => {
    const asked = new Set<string | undefined>();
    for (const { method, path } of operations) {
      const { headers } = await closed.rest(method, path.replace('{id}', '1'), method === 'GET' ? undefined : {}, bearer);
      asked.add(/scope="(.+)"/.exec(headers.get('www-authenticate') ?? '')?.[1]);
    }
    const { scopes } = components.securitySchemes.oauth2.flows.clientCredentials;
    expect([...asked].filter((scope) => scope !== undefined).sort()).toEqual(Object.keys(scopes).sort());
  });
});

test('the bodies of contracts have every name of the supplier, and each is taken', async () => {
  for (const name of ['new-contract', 'contract-changes']) expect(components.schemas[name].properties).toHaveProperty(['supplier-id']);
  expect(components.schemas.contract.properties).not.toHaveProperty(['supplier-id']);
  const { json } = await world.rest('PUT', '/api/contracts/1', { 'supplier-id': 4711 });
  expect(json.supplier.id).toBe(4711);
});

test('an empty body goes before the fields that are asked for, as the document says', async () => {
  expect(components.parameters.fields.description).toContain('It wins over `return_object`, but for `none`');
  const search = `return_object=none&fields=${encodeURIComponent('["id"]')}`;
  expect((await world.rest('PUT', `/api/contracts/1?${search}`, { name: 'Paper' })).text).toBe('');
});
