import { describe, expect, test } from 'vitest';
import { basic, bearerOf, makeClient } from '../support/credentials.js';
import { passTime } from '../support/pass-time.js';
import { useWorld } from '../support/world.js';
import { isLetIn, refusalsOf, tokenIn, useReader } from './credentials-at-doors.js';

const world = useWorld({ auth: { mode: 'required' } });

const { client, bearer } = useReader(world);

describe('without a credential', () => {
  test('answers 401 at both doors, and says what is needed', async () => {
    const message =
      'This needs a credential: a token from POST /oauth2/token as "Authorization: Bearer …", or an API key as "X-COUPA-API-KEY: …". Ask the operator of this gateway for one.';
    const challenge = 'Bearer realm="integration-runs"';
    expect(await refusalsOf(world, {})).toEqual({
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
    expect(await world.statementsOf(() => refusalsOf(world, {}))).toEqual([]);
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
    ['Bearer', () => bearer()],
    ['bearer, in small letters', () => ({ authorization: `bearer ${tokenIn(bearer())}` })],
    ['X-COUPA-API-KEY', () => ({ 'X-COUPA-API-KEY': client().apiKey ?? '' })],
    ['X_COUPA_API_KEY', () => ({ X_COUPA_API_KEY: client().apiKey ?? '' })],
    ['the key in both headers', () => ({ authorization: `Bearer ${client().apiKey}`, 'x-coupa-api-key': client().apiKey ?? '' })],
    ['the token in both headers', () => ({ ...bearer(), 'x-coupa-api-key': tokenIn(bearer()) })],
    ['a good key beside a dead token', () => ({ authorization: 'Bearer dead', 'x-coupa-api-key': client().apiKey ?? '' })],
    ['a good token beside a wrong key', () => ({ ...bearer(), 'x-coupa-api-key': 'wrong' })],
    ['a key beside an Authorization of another kind', () => ({ authorization: basic('a', 'b'), 'x-coupa-api-key': client().apiKey ?? '' })],
  ])('is let in: %s', async (_title, headers) => {
    expect(await isLetIn(world, headers())).toBe(true);
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
    passTime(2_100);
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
