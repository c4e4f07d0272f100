// What a gateway is without being told, and what browsers and clients are told of it. How the examples are titled: `questions.ts`.
import { describe, expect, test, vi } from 'vitest';
import { parseProxies } from '../../src/http/client-address.js';
import { fromFetch } from '../../src/http/request.js';
import { readConfig } from '../../src/process/config.js';
import { routes } from '../../src/rest/routes.js';
import { codeOf, get, post } from '../graphql/ask.js';
import { askToken } from '../support/credentials.js';
import { form, request, useGuardedGateway } from '../support/guarded-gateway.js';
import { change, createClient, wrong } from './questions.js';

const { accounts, admin, appWith, ask, reader, rest, expectRefusedUnread, world, writer } = useGuardedGateway();

describe('GraphQL cheat sheet', () => {
  test.each<[point: string, code: string, query: string, variables?: object]>([
    ['secure configuration: names that are not asked for are not there', wrong, '{ apiClients { nodes { secretHash } } }'],
  ])('%s: refused before anything is read', async (_point, code, query, variables) => {
    await expectRefusedUnread(code, query, variables);
  });

  test('secure configuration: production asks for credentials, has limits, and tells its schema to nobody else', () => {
    const { auth, introspection, rateLimit } = readConfig({ NODE_ENV: 'production' });
    expect([auth.mode, introspection, rateLimit?.rest.rate]).toEqual(['required', 'authenticated', 25]);
    expect(() => readConfig({ NODE_ENV: 'production', AUTH: 'open' })).toThrow(/AUTH is open/);
  });

  test('secure configuration: the playground knows no schema, and has to ask for it with the credential of its user', async () => {
    expect(await (await world.app(request('/graphql', { accept: 'text/html' }))).text()).not.toMatch(/integrationRun|__schema/);
    expect((await ask('{ __schema { types { name } } }', {})).status).toBe(401);
  });

  test.each([
    ['introspection can be switched off', '{ __schema { types { name } } }', 'INTROSPECTION_REFUSED'],
    ['names are then not suggested', '{ integrationRunz { totalCount } }', wrong],
  ])('secure configuration: %s', async (_point, query, code) => {
    const answer = await post(appWith({ graphql: { introspection: 'off' } }), { query }, reader);
    expect([codeOf(answer), JSON.stringify(answer.json)]).toEqual([code, expect.not.stringMatching(/did you mean|integrationRuns/i)]);
  });
});

describe('REST security cheat sheet', () => {
  // TLS is ended by a proxy before the gateway, which can tell browsers to insist on it, and believe nobody but that proxy
  test('HTTPS: browsers are told to insist on it, where that is configured', async () => {
    const { headers } = await appWith({ browser: readConfig({ HSTS_SECONDS: '31536000' }).browser })(request('/health/live'));
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });

  test('HTTPS: what is forwarded is believed of trusted proxies alone, and leads nobody elsewhere', async () => {
    const openAccount = vi.fn(accounts(9, 9));
    const forwarded = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'evil.example.com', 'x-forwarded-proto': 'http' };
    for (const trustedProxies of [() => false, parseProxies('10.0.0.0/8') ?? (() => false)])
      await appWith({ openAccount, trustedProxies }).handle(fromFetch(request('/api/integrations', forwarded), '10.1.1.1'));
    expect(openAccount.mock.calls.map(([, key]) => key)).toEqual(['address:10.1.1.1', 'address:203.0.113.9']);
    expect(JSON.stringify([...(await rest('GET', 'integrations?limit=1', { ...reader, ...forwarded })).headers])).not.toContain('evil');
  });

  test.each(['/graphql', '/api/integrations/1', '/api/docs', '/oauth2/token', '/no'])('security headers: are there: %s', async (path) => {
    const headers = Object.fromEntries((await world.app(request(path, { ...reader, accept: 'text/html' }))).headers);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
    expect(headers['content-type']).toMatch(/^(application\/(json|xml)|text\/html)/);
    expect([headers['server'], headers['x-powered-by']]).toEqual([undefined, undefined]);
  });

  test('security headers: pages may run nothing but the gateway’s own scripts, and use no device', async () => {
    const { headers } = await world.app(request('/graphql', { accept: 'text/html' }));
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(headers.get('permissions-policy')).toContain('camera=(), ');
  });

  test('security headers: answers are stored nowhere, but reads with an ETag, by their client alone, who has to ask again', async () => {
    const stored = ({ headers }: { headers: Headers }) => headers.get('cache-control');
    expect(stored(await ask(createClient, admin))).toBe('no-store');
    expect(stored(await askToken(world, form('nobody')))).toBe('no-store');
    expect(stored(await rest('GET', 'integrations/1'))).toBe('private, no-cache');
  });

  test.each([
    ['of no origin, unless it is listed', '', null],
    ['of those that are listed', 'https://app.example.com', 'https://app.example.com'],
    ['of no other', 'https://other.example.com', null],
  ])('CORS: pages may call %s', async (_point, CORS_ORIGINS, allowed) => {
    const { browser } = readConfig({ CORS_ORIGINS });
    const { headers } = await appWith({ browser })(request('/api/integrations', { origin: 'https://app.example.com' }));
    expect(headers.get('access-control-allow-origin')).toBe(allowed);
    expect(() => readConfig({ CORS_ORIGINS: '*' })).toThrow(/CORS_ORIGINS/);
  });
});

describe('API Security Top 10 (2023), what neither cheat sheet has', () => {
  test('API8 configuration: pages of another site can make a browser ask for nothing', async () => {
    const crossSite = { ...reader, 'sec-fetch-site': 'cross-site' };
    expect(codeOf(await get(world.app, { query: '{ integrations { totalCount } }' }, crossSite))).toBe('CROSS_SITE_REQUEST');
    expect((await get(world.app, { query: change('fail') }, writer)).status).toBe(405);
    expect((await post(world.app, '{"query":"{ __typename }"}', { ...crossSite, 'content-type': 'text/plain' })).status).toBe(403);
  });

  test('API9 inventory: the document has every endpoint, and answers tell since when they are deprecated, and until when they are there', async () => {
    const { json } = await rest('GET', 'openapi.json', {});
    for (const { method, path } of routes) expect(json.paths[`/api/${path.replace(':id', '{id}')}`]).toHaveProperty(method.toLowerCase());
    const deprecation = { since: new Date('2026-12-31'), sunset: new Date('2027-12-31') };
    const { headers } = await appWith({ rest: { deprecation } })(request('/api/integrations', reader));
    expect([headers.get('deprecation'), headers.get('sunset')]).toEqual(['@1798675200', 'Fri, 31 Dec 2027 00:00:00 GMT']);
  });
});
