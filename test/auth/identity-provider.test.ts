// Tokens of a company's own identity provider.
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import type { IdentityProviderOptions } from '../../src/auth/identity-provider.js';
import type { Scope } from '../../src/domain/rules/viewer.js';
import { createLogger } from '../../src/observability/logger.js';
import { bearerOf, makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { makeProviderKey, useProvider } from './pretended-provider.js';

const world = useWorld();

const provider = useProvider();

const mapping: IdentityProviderOptions['scopes'] = new Map<string, readonly Scope[]>([
  ['runs.read', ['core.integration.read']],
  ['runs.all', ['core.integration.read', 'core.integration.write']],
]);

const appWith = (scopes: IdentityProviderOptions['scopes'] = mapping) =>
  createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    auth: { mode: 'required', identityProvider: { issuer: provider.issuer, audience: 'gateway', scopes } },
  });

const host = () => new URL(provider.issuer).host;
const { sign } = provider;

const ask = async (app: ReturnType<typeof appWith>, token: string, method = 'GET', path = '/api/integrations/1', body?: object) => {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' };
  const response = await app(new Request(`http://gateway.test${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) }));
  return { status: response.status, json: JSON.parse(await response.text()) };
};

describe('a token of the identity provider', () => {
  test.each([
    ['scope, separated by blanks', { scope: 'openid runs.read' }],
    ['scp, a list', { scp: ['runs.read'] }],
    ['roles', { roles: ['runs.read'] }],
  ])('is let in with the scopes that the configuration makes of its own: %s', async (_title, claims) => {
    const app = appWith();
    const token = await sign(claims);
    expect((await ask(app, token)).status).toBe(200);
    expect((await ask(app, token, 'POST', '/api/integration_runs', { integration: { id: 1 } })).status).toBe(403);
  });

  test('has the names of ours where the configuration says nothing, and no scope by any other name', async () => {
    const app = appWith(null);
    expect((await ask(app, await sign({ scope: 'core.integration.read' }))).status).toBe(200);
    expect((await ask(app, await sign({ scope: 'runs.read' }))).status).toBe(403);
  });

  test('has no role that makes an administrator where the configuration says nothing: many a company has one of that name', async () => {
    const scopesIn = async (app: ReturnType<typeof appWith>, claims: object) => {
      const query = encodeURIComponent('{ viewer { scopes } }');
      return (await ask(app, await sign({ ...claims }), 'GET', `/graphql?query=${query}`)).json.data.viewer.scopes;
    };
    const unmapped = appWith(null);
    expect(await scopesIn(unmapped, { roles: ['admin', 'core.integration.read'] })).toEqual(['CORE_INTEGRATION_READ']);
    expect(await scopesIn(unmapped, { roles: 'admin' })).toEqual([]);
    for (const claims of [{ scope: 'admin' }, { scp: ['admin'] }]) expect(await scopesIn(unmapped, claims)).toEqual(['ADMIN']);
    expect(await scopesIn(appWith(new Map([['ops', ['admin']]])), { roles: ['ops'] })).toEqual(['ADMIN']);
  });

  test.each<[title: string, claims: Record<string, unknown>]>([
    ['a role that is an object', { roles: [{ toString: 1 }, 'runs.read'] }],
    ['claims of other types', { scope: 7, scp: { a: 1 }, roles: [null, 'runs.read', ['runs.all']] }],
    ['a name with U+0000', { name: 'A\0B', scope: 'runs.read' }],
    ['a name that is none', { name: ['x'], preferred_username: ' ', email: {}, scope: 'runs.read' }],
  ])('is let in whatever else stands in it: %s', async (_title, claims) => {
    const { viewer } = (await ask(appWith(), await sign(claims), 'GET', '/graphql?query={viewer{scopes}}')).json.data;
    expect(viewer).toEqual({ scopes: ['CORE_INTEGRATION_READ'] });
  });

  test('is refused, and no guess, when its subject can not be kept', async () => {
    const app = appWith();
    const token = await sign({ scope: 'runs.read' }, (jwt) => jwt.setSubject('a\0b'));
    for (let count = 0; count < 12; count += 1) expect((await ask(app, token)).status).toBe(401);
  });

  test('acts under an actor of its subject, whose name follows the token', async () => {
    const app = appWith();
    const create = async (name: string, subject: string) => {
      const token = await sign({ scope: 'runs.all', name }, (jwt) => jwt.setSubject(subject));
      return (await ask(app, token, 'POST', '/api/integration_runs', { integration: { id: 1 } })).json['created-by'];
    };
    const first = await create('Ada', 'ada');
    expect(first).toEqual({ id: expect.any(Number), login: `${provider.issuer}|ada`, fullname: `Ada (ada at ${host()})` });
    expect(await create('Ada Lovelace', 'ada')).toEqual({ ...first, fullname: `Ada Lovelace (ada at ${host()})` });
    expect((await create('Bob', 'bob')).id).not.toBe(first.id);
  });

  test.each<[title: string, claims: Record<string, unknown>, name: () => string]>([
    ['a client', { name: 'ERP bridge' }, () => `ERP bridge (user-1 at ${host()})`],
    ['the local developer', { name: 'Local developer' }, () => `Local developer (user-1 at ${host()})`],
    ['another person', { name: 'Bob (bob at login.example.com)' }, () => `Bob (bob at login.example.com) (user-1 at ${host()})`],
    ['nobody', {}, () => `user-1 at ${host()}`],
    ['a line of a terminal', { name: 'x\x1b[31m\n9 root\u202e\0' }, () => `x\ufffd[31m\ufffd9 root\ufffd\ufffd (user-1 at ${host()})`],
  ])('shows a person as who the provider says it is, whoever it would like to pass for: %s', async (_title, claims, name) => {
    const token = await sign({ ...claims, scope: 'runs.read' });
    const { json } = await ask(appWith(), token, 'GET', '/graphql?query={viewer{actor{name}}}');
    expect(json.data.viewer.actor.name).toBe(name());
  });

  test('is written once when its name is too long, also where it would be cut inside a character', async () => {
    for (const length of [254, 255, 256]) {
      const claims = { name: '😀'.repeat(length), scope: 'runs.read' };
      const [first, again] = [
        await sign(claims, (jwt) => jwt.setSubject(`long-${length}`)),
        await sign({ ...claims, again: 1 }, (jwt) => jwt.setSubject(`long-${length}`)),
      ];
      expect((await ask(appWith(), first)).status).toBe(200);
      const statements = await world.statementsOf(async () => expect((await ask(appWith(), again)).status).toBe(200));
      expect(statements.filter(({ sql }) => sql.includes('INSERT INTO actors'))).toEqual([]);
      const actor = await world.database.prisma.actor.findUniqueOrThrow({ where: { login: `${provider.issuer}|long-${length}` } });
      expect(actor.name.length).toBeLessThanOrEqual(255);
      expect(actor.name.endsWith(` (long-${length} at ${host()})`)).toBe(true);
    }
  });

  test('is checked once, not with each request', async () => {
    const app = appWith();
    const token = await sign({ scope: 'runs.read' });
    await ask(app, token);
    const before = provider.asked.length;
    for (let count = 0; count < 20; count += 1) expect((await ask(app, token)).status).toBe(200);
    expect(provider.asked.length).toBe(before);
  });

  const refused: Record<string, () => Promise<string>> = {
    'another audience': () => sign({ scope: 'runs.read' }, (jwt) => jwt.setAudience('another')),
    'an expired one': () => sign({ scope: 'runs.read' }, (jwt) => jwt.setExpirationTime('-1 m')),
    'a key that is not published': async () => sign({ scope: 'runs.read' }, (jwt) => jwt, await makeProviderKey('unknown')),
    'a wrong key under a published name': async () => sign({ scope: 'runs.read' }, (jwt) => jwt, await makeProviderKey('first')),
    'another issuer': () => sign({ scope: 'runs.read' }, (jwt) => jwt.setIssuer('https://elsewhere.example')),
    'the public key as a shared secret': () =>
      new SignJWT({ scope: 'runs.read' })
        .setProtectedHeader({ alg: 'HS256', kid: 'first' })
        .setIssuer(provider.issuer)
        .setAudience('gateway')
        .setSubject('user-1')
        .setExpirationTime('1 h')
        .sign(Buffer.from(JSON.stringify(provider.key.publicJwk))),
  };

  test.each(Object.keys(refused))('is refused: %s', async (title) => {
    expect((await ask(appWith(), (await refused[title]?.()) ?? '')).status).toBe(401);
  });

  test('is good beside tokens of the gateway itself', async () => {
    const client = await makeClient(world, ['core.integration.read']);
    const app = appWith();
    const { authorization = '' } = await bearerOf({ app }, client);
    expect((await ask(app, authorization.replace('Bearer ', ''))).status).toBe(200);
  });
});
