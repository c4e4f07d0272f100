import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ApiClientWithSecrets } from '../../src/domain/api-client/create.js';
import { askToken, basic, makeClient, type TokenRequest } from '../support/credentials.js';
import { useWorld } from '../support/world.js';

const world = useWorld({ auth: { mode: 'required' } });
const owned = 'core.integration.read core.integration.write core.contract.read';

let client: ApiClientWithSecrets;
let id: string;
let secret: string;

beforeAll(async () => {
  client = await makeClient(world, owned.split(' '));
  id = client.apiClient.clientId;
  secret = client.clientSecret;
});

const grant = { grant_type: 'client_credentials' };

/** The three ways of public clients, and those that they mix. */
const flows: Record<string, () => TokenRequest> = {
  'a form': () => [{ ...grant, client_id: id, client_secret: secret }],
  'HTTP Basic': () => [grant, { authorization: basic(id, secret) }],
  'client_id in the query with Basic': () => [grant, { authorization: basic(id, secret) }, `/oauth2/token?client_id=${id}`],
  'client_id in the query with a Basic that has the secret only': () => [
    grant,
    { authorization: basic('', secret) },
    `/oauth2/token?client_id=${id}`,
  ],
  'client_id in the form with Basic': () => [{ ...grant, client_id: id }, { authorization: basic(id, secret) }],
  'Basic with the secret in the form': () => [{ ...grant, client_secret: secret }, { authorization: basic(id, '') }],
  'Basic encoded as a form': () => [grant, { authorization: basic(encodeURIComponent(id), secret.replaceAll('_', '%5F')) }],
  'a scope that is sent without a value first': () => [
    `scope=&audience=&audience=&scope=core.integration.read+core.integration.write+core.contract.read&${new URLSearchParams({ ...grant, client_id: id, client_secret: secret })}`,
  ],
  'a scope in the query with Basic': () => [
    grant,
    { authorization: basic(id, secret) },
    `/oauth2/token?client_id=${id}&scope=${encodeURIComponent(owned)}`,
  ],
  'the other path': () => [{ ...grant, client_id: id, client_secret: secret }, {}, '/oauth2/access_tokens'],
  'a slash at the end': () => [{ ...grant, client_id: id, client_secret: secret }, {}, '/oauth2/token/'],
  'a charset': () => [
    { ...grant, client_id: id, client_secret: secret },
    { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
  ],
};

describe('the client credentials grant', () => {
  test.each(Object.keys(flows))('gives a token by %s, which both doors take', async (flow) => {
    const asked: TokenRequest = flows[flow]?.() ?? [{}];
    const { status, headers, json } = await askToken(world, ...asked);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'bearer',
      expires_in: 86_399,
      scope: owned,
    });
    const bearer = { authorization: `Bearer ${json.access_token}` };
    expect((await world.rest('GET', '/api/integrations/1', undefined, bearer)).json.code).toBe('erp-invoices');
    expect(await world.graphql('{ integration(by: { databaseId: 1 }) { code } }', {}, bearer)).toEqual({
      status: 200,
      data: { integration: { code: 'erp-invoices' } },
      errors: undefined,
    });
  });

  test('says of a token that it is good for no longer than its client', async () => {
    const { apiClient, clientSecret } = await makeClient(world, ['admin'], { expiresAt: new Date(Date.now() + 3_600_000) });
    const { json } = await askToken(world, { ...grant, client_id: apiClient.clientId, client_secret: clientSecret });
    expect(json.expires_in).toBeGreaterThan(0);
    expect(json.expires_in).toBeLessThanOrEqual(3_600);
    const { iat = 0, exp } = decodeJwt(json.access_token);
    expect(exp).toBe(iat + json.expires_in);
  });

  test.each([
    ['one of its scopes', 'core.integration.read', 'core.integration.read'],
    [
      'scopes in any order, once',
      'core.contract.read  core.integration.read core.contract.read',
      'core.contract.read core.integration.read',
    ],
    ['what it has of more', 'core.integration.read admin core.invoice.read', 'core.integration.read'],
    ['all that it has where none is named', '', owned],
  ])('grants %s', async (_title, scope, granted) => {
    const { status, json } = await askToken(world, { ...grant, client_id: id, client_secret: secret, scope });
    expect({ status, scope: json.scope }).toEqual({ status: 200, scope: granted });
  });
});

describe('refuses', () => {
  type Refusal = readonly [status: number, error: string, ...asked: TokenRequest];
  const refusals: Record<string, Refusal> = {};
  beforeAll(() => {
    const full = { ...grant, client_id: id, client_secret: secret };
    Object.assign(refusals, {
      'no grant type': [400, 'invalid_request', { client_id: id, client_secret: secret }],
      'an empty body': [400, 'invalid_request', ''],
      'another grant type': [400, 'unsupported_grant_type', { ...full, grant_type: 'authorization_code' }],
      'scopes of which it has none': [400, 'invalid_scope', { ...full, scope: 'admin core.invoice.read' }],
      'no credential': [401, 'invalid_client', grant],
      'a wrong secret': [401, 'invalid_client', { ...full, client_secret: `${secret}x` }],
      'no secret': [401, 'invalid_client', { ...grant, client_id: id }],
      'an unknown client': [401, 'invalid_client', { ...full, client_id: 'nobody' }],
      'a client with a name that no database could hold': [401, 'invalid_client', { ...full, client_id: 'a\u0000b' }],
      'the API key as the secret': [401, 'invalid_client', { ...full, client_secret: client.apiKey ?? '' }],
      'a wrong Basic': [401, 'invalid_client', grant, { authorization: basic(id, 'wrong') }],
      'a Basic that is none': [401, 'invalid_client', grant, { authorization: 'Basic !!!' }],
      'two different clients': [400, 'invalid_request', { ...grant, client_id: 'other' }, { authorization: basic(id, secret) }],
      'a grant type twice': [400, 'invalid_request', `${new URLSearchParams(full)}&grant_type=client_credentials`],
      'a client twice': [400, 'invalid_request', `${new URLSearchParams(full)}&client_id=${id}`],
      'a secret twice': [400, 'invalid_request', `${new URLSearchParams(full)}&client_secret=${secret}`],
      'scopes twice': [400, 'invalid_request', `${new URLSearchParams(full)}&scope=core.integration.read&scope=core.integration.read`],
      'a parameter in other spelling twice': [400, 'invalid_request', `${new URLSearchParams(full)}&gr%61nt_type=client_credentials`],
      'an unknown parameter twice': [400, 'invalid_request', `${new URLSearchParams(full)}&audience=a&audience=b`],
      'an unprintable parameter twice': [400, 'invalid_request', `${new URLSearchParams(full)}&%22%00=a&%22%00=b`],
      'a grant type in the address and in the body': [400, 'invalid_request', full, {}, `/oauth2/token?grant_type=client_credentials`],
      'a client in the address and in the body': [400, 'invalid_request', full, {}, `/oauth2/token?client_id=${id}`],
      'a scope twice in the address': [
        400,
        'invalid_request',
        grant,
        { authorization: basic(id, secret) },
        '/oauth2/token?scope=core.integration.read&scope=core.contract.read',
      ],
      'a parameter with two values': [400, 'invalid_request', `grant_type=client_credentials&client_id=${id}&client_id=other`],
      'a secret in the address': [400, 'invalid_request', { ...grant, client_id: id }, {}, `/oauth2/token?client_secret=${secret}`],
      'a body in JSON': [400, 'invalid_request', JSON.stringify(full), { 'content-type': 'application/json' }],
    });
  });

  test.each([
    'no grant type',
    'an empty body',
    'another grant type',
    'scopes of which it has none',
    'no credential',
    'a wrong secret',
    'no secret',
    'an unknown client',
    'a client with a name that no database could hold',
    'the API key as the secret',
    'a wrong Basic',
    'a Basic that is none',
    'two different clients',
    'a grant type twice',
    'a client twice',
    'a secret twice',
    'scopes twice',
    'a parameter in other spelling twice',
    'an unknown parameter twice',
    'an unprintable parameter twice',
    'a grant type in the address and in the body',
    'a client in the address and in the body',
    'a scope twice in the address',
    'a parameter with two values',
    'a secret in the address',
    'a body in JSON',
  ])('%s, as RFC 6749 has it', async (title) => {
    const [status, error, ...asked]: Refusal = refusals[title] ?? [0, '', {}];
    const answer = await askToken(world, ...asked);
    expect({ status: answer.status, error: answer.json.error }).toEqual({ status, error });
    expect(Object.keys(answer.json)).toEqual(['error', 'error_description']);
    expect(answer.json.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/); // what the RFC allows in it
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="integration-runs"' : null);
  });

  test('a client that has expired, and one that is revoked, in the words for a wrong secret', async () => {
    const wrong = await askToken(world, { ...grant, client_id: id, client_secret: 'wrong' });
    const expiring = await makeClient(world, ['admin'], { expiresAt: new Date(Date.now() + 60_000) });
    const form = { ...grant, client_id: expiring.apiClient.clientId, client_secret: expiring.clientSecret };
    expect((await askToken(world, form)).status).toBe(200);
    await world.database.prisma.apiClient.update({ where: { id: expiring.apiClient.id }, data: { expiresAt: new Date() } });
    const expired = await askToken(world, form);
    expect({ status: expired.status, json: expired.json }).toEqual({ status: 401, json: wrong.json });
  });

  test('any method but POST', async () => {
    const response = await world.app(new Request('http://gateway.test/oauth2/token'));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});
