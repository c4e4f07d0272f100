// Who may do what, decided at each operation. How the examples are titled: `questions.ts`.
import { describe, expect, test } from 'vitest';
import { fromFetch } from '../../src/http/request.js';
import { routes } from '../../src/rest/routes.js';
import { globalId } from '../graphql/refusals.js';
import { makeClient } from '../support/credentials.js';
import { messagesOf, request, useGuardedGateway } from '../support/guarded-gateway.js';
import { change, count, createClient, needs } from './questions.js';

const { admin, ask, changesNothing, create, reader, rest, statementsOf, expectAnswer, world, writer } = useGuardedGateway();

describe('GraphQL cheat sheet', () => {
  const contract = globalId('Contract', 1);
  test.each<[point: string, scope: string, query: string]>([
    ['whoever knows a name may not read the record for it', 'core.contract.read', '{ contract(by: { databaseId: 1 }) { number } }'],
    ['nor whoever knows an id, by node', 'core.contract.read', `{ node(id: "${contract}") { id } }`],
    ['nor by nodes', 'core.contract.read', `{ nodes(ids: ["${contract}"]) { id } }`],
    ['nodes of a list are checked', 'core.contract.read', '{ contracts { nodes { number } } }'],
    ['edges of a list are checked', 'core.contract.read', '{ contracts { edges { cursor node { number } } } }'],
    ['so is what a filter would tell', 'core.contract.read', count('integrationErrors', 'contract: { number: { startsWith: "C" } }')],
    ['changes are checked', 'core.integration.write', change('fail')],
    ['functions of administrators are checked', 'admin', createClient],
  ])('access control: %s', async (_point, scope, query) => {
    await changesNothing(async () => expect(messagesOf(await ask(query))).toEqual([needs(scope)]));
  });

  test('access control: whoever may write and not read is shown nothing by a change of nothing, nor changes what could not be shown', async () => {
    const { apiKey } = await makeClient(world, ['core.integration.write']);
    const alone = { 'x-coupa-api-key': apiKey ?? '' };
    const far = `mutation { startIntegrationRun(input: { by: { databaseId: 1 } }) { ... on StartIntegrationRunSuccess { integrationRun { integration { name } } } } }`;
    await changesNothing(async () => {
      expect(messagesOf(await ask(change('update'), alone))).toEqual([needs('core.integration.read')]);
      expect((await rest('PUT', 'integration_runs/1', alone)).status).toBe(403);
      expect(messagesOf(await ask(far, alone))).toEqual([needs('core.integration.read')]);
    });
  });

  test('access control: fields are checked, on edges as on nodes', async () => {
    const list = (fields: string) => `integrationErrors(first: 1, filter: { databaseId: { eq: 3 } }) { ${fields} }`;
    const node = 'documentId contract { number }';
    const { json } = await ask(`{ a: ${list(`edges { node { ${node} } }`)} b: ${list(`nodes { ${node} }`)} }`);
    const hidden = { documentId: 4, contract: null };
    expect(json.data).toEqual({ a: { edges: [{ node: hidden }] }, b: { nodes: [hidden] } });
    expect(messagesOf({ json })).toEqual(Array(2).fill(needs('core.contract.read')));
  });
});

describe('REST security cheat sheet', () => {
  test('access control: every endpoint asks for a credential, and decides by itself', async () => {
    const statements = await statementsOf(async () => {
      for (const { method, path } of routes) expect((await rest(method, path.replace(':id', '1'), {})).status, path).toBe(401);
    });
    expect(statements).toEqual([]);
  });

  test.each([
    ['DELETE', '/api/integration_runs/1', 'GET, PUT, PATCH, HEAD, OPTIONS'],
    ['TRACE', '/api/integrations', 'GET, POST, HEAD, OPTIONS'],
    ['PROPFIND', '/graphql', 'GET, POST'],
    ['PUT', '/oauth2/token', 'POST'],
    ['POST', '/health/live', 'GET, HEAD'],
  ])('methods: those that are not on the list are 405, with the list: %s %s', async (method, path, allow) => {
    const { status, headers } = await world.app.handle({ ...fromFetch(request(path, reader)), method }); // fetch has no TRACE
    expect([status, headers['allow']]).toEqual([405, allow]);
  });

  test('order of calls: a step that the status does not allow is refused at both doors, and one taken twice is one', async () => {
    const { id } = (await create({})).json;
    const statuses = [];
    for (const move of ['success', 'success', 'run']) statuses.push((await rest('PUT', `integration_runs/${id}/${move}`, writer)).status);
    expect(statuses).toEqual([200, 200, 400]);
    const { json } = await ask(change('start', '', id), writer);
    expect(json.data.startIntegrationRun.code).toBe('INVALID_TRANSITION');
    expect(await world.database.prisma.integrationRun.findUnique({ where: { id } })).toMatchObject({ status: 'SUCCESSFUL', version: 2 });
  });

  const disguised = () => ({ ...reader, 'x-http-method-override': 'PUT', 'x-method-override': 'PUT' });
  test.each<[point: string, status: number, work: () => Promise<{ status: number; text: string }>, text?: RegExp]>([
    ['methods: each needs its own right', 403, () => rest('PUT', 'integration_runs/1/fail'), /needs the scope core\.integration\.write/],
    ['methods: no header makes one of another', 405, () => rest('GET', 'integration_runs/1/fail', disguised())],
    ['management: clients are no part of the REST door', 404, () => rest('GET', 'api_clients', admin)],
    ['management: administrators of clients read nothing else', 403, () => rest('GET', 'integrations/1', admin)],
  ])('%s: %i', async (_point, status, work, text) => {
    await expectAnswer(status, work, text);
  });

  test('management: there is nothing of it on the port of the API', async () => {
    for (const path of ['/admin', '/metrics', '/debug', '/.env']) expect((await world.app(request(path, admin))).status, path).toBe(404);
  });
});
