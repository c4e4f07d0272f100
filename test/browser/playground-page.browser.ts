// The playground's page and its files, as they are sent.
import { expect, test } from 'vitest';
import { tabs } from '../../src/pages/graphiql-tabs.js';
import { useWorld } from '../support/world.js';

const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
const world = useWorld();
const get = (path: string, accept = browserAccept) => world.app(new Request(`http://gateway.test${path}`, { headers: { accept } }));

test('is small, and has neither inline scripts nor inline styles nor other hosts in it', async () => {
  const response = await get('/graphql');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(response.headers.get('vary')).toBe('accept');
  const html = await response.text();
  expect(html.length).toBeLessThan(5_000);
  for (const [script] of html.matchAll(/<script\b.*?<\/script>/gs)) expect(script).toMatch(/^<script src="\/[^"]+"><\/script>$/);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|\/\//i);
});

test('forbids the browser whatever does not come from its own origin', async () => {
  const policy = (await get('/graphql')).headers.get('content-security-policy') ?? '';
  const directives = new Map(
    policy.split('; ').map((directive): [string, string] => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
  expect(directives.get('default-src')).toBe("'none'");
  expect(directives.get('script-src')).toBe("'self'");
  expect(directives.get('worker-src')).toBe("'self'");
  expect(directives.get('connect-src')).toBe("'self'");
  expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
});

test('names files that may be kept for ever', async () => {
  const html = await (await get('/graphql')).text();
  const paths = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(paths.map((path) => path.replace(/\?v=[0-9a-f]{12}$/, '?v='))).toEqual(
    ['favicon.svg', 'graphiql.css', 'boot.js', 'graphiql.js', 'start.js'].map((file) => `/graphql/assets/${file}?v=`),
  );
  for (const path of paths) {
    const response = await get(path, '*/*');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await response.text()).length).toBeGreaterThan(100);
  }
});

test.each([
  ['gzip, deflate, br, zstd', 'gzip'],
  ['*', 'gzip'],
  ['identity;q=0.5, gzip;q=1', 'gzip'],
  ['gzip;q=0', null],
  ['br, GZIP;q=0.0, *;q=0.1', null],
  ['gzip;q=0.1, identity', null],
  ['x-not-gzip', null],
  ['', null],
])('has its files packed as browsers take them: %s', async (accepted, contentEncoding) => {
  const response = await world.app(new Request('http://gateway.test/graphql/assets/boot.js', { headers: { 'accept-encoding': accepted } }));
  expect(response.headers.get('content-encoding')).toBe(contentEncoding);
});

test('goes to those who ask for a page, even with a query in the address; others get their answer', async () => {
  const query = `/graphql?query=${encodeURIComponent('{ integrationRuns(first: 1) { totalCount } }')}`;
  expect((await get(query)).headers.get('content-type')).toBe('text/html; charset=utf-8');
  for (const accept of ['application/json', 'application/graphql-response+json', 'application/json, text/html;q=0.5', '*/*'])
    expect(await (await get(query, accept)).json()).toEqual({ data: { integrationRuns: { totalCount: 200 } } });
});

test('opens with queries that all work on the sample world', async () => {
  for (const { query, variables } of tabs.filter(({ query }) => !query.includes('subscription'))) {
    const { status, data, errors } = await world.graphql<Record<string, object | null>, never>(
      query,
      variables === undefined ? {} : JSON.parse(variables),
    );
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    for (const value of Object.values(data ?? { nothing: null })) {
      expect(value).not.toBeNull();
      expect(value).not.toHaveProperty('message'); // a refusal
      expect(value).not.toHaveProperty('totalCount', 0);
    }
  }
});
