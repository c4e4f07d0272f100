import { SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import type { ApiClientWithSecrets } from '../../src/domain/api-client/create.js';
import { revokeApiClient } from '../../src/domain/api-client/revoke.js';
import { rotateSigningKey } from '../../src/domain/signing-key.js';
import { createLogger } from '../../src/logger.js';
import { askToken, basic, bearerOf, makeClient, operatorOn } from '../support/credentials.js';
import { useWorld } from '../support/world.js';

const world = useWorld({ auth: { mode: 'required' } });

let client: ApiClientWithSecrets;
let bearer: Record<string, string>;

beforeAll(async () => {
  client = await makeClient(world, ['core.integration.read']);
  bearer = await bearerOf(world, client);
});

const tokenIn = ({ authorization = '' }: Record<string, string>) => authorization.replace('Bearer ', '');

const isLetIn = async (headers: Record<string, string>) =>
  (await world.rest('GET', '/api/integrations/1', undefined, headers)).status === 200;

/** Both doors' answers to a credential that is not good. */
const refusalsOf = async (headers: Record<string, string>, query = '') => {
  const rest = await world.rest('GET', `/api/integrations/1${query}`, undefined, headers);
  const graphql = await world.app(
    new Request(`http://gateway.test/graphql${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ __typename }"}',
    }),
  );
  return {
    rest: { status: rest.status, challenge: rest.headers.get('www-authenticate'), body: rest.json },
    graphql: { status: graphql.status, challenge: graphql.headers.get('www-authenticate'), body: await graphql.json() },
  };
};

describe('without a credential', () => {
  test('answers 401 at both doors, and says what is needed', async () => {
    const message =
      'This needs a credential: a token from POST /oauth2/token as "Authorization: Bearer …", or an API key as "X-COUPA-API-KEY: …". Who runs this gateway hands them out.';
    const challenge = 'Bearer realm="integration-runs"';
    expect(await refusalsOf({})).toEqual({
      rest: { status: 401, challenge, body: { errors: { base: [message] } } },
      graphql: { status: 401, challenge, body: { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] } },
    });
  });

  test('answers 401 in XML to those who read XML', async () => {
    const { status, text } = await world.rest('GET', '/api/integration_runs', undefined, { accept: 'application/xml' });
    expect(status).toBe(401);
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\s*<errors>\s*<error>This needs a credential: /);
  });

  test('runs no statement', async () => {
    expect(await world.statementsOf(() => refusalsOf({}))).toEqual([]);
  });

  test.each(['/health/live', '/health/ready', '/api/docs', '/api/openapi.json', '/graphql'])('still shows %s', async (path) => {
    const response = await world.app(new Request(`http://gateway.test${path}`, { headers: { accept: 'text/html' } }));
    expect(response.status).toBe(200);
  });

  test('shows a playground that asks for one, and its files', async () => {
    const html = await (await world.app(new Request('http://gateway.test/graphql', { headers: { accept: 'text/html' } }))).text();
    expect(html).toContain('This gateway asks for a credential');
    const [start = ''] = /\/graphql\/assets\/start\.js\?v=\w+/.exec(html) ?? [];
    const script = await (await world.app(new Request(`http://gateway.test${start}`))).text();
    expect(script).toContain('Bearer <token>');
  });
});

describe('a good credential', () => {
  test.each([
    ['Bearer', () => bearer],
    ['bearer, in small letters', () => ({ authorization: `bearer ${tokenIn(bearer)}` })],
    ['X-COUPA-API-KEY', () => ({ 'X-COUPA-API-KEY': client.apiKey ?? '' })],
    ['X_COUPA_API_KEY', () => ({ X_COUPA_API_KEY: client.apiKey ?? '' })],
    ['the key in both headers', () => ({ authorization: `Bearer ${client.apiKey}`, 'x-coupa-api-key': client.apiKey ?? '' })],
    ['the token in both headers', () => ({ ...bearer, 'x-coupa-api-key': tokenIn(bearer) })],
    ['a good key beside a dead token', () => ({ authorization: 'Bearer dead', 'x-coupa-api-key': client.apiKey ?? '' })],
    ['a good token beside a wrong key', () => ({ ...bearer, 'x-coupa-api-key': 'wrong' })],
    ['a key beside an Authorization of another kind', () => ({ authorization: basic('a', 'b'), 'x-coupa-api-key': client.apiKey ?? '' })],
  ])('is let in: %s', async (_title, headers) => {
    expect(await isLetIn(headers())).toBe(true);
  });

  test('acts under its own actor, in all that it changes', async () => {
    const writer = await makeClient(world, ['core.integration.read', 'core.integration.write'], { name: 'ERP bridge' });
    const headers = await bearerOf(world, writer);
    const { status, json } = await world.rest('POST', '/api/integration_runs', { integration: { code: 'erp-orders' } }, headers);
    expect(status).toBe(201);
    const actor = { id: writer.apiClient.actorId, login: writer.apiClient.clientId, fullname: 'ERP bridge' };
    expect({ by: json['created-by'], last: json['updated-by'] }).toEqual({ by: actor, last: actor });
    const moved = await world.graphql<{ startIntegrationRun: object }, never>(
      `mutation($id: Int!) { startIntegrationRun(input: { by: { databaseId: $id } }) { ... on StartIntegrationRunSuccess {
        integrationRun { transitions { nodes { to source actor { name } } } } } } }`,
      { id: json.id },
      { 'x-coupa-api-key': writer.apiKey ?? '' },
    );
    expect(moved.data?.startIntegrationRun).toEqual({
      integrationRun: {
        transitions: {
          nodes: [
            { to: 'PENDING', source: 'REST', actor: { name: 'ERP bridge' } },
            { to: 'RUNNING', source: 'GRAPHQL', actor: { name: 'ERP bridge' } },
          ],
        },
      },
    });
  });

  test('costs no statement once it is known, and its use is noted once', async () => {
    const other = await makeClient(world, ['core.integration.read']);
    const headers = await bearerOf(world, other);
    const ask = () => world.graphql('{ __typename }', {}, headers);
    await ask();
    const used = async () => (await world.database.prisma.apiClient.findUniqueOrThrow({ where: { id: other.apiClient.id } })).lastUsedAt;
    await expect.poll(used).toBeInstanceOf(Date); // nobody waits for the note of the first use, whose end may be seen only below
    const noted = await used();
    const statements = await world.statementsOf(() => Promise.all(Array.from({ length: 50 }, ask)));
    expect(statements.filter(({ sql }) => sql.startsWith('SELECT') && sql.includes('api_clients'))).toEqual([]);
    expect(await used()).toEqual(noted);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await ask();
    expect(await used()).toEqual(noted);
  });

  test('is looked up by one statement, however many ask with it at once', async () => {
    const { apiKey } = await makeClient(world, ['core.integration.read']);
    const statements = await world.statementsOf(() =>
      Promise.all(Array.from({ length: 50 }, () => world.graphql('{ __typename }', {}, { 'x-coupa-api-key': apiKey ?? '' }))),
    );
    expect(statements.filter(({ sql }) => sql.startsWith('SELECT') && sql.includes('api_clients'))).toHaveLength(1);
  });
});

describe('a credential that is not good', () => {
  const signed = async (
    change: (jwt: SignJWT) => SignJWT,
    secret?: Uint8Array,
    header: { kid?: string; typ?: string; alg?: string } = {},
  ) => {
    const [key] = await world.database.prisma.signingKey.findMany();
    const jwt = new SignJWT({ scope: 'core.integration.read' })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: key?.kid ?? '', ...header })
      .setIssuer('integration-runs')
      .setAudience('integration-runs')
      .setSubject(client.apiClient.clientId)
      .setIssuedAt()
      .setExpirationTime('1 h');
    return change(jwt).sign(secret ?? Buffer.from(key?.secret ?? '', 'base64url'));
  };
  const same = (jwt: SignJWT) => jwt;
  const tampered = () => {
    const [head = '', body = '', signature = ''] = tokenIn(bearer).split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    return [head, Buffer.from(JSON.stringify({ ...claims, scope: 'admin' })).toString('base64url'), signature].join('.');
  };
  const hour = 3_600;
  const now = () => Math.floor(Date.now() / 1000);

  const tokens: Record<string, () => string | Promise<string>> = {
    'alg none': () =>
      new UnsecuredJWT({ scope: 'admin' })
        .setIssuer('integration-runs')
        .setAudience('integration-runs')
        .setSubject(client.apiClient.clientId)
        .setIssuedAt()
        .setExpirationTime('1 h')
        .encode(),
    'another algorithm': () => signed(same, undefined, { alg: 'HS384' }),
    'a wrong key': () => signed(same, new Uint8Array(32)),
    'a key that nobody has': () => signed(same, undefined, { kid: 'nobody' }),
    'no name of a key': () => signed(same, undefined, { kid: '' }),
    'an expired token': () => signed((jwt) => jwt.setIssuedAt(now() - 2 * hour).setExpirationTime(now() - 1)),
    'a token that never expires': async () => {
      const [key] = await world.database.prisma.signingKey.findMany();
      return new SignJWT({ scope: 'core.integration.read' })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: key?.kid ?? '' })
        .setIssuer('integration-runs')
        .setAudience('integration-runs')
        .setSubject(client.apiClient.clientId)
        .setIssuedAt()
        .sign(Buffer.from(key?.secret ?? '', 'base64url'));
    },
    'a token of another audience': () => signed((jwt) => jwt.setAudience('another')),
    'a token of another issuer': () => signed((jwt) => jwt.setIssuer('another')),
    'a token that is not valid yet': () => signed((jwt) => jwt.setNotBefore('1 h')),
    'a token of another kind': () => signed(same, undefined, { typ: 'JWT' }),
    'a token of a client that does not exist': () => signed((jwt) => jwt.setSubject('nobody')),
    'a tampered scope': tampered,
    'no token at all': () => 'nothing',
    'a text of a megabyte': () => 'x'.repeat(20_000),
    'an API key as a token': () => client.apiKey ?? '',
  };

  test('a token made as the refused ones are is good itself', async () => {
    expect(await isLetIn({ authorization: `Bearer ${await signed(same)}` })).toBe(true);
  });

  test.each(Object.keys(tokens))('is refused by both doors, and not told why: %s', async (title) => {
    const token = (await tokens[title]?.()) ?? '';
    const message =
      'The credential is not valid, or not any more. Get a new token from POST /oauth2/token, or ask who runs this gateway for a credential.';
    const challenge = 'Bearer realm="integration-runs", error="invalid_token"';
    expect(await refusalsOf({ authorization: `Bearer ${token}` })).toEqual({
      rest: { status: 401, challenge, body: { errors: { base: [message] } } },
      graphql: { status: 401, challenge, body: { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] } },
    });
  });

  test.each([
    ['a wrong API key', () => ({ 'x-coupa-api-key': `irk_${'A'.repeat(43)}` })],
    ['a secret as an API key', () => ({ 'x-coupa-api-key': client.clientSecret })],
    [
      'the hash of a key',
      async () => {
        const { apiKeyHash } = await world.database.prisma.apiClient.findUniqueOrThrow({ where: { id: client.apiClient.id } });
        return { 'x-coupa-api-key': apiKeyHash ?? '' };
      },
    ],
    ['HTTP Basic', () => ({ authorization: basic(client.apiClient.clientId, client.clientSecret) })],
  ])('is refused: %s', async (_title, headers) => {
    expect((await refusalsOf(await headers())).rest.status).toBe(401);
  });

  test('is refused: a key in the query string, whatever it is called', async () => {
    for (const name of ['api_key', 'x-coupa-api-key', 'X_COUPA_API_KEY', 'access_token'])
      expect((await refusalsOf({}, `?${name}=${client.apiKey}`)).rest.status).toBe(401);
  });

  test('is refused on every replica within seconds once its client is revoked, its key and its tokens', { timeout: 10_000 }, async () => {
    const doomed = await makeClient(world, ['core.integration.read']);
    const headers = [await bearerOf(world, doomed), { 'x-coupa-api-key': doomed.apiKey ?? '' }];
    const replica = createApp({
      database: world.database,
      logger: createLogger('silent'),
      bodyLimit: 1_048_576,
      requestTimeout: 30_000,
      auth: { mode: 'required' },
    });
    const statuses = async () => {
      const ask = (app: typeof replica, sent: Record<string, string>) =>
        app(new Request('http://gateway.test/api/integrations/1', { headers: sent })).then(({ status }) => status);
      return Promise.all(headers.flatMap((sent) => [ask(world.app, sent), ask(replica, sent)]));
    };
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    await revokeApiClient(operatorOn(world.database), { id: doomed.apiClient.id });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect(await statuses()).toEqual([401, 401, 401, 401]);
    const form = { grant_type: 'client_credentials', client_id: doomed.apiClient.clientId, client_secret: doomed.clientSecret };
    expect((await askToken(world, form)).status).toBe(401);
  });
});

describe('the signing key', () => {
  test('can be replaced without an outage: what the old one has signed stays good, and replicas take up the new one', async () => {
    const kidOf = (headers: Record<string, string>) =>
      JSON.parse(Buffer.from(tokenIn(headers).split('.')[0] ?? '', 'base64url').toString()).kid;
    const before = await bearerOf(world, client);
    const kid = await rotateSigningKey(operatorOn(world.database), 86_399);
    const replica = createApp({
      database: world.database,
      logger: createLogger('silent'),
      bodyLimit: 1_048_576,
      requestTimeout: 30_000,
      auth: { mode: 'required' },
    });
    const after = await bearerOf({ app: replica }, client);
    expect(kidOf(after)).toBe(kid);
    expect(kidOf(before)).not.toBe(kid);
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // unknown names are looked for once a second
    for (const headers of [before, after]) expect(await isLetIn(headers)).toBe(true);
  });

  test('that has signed nothing that is still valid is removed by the next replacement', async () => {
    const { prisma } = world.database;
    const [old] = await prisma.signingKey.findMany({ orderBy: { createdAt: 'asc' } });
    await prisma.signingKey.updateMany({ data: { createdAt: new Date(Date.now() - 200_000_000) } });
    await prisma.signingKey.update({ where: { kid: old?.kid ?? '' }, data: { createdAt: new Date(Date.now() - 300_000_000) } });
    await rotateSigningKey(operatorOn(world.database), 86_399);
    expect((await prisma.signingKey.findMany()).map(({ kid }) => kid)).not.toContain(old?.kid);
  });
});

describe('keys of the configuration', () => {
  const key = (kid: string, byte: number) => ({ kid, secret: Buffer.alloc(32, byte).toString('base64url') });
  const appWith = (...tokenKeys: [ReturnType<typeof key>, ...ReturnType<typeof key>[]]) =>
    createApp({
      database: world.database,
      logger: createLogger('silent'),
      bodyLimit: 1_048_576,
      requestTimeout: 30_000,
      auth: { mode: 'required', tokenKeys },
    });
  const statusOf = async (app: ReturnType<typeof appWith>, headers: Record<string, string>) =>
    (await app(new Request('http://gateway.test/api/integrations/1', { headers }))).status;

  test('sign with the first, and check with all of them', async () => {
    const [first, second] = [key('2026-01', 1), key('2026-07', 2)];
    const old = await bearerOf({ app: appWith(first) }, client);
    expect(await statusOf(appWith(second, first), old)).toBe(200);
    expect(await statusOf(appWith(second), old)).toBe(401);
    expect(await statusOf(appWith(key('2026-01', 3)), old)).toBe(401);
  });
});

describe('an open gateway', () => {
  const open = useWorld();

  test('takes everybody for the local developer, and a good credential for its client', async () => {
    const reader = await makeClient(open, ['core.integration.read']);
    const statusOf = async (headers: Record<string, string>) =>
      (await open.rest('POST', '/api/integration_runs', { integration: { code: 'erp-orders' } }, headers)).status;
    expect(await statusOf({})).toBe(201);
    expect(await statusOf({ authorization: 'Bearer stale' })).toBe(201);
    expect(await statusOf({ 'x-coupa-api-key': reader.apiKey ?? '' })).toBe(403);
  });
});
