import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { revokeApiClient } from '../../src/domain/api-client/revoke.js';
import { askToken, basic, bearerOf, makeClient, operatorOn } from '../support/credentials.js';
import { passTime } from '../support/pass-time.js';
import { useWorld } from '../support/world.js';
import { isLetIn, refusalsOf, replicaOf, tokenIn, useReader } from './credentials-at-doors.js';

const world = useWorld({ auth: { mode: 'required' } });

const { client, bearer } = useReader(world);

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
      .setSubject(client().apiClient.clientId)
      .setIssuedAt()
      .setExpirationTime('1 h');
    return change(jwt).sign(secret ?? Buffer.from(key?.secret ?? '', 'base64url'));
  };
  const same = (jwt: SignJWT) => jwt;
  const tampered = () => {
    const [head = '', body = '', signature = ''] = tokenIn(bearer()).split('.');
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
        .setSubject(client().apiClient.clientId)
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
        .setSubject(client().apiClient.clientId)
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
    'an API key as a token': () => client().apiKey ?? '',
  };

  test('a token made as the refused ones are is good itself', async () => {
    expect(await isLetIn(world, { authorization: `Bearer ${await signed(same)}` })).toBe(true);
  });

  test.each(Object.keys(tokens))('is refused by both doors, and not told why: %s', async (title) => {
    const token = (await tokens[title]?.()) ?? '';
    const message =
      'The credential is not valid, or not any more. Get a new token from POST /oauth2/token, or ask the operator of this gateway for a credential.';
    const challenge = 'Bearer realm="integration-runs", error="invalid_token"';
    expect(await refusalsOf(world, { authorization: `Bearer ${token}` })).toEqual({
      rest: { status: 401, challenge, body: { errors: { base: [message] } } },
      graphql: { status: 401, challenge, body: { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] } },
    });
  });

  test.each([
    ['a wrong API key', () => ({ 'x-coupa-api-key': `irk_${'A'.repeat(43)}` })],
    ['a secret as an API key', () => ({ 'x-coupa-api-key': client().clientSecret })],
    [
      'the hash of a key',
      async () => {
        const { apiKeyHash } = await world.database.prisma.apiClient.findUniqueOrThrow({ where: { id: client().apiClient.id } });
        return { 'x-coupa-api-key': apiKeyHash ?? '' };
      },
    ],
    ['HTTP Basic', () => ({ authorization: basic(client().apiClient.clientId, client().clientSecret) })],
  ])('is refused: %s', async (_title, headers) => {
    expect((await refusalsOf(world, await headers())).rest.status).toBe(401);
  });

  test('is refused: a key in the query string, whatever it is called', async () => {
    for (const name of ['api_key', 'x-coupa-api-key', 'X_COUPA_API_KEY', 'access_token'])
      expect((await refusalsOf(world, {}, `?${name}=${client().apiKey}`)).rest.status).toBe(401);
  });

  test('is refused on every replica within seconds once its client is revoked, its key and its tokens', async () => {
    const doomed = await makeClient(world, ['core.integration.read']);
    const headers = [await bearerOf(world, doomed), { 'x-coupa-api-key': doomed.apiKey ?? '' }];
    const replica = replicaOf(world);
    const statuses = async () => {
      const ask = (app: typeof replica, sent: Record<string, string>) =>
        app(new Request('http://gateway.test/api/integrations/1', { headers: sent })).then(({ status }) => status);
      return Promise.all(headers.flatMap((sent) => [ask(world.app, sent), ask(replica, sent)]));
    };
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    await revokeApiClient(operatorOn(world.database), { id: doomed.apiClient.id });
    passTime(2_100);
    expect(await statuses()).toEqual([401, 401, 401, 401]);
    const form = { grant_type: 'client_credentials', client_id: doomed.apiClient.clientId, client_secret: doomed.clientSecret };
    expect((await askToken(world, form)).status).toBe(401);
  });
});
