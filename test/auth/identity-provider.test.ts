// A company's own identity provider, played by a server on this machine.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import type { IdentityProviderOptions } from '../../src/auth/identity-provider.js';
import type { Scope } from '../../src/domain/viewer.js';
import { createLogger } from '../../src/logger.js';
import { bearerOf, makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';

const world = useWorld();

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: object;
}

const makeKey = async (kid: string): Promise<Key> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
};

let server: Server;
let issuer: string;
let key: Key;
let published: object[];
let isDown = false;
/** What the provider was asked. */
const asked: string[] = [];

beforeAll(async () => {
  key = await makeKey('first');
  published = [key.publicJwk];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const body = request.url?.includes('openid-configuration') ? { issuer, jwks_uri: `${issuer}/keys` } : { keys: published };
    response.writeHead(isDown ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

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
    auth: { mode: 'required', identityProvider: { issuer, audience: 'gateway', scopes } },
  });

const sign = (claims: Record<string, unknown>, change: (jwt: SignJWT) => SignJWT = (jwt) => jwt, by = key): Promise<string> =>
  change(
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: by.kid })
      .setIssuer(issuer)
      .setAudience('gateway')
      .setSubject('user-1')
      .setIssuedAt()
      .setExpirationTime('1 h'),
  ).sign(by.privateKey);

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

  test('acts under an actor of its subject, whose name follows the token', async () => {
    const app = appWith();
    const create = async (name: string, subject: string) => {
      const token = await sign({ scope: 'runs.all', name }, (jwt) => jwt.setSubject(subject));
      return (await ask(app, token, 'POST', '/api/integration_runs', { integration: { id: 1 } })).json['created-by'];
    };
    const first = await create('Ada', 'ada');
    expect(first).toEqual({ id: expect.any(Number), login: `${issuer}|ada`, fullname: 'Ada' });
    expect(await create('Ada Lovelace', 'ada')).toEqual({ ...first, fullname: 'Ada Lovelace' });
    expect((await create('Bob', 'bob')).id).not.toBe(first.id);
  });

  test('is checked once, not with each request', async () => {
    const app = appWith();
    const token = await sign({ scope: 'runs.read' });
    await ask(app, token);
    const before = asked.length;
    for (let count = 0; count < 20; count += 1) expect((await ask(app, token)).status).toBe(200);
    expect(asked.length).toBe(before);
  });

  const refused: Record<string, () => Promise<string>> = {
    'another audience': () => sign({ scope: 'runs.read' }, (jwt) => jwt.setAudience('another')),
    'an expired one': () => sign({ scope: 'runs.read' }, (jwt) => jwt.setExpirationTime('-1 m')),
    'a key that is not published': async () => sign({ scope: 'runs.read' }, (jwt) => jwt, await makeKey('unknown')),
    'a wrong key under a published name': async () => sign({ scope: 'runs.read' }, (jwt) => jwt, await makeKey('first')),
    'another issuer': () => sign({ scope: 'runs.read' }, (jwt) => jwt.setIssuer('https://elsewhere.example')),
    'the public key as a shared secret': () =>
      new SignJWT({ scope: 'runs.read' })
        .setProtectedHeader({ alg: 'HS256', kid: 'first' })
        .setIssuer(issuer)
        .setAudience('gateway')
        .setSubject('user-1')
        .setExpirationTime('1 h')
        .sign(Buffer.from(JSON.stringify(key.publicJwk))),
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

describe('a provider that does not answer', () => {
  test('makes it 503, not 401, and is asked again with the next token', async () => {
    const app = appWith();
    isDown = true;
    const token = await sign({ scope: 'runs.read' });
    const { status, json } = await ask(app, token);
    expect({ status, json }).toEqual({
      status: 503,
      json: {
        errors: { base: ['The credential could not be checked, since the identity provider does not answer. Try again in a moment.'] },
      },
    });
    isDown = false;
    expect((await ask(app, token)).status).toBe(200);
  });
});
