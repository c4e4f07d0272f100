// What both doors answer to a credential.
import { beforeAll } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import type { ApiClientWithSecrets } from '../../src/domain/api-client/create.js';
import { createLogger } from '../../src/observability/logger.js';
import { bearerOf, makeClient } from '../support/credentials.js';
import type { World } from '../support/world.js';

/** Another gateway on the same database, which asks for credentials. */
export const replicaOf = ({ database }: World): App =>
  createApp({ database, logger: createLogger('silent'), bodyLimit: 1_048_576, requestTimeout: 30_000, auth: { mode: 'required' } });

/** A client that may read integrations, and the header of its bearer token: made before the tests of a file. */
export const useReader = (world: World): { readonly client: () => ApiClientWithSecrets; readonly bearer: () => Record<string, string> } => {
  let client: ApiClientWithSecrets;
  let bearer: Record<string, string>;
  beforeAll(async () => {
    client = await makeClient(world, ['core.integration.read']);
    bearer = await bearerOf(world, client);
  });
  return { client: () => client, bearer: () => bearer };
};

/** The token in the header of a bearer. */
export const tokenIn = ({ authorization = '' }: Record<string, string>): string => authorization.replace('Bearer ', '');

export const isLetIn = async ({ rest }: World, headers: Record<string, string>): Promise<boolean> =>
  (await rest('GET', '/api/integrations/1', undefined, headers)).status === 200;

/** Both doors' answers to a credential that is not good. */
export const refusalsOf = async (world: World, headers: Record<string, string>, query = '') => {
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
