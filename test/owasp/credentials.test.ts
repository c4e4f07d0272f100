// How a caller proves who it is. How the examples are titled: `questions.ts`.
import { describe, expect, test, vi } from 'vitest';
import type { App } from '../../src/app.js';
import { wrapSigningKeys } from '../../src/domain/signing-key/signing-key.js';
import { createLoginFailures, mostFailures } from '../../src/rate-limit/login-failures.js';
import { askToken, bearerOf, makeClient } from '../support/credentials.js';
import { form, issuer, request, useGuardedGateway } from '../support/guarded-gateway.js';

const { accounts, admin, appWith, ask, askWithTokenOf, reader, readerClient, rest, signToken, unsignedToken, expectAnswer, world, writer } =
  useGuardedGateway();

const now = () => Math.floor(Date.now() / 1000);

describe('REST security cheat sheet', () => {
  test.each<[point: string, status: number, token: () => string | Promise<string>]>([
    ['a token that is as it should be is good', 200, () => signToken()],
    ['integrity is checked: no signature', 401, () => unsignedToken()],
    ['integrity is checked: another key', 401, () => signToken({}, 'HS256', new Uint8Array(32))],
    ['the algorithm is ours to choose, not the token’s', 401, () => signToken({}, 'HS512')],
    ['iss is checked', 401, () => signToken({ iss: 'another' })],
    ['aud is checked', 401, () => signToken({ aud: 'another' })],
    ['exp is checked', 401, () => signToken({ exp: now() - 1 })],
    ['nbf is checked', 401, () => signToken({ nbf: now() + 60 })],
  ])('JWT: %s', async (_point, status, token) => {
    expect((await rest('GET', 'integrations/1', { authorization: `Bearer ${await token()}` })).status).toBe(status);
  });

  test('JWT, API keys: what is revoked is refused before it expires', async () => {
    const doomed = await makeClient(world, ['core.integration.read']);
    const credentials = [await bearerOf(world, doomed), { 'x-coupa-api-key': doomed.apiKey ?? '' }];
    const statuses = () => Promise.all(credentials.map(async (headers) => (await rest('GET', 'integrations/1', headers)).status));
    expect(await statuses()).toEqual([200, 200]);
    await ask(`mutation { revokeApiClient(input: { by: { databaseId: ${doomed.apiClient.id} } }) { __typename } }`, admin);
    await expect.poll(statuses, { timeout: 5_000 }).toEqual([401, 401]);
  });

  test('API keys: too many requests with one are 429', async () => {
    const app = appWith({ openAccount: accounts(1, 1) });
    const statuses = [];
    for (const headers of [reader, reader, writer]) statuses.push((await app(request('/api/integrations/1', headers))).status);
    expect(statuses).toEqual([200, 429, 200]);
  });

  test('API keys: a client can do without one', async () => {
    const client = await makeClient(world, ['core.integration.read'], { withApiKey: false });
    expect([client.apiKey, (await rest('GET', 'integrations/1', await bearerOf(world, client))).status]).toEqual([null, 200]);
  });

  test.each<[point: string, status: number, work: () => Promise<{ status: number; text: string }>, text?: RegExp]>([
    ['API keys: every request needs a credential', 401, () => rest('GET', 'integrations/1', {}), /needs a credential/],
    ['API keys: it has to be good', 401, () => rest('GET', 'integrations/1', { 'x-coupa-api-key': `irk_${'A'.repeat(43)}` })],
  ])('%s: %i', async (_point, status, work, text) => {
    await expectAnswer(status, work, text);
  });
});

describe('API Security Top 10 (2023), what neither cheat sheet has', () => {
  const token = async (app: App) => (await askToken({ app }, form('nobody'))).status;
  test('API2 authentication: failures to log in are limited', async () => {
    const app = appWith({ loginFailures: createLoginFailures(null) });
    const statuses = [];
    for (let guess = 0; guess <= mostFailures; guess += 1) statuses.push(await token(app));
    expect(statuses).toEqual([...Array(mostFailures).fill(401), 429]);
  });

  test('API2 authentication: from whoever has guessed ten times, the right guess is of no use', async () => {
    const app = appWith({ loginFailures: createLoginFailures(null) });
    const statusOf = async (key: string) => (await app(request('/api/integrations/1', { 'x-coupa-api-key': key }))).status;
    for (let guess = 0; guess < mostFailures; guess += 1) expect(await statusOf(`irk_${String(guess).padStart(43, 'A')}`)).toBe(401);
    expect(await statusOf(reader['x-coupa-api-key'] ?? '')).toBe(429);
  });

  test('API2 authentication: a genuine token that has expired is no guess', async () => {
    const app = appWith({ loginFailures: createLoginFailures(null) });
    const authorization = `Bearer ${await signToken({ exp: now() - 5 })}`;
    for (let count = 0; count <= mostFailures; count += 1)
      expect((await app(request('/api/integrations/1', { authorization }))).status).toBe(401);
  });

  test('API2 authentication: a credential that can not be checked is not refused', async () => {
    const read = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    const broken = appWith({ database: { ...world.database, read } });
    for (const path of ['/api/integrations/1', '/graphql?query={__typename}'])
      expect((await broken(request(path, reader))).status).toBe(503);
  });

  test('API2 authentication: a copy of the database is no credential', async () => {
    await signToken();
    await wrapSigningKeys(world.database, [{ kid: 'outside', secret: Buffer.alloc(32, 7).toString('base64url') }]);
    for (const { secret } of await world.database.prisma.signingKey.findMany())
      expect(
        await world.app(request('/api/integrations/1', { authorization: `Bearer ${await signToken({}, 'HS256', Buffer.from(secret))}` })),
      ).toMatchObject({ status: 401 });
  });

  test('API2 authentication: whoever asks for tokens has a rate, by address', async () => {
    const app = appWith({ openAccount: accounts(1, 1) });
    const statements = await world.statementsOf(async () => expect([await token(app), await token(app)]).toEqual([401, 429]));
    expect(statements.filter(({ sql: text }) => text.includes('api_clients'))).toHaveLength(1);
  });

  test('API2 authentication: a refusal does not tell whether there is such a client', async () => {
    const [known, unknown] = [await askToken(world, form(readerClient().apiClient.clientId)), await askToken(world, form('nobody'))];
    expect([known.status, known.json]).toEqual([401, unknown.json]);
  });

  test('API10 others’ APIs: an identity provider that says it is another is not believed, nor followed elsewhere', async () => {
    const answer = Response.json({ issuer: 'https://evil.example.com', jwks_uri: 'https://evil.example.com/keys' });
    const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(answer);
    expect(await askWithTokenOf(issuer)).toBe(503);
    expect(fetched.mock.calls).toMatchObject([[`${issuer}/.well-known/openid-configuration`, { redirect: 'error' }]]);
  });
});
