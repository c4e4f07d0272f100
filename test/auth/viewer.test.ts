// Who asks, and what they may do: how a client finds out before it is refused, and what a refusal leaves of an answer.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Scope, scopes } from '../../src/domain/rules/viewer.js';
import { askToken, basic, bearerOf, makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';

const scopeName = (scope: string) => scope.toUpperCase().replaceAll('.', '_');
const query = '{ viewer { actor { id name } scopes } }';

describe('on a gateway that is open', () => {
  const world = useWorld();

  test('the viewer is the local developer, who may do everything', async () => {
    const expected = { viewer: { actor: { id: '1', name: 'Local developer' }, scopes: scopes.map(scopeName) } };
    for (const ask of [world.graphql, world.fieldByField])
      expect(await ask(query)).toEqual({ status: 200, data: expected, errors: undefined });
  });

  test('the viewer can be asked for beside anything else, under any alias', async () => {
    const { data } = await world.graphql(
      '{ me: viewer { __typename actor { ...A } } integration(by: { databaseId: 1 }) { id } } fragment A on Actor { name }',
    );
    expect(data).toMatchObject({ me: { __typename: 'Viewer', actor: { name: 'Local developer' } }, integration: {} });
  });
});

describe('on a gateway that asks for credentials', () => {
  const world = useWorld({ auth: { mode: 'required' } });
  const reader: Record<string, string> = {};

  beforeAll(async () => {
    const { apiKey } = await makeClient(world, ['core.integration.read']);
    reader['x-coupa-api-key'] = apiKey ?? '';
  });

  test.each(scopes)('a client that has %s alone is told so, and under whom it acts', async (scope: Scope) => {
    const client = await makeClient(world, [scope], { name: `Only ${scope}` });
    const expected = { actor: { id: String(client.apiClient.actorId), name: `Only ${scope}` }, scopes: [scopeName(scope)] };
    for (const headers of [{ 'x-coupa-api-key': client.apiKey ?? '' }, await bearerOf(world, client)])
      for (const ask of [world.graphql, world.fieldByField])
        expect(await ask(query, {}, headers)).toEqual({ status: 200, data: { viewer: expected }, errors: undefined });
  });

  test('the scopes are those of the token, where it was asked for fewer than its client has', async () => {
    const { apiClient, clientSecret } = await makeClient(world, ['core.integration.read', 'core.integration.write', 'admin']);
    const form = { grant_type: 'client_credentials', scope: 'core.integration.read' };
    const { json } = await askToken(world, form, { authorization: basic(apiClient.clientId, clientSecret) });
    const { data } = await world.graphql(query, {}, { authorization: `Bearer ${json.access_token}` });
    expect(data).toMatchObject({ viewer: { scopes: ['CORE_INTEGRATION_READ'] } });
  });

  test('the actor is the one that changes are recorded under', async () => {
    const { apiKey } = await makeClient(world, ['core.integration.read', 'core.integration.write']);
    const headers = { 'x-coupa-api-key': apiKey ?? '' };
    const create = `mutation { createIntegrationRun(input: { integration: { databaseId: 1 } }) {
      ... on CreateIntegrationRunSuccess { integrationRun { createdBy { id name } } } } }`;
    const made = await world.graphql<{ createIntegrationRun: { integrationRun: { createdBy: object } } }, never>(create, {}, headers);
    const { data } = await world.graphql<{ viewer: { actor: object } }, never>('{ viewer { actor { id name } } }', {}, headers);
    expect(data?.viewer.actor).toEqual(made.data?.createIntegrationRun.integrationRun.createdBy);
  });

  test('nobody is told without a credential', async () => {
    const { status, data } = await world.graphql(query);
    expect([status, data]).toEqual([401, undefined]);
  });

  const lists: Readonly<Record<string, Scope>> = {
    integrationRuns: 'core.integration.read',
    contracts: 'core.contract.read',
    integrations: 'core.integration.read',
    apiClients: 'admin',
    integrationErrors: 'core.integration.read',
  };

  test.each(scopes)(
    'with %s alone, lists at the root that are refused leave the others, and each refusal names its scope',
    async (scope) => {
      const { apiKey } = await makeClient(world, [scope]);
      const headers = { 'x-coupa-api-key': apiKey ?? '' };
      const all = `{ ${Object.keys(lists).map((list) => `${list}(first: 1) { totalCount nodes { id } edges { cursor } }`)} }`;
      for (const ask of [world.graphql, world.fieldByField]) {
        const { status, data, errors } = await ask<Record<string, { totalCount: number; nodes: object[] } | null>, never>(all, {}, headers);
        expect(status).toBe(200);
        const refused = Object.entries(lists).filter(([, needed]) => needed !== scope);
        for (const list of Object.keys(lists)) {
          if (lists[list] === scope) expect(data?.[list]?.nodes, list).toHaveLength(1);
          else expect(data?.[list], list).toBeNull();
        }
        const told = errors?.map(({ message, path, extensions }) => ({ message, list: path?.[0], code: extensions.code }));
        expect(told).toEqual(
          expect.arrayContaining(
            refused.map(([list, needed]) => ({
              message: `This needs the scope ${needed}, which your credential does not have.`,
              list,
              code: 'FORBIDDEN',
            })),
          ),
        );
        expect(new Set(told?.map(({ list }) => list))).toEqual(new Set(refused.map(([list]) => list)));
      }
    },
  );

  test('a reader is shown what a run can do, and told by the viewer and by the refusal what it needs to do it', async () => {
    const asked = await world.graphql('{ integrationRun(by: { databaseId: 1 }) { allowedTransitions } viewer { scopes } }', {}, reader);
    expect(asked.data).toEqual({
      integrationRun: { allowedTransitions: ['START', 'PAUSE', 'SUCCEED', 'FAIL'] },
      viewer: { scopes: ['CORE_INTEGRATION_READ'] },
    });
    const message = 'This needs the scope core.integration.write, which your credential does not have.';
    const refused = await world.graphql('mutation { startIntegrationRun(input: { by: { databaseId: 1 } }) { __typename } }', {}, reader);
    expect(refused.errors).toMatchObject([{ message, extensions: { code: 'FORBIDDEN' } }]);
    const { status, json } = await world.rest('PUT', '/api/integration_runs/1/run', undefined, reader);
    expect([status, json]).toEqual([403, { errors: { base: [message] } }]);
  });
});
