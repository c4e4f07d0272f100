// What counts as a guess, and what is left to whoever has guessed too often, or comes from the same address.
import { SignJWT } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import type { ApiClientWithSecrets } from '../../src/domain/api-client/create.js';
import { revokeApiClient } from '../../src/domain/api-client/revoke.js';
import { fromFetch } from '../../src/http/request.js';
import { createLogger } from '../../src/observability/logger.js';
import { createLoginFailures, mostFailures } from '../../src/rate-limit/login-failures.js';
import { bearerOf, makeClient, operatorOn } from '../support/credentials.js';
import { passTime } from '../support/pass-time.js';
import { useWorld } from '../support/world.js';
import { useReader } from './credentials-at-doors.js';

const world = useWorld({ auth: { mode: 'required' } });
const { client } = useReader(world);

let app: App;
beforeEach(() => {
  app = createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    auth: { mode: 'required' },
    loginFailures: createLoginFailures(null),
  });
});

type Sent = Record<string, string>;

const statusOf = async (headers: Sent, path = '/api/integrations/1') =>
  (await app.handle(fromFetch(new Request(`http://gateway.test${path}`, { headers }), '192.0.2.1'))).status;
const tokenStatus = async (id: string, secret: string) => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  return (await app.handle(fromFetch(new Request('http://gateway.test/oauth2/token', { method: 'POST', body }), '192.0.2.1'))).status;
};
const keyOf = ({ apiKey }: ApiClientWithSecrets): Sent => ({ 'x-coupa-api-key': apiKey ?? '' });
const guess = (index: number): Sent => ({ 'x-coupa-api-key': `irk_${String(index).padStart(43, 'A')}` });
const guessAll = async () => {
  for (let index = 0; index < mostFailures; index += 1) expect(await statusOf(guess(index))).toBe(401);
};
const signed = async (change: (jwt: SignJWT) => SignJWT, typ = 'at+jwt') => {
  await bearerOf(world, client());
  const [key] = await world.database.prisma.signingKey.findMany();
  const jwt = new SignJWT({ scope: 'core.integration.read' })
    .setProtectedHeader({ alg: 'HS256', typ, kid: key?.kid ?? '' })
    .setIssuer('integration-runs')
    .setAudience('integration-runs')
    .setSubject(client().apiClient.clientId)
    .setIssuedAt()
    .setExpirationTime('1 h');
  return { authorization: `Bearer ${await change(jwt).sign(Buffer.from(key?.secret ?? '', 'base64url'))}` };
};
const now = () => Math.floor(Date.now() / 1000);

describe('is no guess, so that it is 401 however often it is sent', () => {
  const genuine: Record<string, () => Promise<Sent> | Sent> = {
    'a token that has expired': () => signed((jwt) => jwt.setExpirationTime(now() - 5)),
    'a token that is not valid yet': () => signed((jwt) => jwt.setNotBefore('1 h')),
    'a token for another audience': () => signed((jwt) => jwt.setAudience('another')),
    'a token of another kind': () => signed((jwt) => jwt, 'JWT'),
    'a token of a client that is not there': () => signed((jwt) => jwt.setSubject('nobody')),
    'the key of a client that is revoked': async () => {
      const revoked = await makeClient(world, ['core.integration.read']);
      await revokeApiClient(operatorOn(world.database), { id: revoked.apiClient.id });
      return keyOf(revoked);
    },
    'a token of a client that is revoked, beside its key': async () => {
      const revoked = await makeClient(world, ['core.integration.read']);
      const bearer = await bearerOf(world, revoked);
      await revokeApiClient(operatorOn(world.database), { id: revoked.apiClient.id });
      return { ...bearer, ...keyOf(revoked) };
    },
    'nothing at all': () => ({}),
  };
  test.each(Object.keys(genuine))('%s', async (title) => {
    const headers = (await genuine[title]?.()) ?? {};
    const statuses = await Promise.all(Array.from({ length: mostFailures + 2 }, () => statusOf(headers)));
    expect(statuses).toEqual(Array(mostFailures + 2).fill(401));
    expect(await statusOf(keyOf(client()))).toBe(200);
  });

  test('a key that was good, and was replaced since', async () => {
    const { clientSecret, apiKey, apiClient } = await makeClient(world, ['core.integration.read']);
    expect(await statusOf({ 'x-coupa-api-key': apiKey ?? '' })).toBe(200);
    expect(await tokenStatus(apiClient.clientId, clientSecret)).toBe(200);
    await world.database.prisma.apiClient.update({ where: { id: apiClient.id }, data: { apiKeyHash: 'other', secretHash: 'other' } });
    passTime(2_100);
    for (let count = 0; count < mostFailures + 2; count += 1) {
      expect(await statusOf({ 'x-coupa-api-key': apiKey ?? '' })).toBe(401);
      expect(await tokenStatus(apiClient.clientId, clientSecret)).toBe(401);
    }
  });
});

describe('is a guess, so that the eleventh is 429', () => {
  const guesses: Record<string, (index: number) => Promise<Sent> | Sent> = {
    'a key that nobody has': guess,
    'the same key again': () => guess(0),
    'what is no key': () => ({ 'x-coupa-api-key': 'guess' }),
    'what is no token': () => ({ authorization: 'Bearer guess' }),
    'HTTP Basic': () => ({ authorization: 'Basic Z3Vlc3M6Z3Vlc3M=' }),
    'a token with a bad signature': async (index) => {
      const { authorization } = await signed((jwt) => jwt.setExpirationTime(now() - 5));
      return { authorization: `${authorization.slice(0, -8)}${String(index).padStart(8, 'A')}` };
    },
    'a bad token and a bad key': (index) => ({ authorization: 'Bearer guess', ...guess(index) }),
  };
  test.each(Object.keys(guesses))('%s', async (title) => {
    const statuses = [];
    for (let index = 0; index <= mostFailures; index += 1) statuses.push(await statusOf((await guesses[title]?.(index)) ?? {}));
    expect(statuses).toEqual([...Array(mostFailures).fill(401), 429]);
  });
});

describe('an address that has guessed ten times', () => {
  test('is not told when the eleventh guess is right: nothing is looked for', async () => {
    const victim = await makeClient(world, ['core.integration.read']);
    await guessAll();
    expect(await world.statementsOf(async () => expect(await statusOf(keyOf(victim))).toBe(429))).toEqual([]);
  });

  test('gets no more by guessing all at once', async () => {
    const victim = await makeClient(world, ['core.integration.read']);
    const tries = [...Array.from({ length: 40 }, (_, index) => guess(index)), keyOf(victim)];
    const statements = await world.statementsOf(async () => {
      const statuses = await Promise.all(tries.map((headers) => statusOf(headers)));
      expect(statuses).toEqual([...Array(mostFailures).fill(401), ...Array(31).fill(429)]);
    });
    expect(statements.filter(({ sql }) => sql.includes('api_key_hash ='))).toHaveLength(mostFailures);
  });

  test('still has the callers that were let in before, and tokens, new ones too', async () => {
    const [old, other] = [await makeClient(world, ['core.integration.read']), await makeClient(world, ['core.integration.read'])];
    expect(await statusOf(keyOf(old))).toBe(200);
    await guessAll();
    passTime(2_100); // it has to be looked up again
    expect(await statusOf(keyOf(old))).toBe(200);
    expect(await statusOf(await signed((jwt) => jwt))).toBe(200);
    const { clientId } = other.apiClient;
    expect(await tokenStatus(clientId, other.clientSecret)).toBe(200);
    expect(await statusOf({ ...(await bearerOf(world, other)), ...guess(99) })).toBe(200);
  });

  test('has one try more for a client of whom it asks a token', async () => {
    const { apiClient, clientSecret } = await makeClient(world, ['core.integration.read']);
    await guessAll();
    expect(await tokenStatus(apiClient.clientId, 'guess')).toBe(401);
    expect(await tokenStatus(apiClient.clientId, clientSecret)).toBe(429);
  });
});

test('callers that come for the first time, all at once from one address, are all let in', async () => {
  const clients = await Promise.all(Array.from({ length: 15 }, () => makeClient(world, ['core.integration.read'])));
  expect(await Promise.all(clients.map((each) => statusOf(keyOf(each))))).toEqual(Array(15).fill(200));
});

test('the first good credential counts, in whichever header: the original has two names for its own', async () => {
  const good = client().apiKey ?? '';
  for (const bad of ['guess', `irk_${'A'.repeat(43)}`]) {
    expect(await statusOf({ 'x-coupa-api-key': bad, x_coupa_api_key: good })).toBe(200);
    expect(await statusOf({ 'x-coupa-api-key': good, x_coupa_api_key: bad })).toBe(200);
    expect(await statusOf({ authorization: 'Bearer guess', 'x-coupa-api-key': bad, x_coupa_api_key: good })).toBe(200);
  }
});

describe('a credential that can not be checked', () => {
  test.each<[title: string, failure: Error]>([
    ['the database is away', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' })],
    ['a statement has taken too long', Object.assign(new Error('canceling statement'), { code: '57014' })],
    ['the disk is full', Object.assign(new Error('No space left on device'), { code: '53100' })],
  ])('is 503 at every door, with Retry-After, and no guess: %s', async (_title, failure) => {
    const lines: string[] = [];
    const bearer = await signed((jwt) => jwt);
    const broken = { ...world.database, read: () => Promise.reject(failure) };
    app = createApp({
      database: broken,
      logger: Object.assign(createLogger('silent'), { error: (_facts: object, event: string) => void lines.push(event) }),
      bodyLimit: 1_048_576,
      requestTimeout: 30_000,
      auth: { mode: 'required' },
      loginFailures: createLoginFailures(null),
    });
    for (const path of ['/api/integrations/1', '/graphql?query={__typename}'])
      for (const headers of [bearer, keyOf(client())])
        for (let count = 0; count < mostFailures; count += 1) expect(await statusOf(headers, path)).toBe(503);
    expect(lines).toContain('A credential could not be checked');
  });
});
