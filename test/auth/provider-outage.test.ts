// An identity provider that is away, or answers what it shouldn't.
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { createLoginFailures, mostFailures } from '../../src/rate-limit/login-failures.js';
import { passTime } from '../support/pass-time.js';
import { useWorld } from '../support/world.js';
import { useProvider } from './pretended-provider.js';

const world = useWorld();
const provider = useProvider();
const lines: string[] = [];

const appWith = (database = world.database, issuer = provider.issuer): App => {
  lines.length = 0;
  return createApp({
    database,
    logger: pino({ base: null, level: 'info' }, { write: (line: string) => void lines.push(line) }),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    auth: { mode: 'required', identityProvider: { issuer, audience: 'gateway', scopes: null } },
    loginFailures: createLoginFailures(null),
  });
};
const ask = async (app: App, token: string, path = '/api/integrations/1') => {
  const response = await app(new Request(`http://gateway.test${path}`, { headers: { authorization: `Bearer ${token}` } }));
  return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() };
};
const good = () => provider.sign({ scope: 'core.integration.read' });
const logged = () => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg !== 'request');

const outages: Record<string, (path: string) => { status?: number; body?: unknown } | undefined> = {
  'is away': () => ({ status: 503 }),
  'answers no JSON': () => ({ body: '<html>' }),
  'says that it is another': () => ({ body: { issuer: 'https://evil.example.com', jwks_uri: 'https://evil.example.com/keys' } }),
  'has keys that are none': (path) => (path === '/keys' ? { body: { keys: 'none' } } : undefined),
  'has its keys away': (path) => (path === '/keys' ? { status: 500 } : undefined),
  'answers without an end': (path) => (path === '/keys' ? { body: `{"keys":[],"more":"${'x'.repeat(600_000)}"}` } : undefined),
  'has its keys where others could stand between': (path) =>
    path === '/keys' ? undefined : { body: { issuer: provider.issuer, jwks_uri: 'http://keys.example.com/keys' } },
};

describe('a provider', () => {
  test.each(Object.keys(outages))(
    'that %s makes it 503, is asked once for all tokens of some seconds, and is one line of the log',
    async (title) => {
      const app = appWith();
      provider.respond = (path) => outages[title]?.(path);
      const message = 'The credential could not be checked, since the identity provider does not answer. Try again in a moment.';
      const garbage = async (index: number) => `${(await good()).slice(0, -8)}${String(index).padStart(8, 'A')}`;
      for (let round = 0; round < 3; round += 1) {
        const tokens = await Promise.all(Array.from({ length: mostFailures + 2 }, (_, index) => (index % 2 ? good() : garbage(index))));
        for (const answer of await Promise.all(tokens.map((token) => ask(app, token))))
          expect(answer).toEqual({ status: 503, retryAfter: '5', text: expect.stringContaining(message) });
      }
      expect(new Set(provider.asked).size).toBe(provider.asked.length);
      expect(logged()).toEqual([
        expect.objectContaining({ level: 50, msg: 'The identity provider is unavailable, and its tokens are refused with 503' }),
      ]);

      provider.respond = () => undefined;
      passTime(5_100);
      expect((await ask(app, await good())).status).toBe(200);
      expect(logged().at(-1)).toMatchObject({ level: 30, msg: 'The identity provider answers again' });
    },
  );

  test('of an https issuer has its keys at https as well, not on this machine either', async () => {
    const issuer = 'https://login.example.com';
    const app = appWith(world.database, issuer);
    const original = globalThis.fetch;
    const asked: string[] = [];
    globalThis.fetch = async (url) => {
      asked.push(String(url));
      return Response.json({ issuer, jwks_uri: `${provider.issuer}/keys` });
    };
    try {
      expect((await ask(app, await provider.sign({}, (jwt) => jwt.setIssuer(issuer)))).status).toBe(503);
    } finally {
      globalThis.fetch = original;
    }
    expect(asked).toEqual([`${issuer}/.well-known/openid-configuration`]);
  });

  test('may have a query in the address of its keys, as some name the application there', async () => {
    const keys = `${provider.issuer}/keys?appid=gateway`;
    provider.respond = (path) => (path.startsWith('/keys') ? undefined : { body: { issuer: provider.issuer, jwks_uri: keys } });
    expect((await ask(appWith(), await good())).status).toBe(200);
    expect(provider.asked).toEqual(['/.well-known/openid-configuration', '/keys?appid=gateway']);
  });

  test('is asked once by tokens that come at the same time, and never for garbage that names keys of its own', async () => {
    const app = appWith();
    expect(await Promise.all(Array.from({ length: 20 }, async () => (await ask(app, await good())).status))).toEqual(Array(20).fill(200));
    const unknown = { ...provider.key, kid: 'unknown' };
    for (let count = 0; count < 5; count += 1) await ask(app, await provider.sign({}, (jwt) => jwt, unknown));
    expect(provider.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });
});

test('a database that is away makes good tokens 503 at every door, however many come, and none of them a guess', async () => {
  const failure = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
  let isAway = true;
  const read: typeof world.database.read = (...asked) => (isAway ? Promise.reject(failure) : world.database.read(...asked));
  const app = appWith({ ...world.database, read });
  for (let count = 0; count < mostFailures + 1; count += 1)
    for (const path of ['/api/integrations/1', '/graphql?query={__typename}'])
      expect(await ask(app, await good(), path)).toMatchObject({ status: 503, retryAfter: '5' });
  expect(logged()[0]).toMatchObject({ level: 50, msg: 'A credential could not be checked', err: { message: 'connect ECONNREFUSED' } });
  isAway = false;
  expect((await ask(app, await good())).status).toBe(200);
});
