import { beforeAll, describe, expect, test } from 'vitest';
import { askToken, makeClient } from '../support/credentials.js';
import { graphql } from '../support/generated/gql.js';
import { useWorld } from '../support/world.js';

const world = useWorld({ auth: { mode: 'required' } });
let admin: Record<string, string>;

beforeAll(async () => {
  admin = { 'x-coupa-api-key': (await makeClient(world, ['admin'], { name: 'Admin' })).apiKey ?? '' };
});

const Create = graphql(`
  mutation CreateClient($input: CreateApiClientInput!) {
    createApiClient(input: $input) {
      ... on CreateApiClientSuccess {
        clientSecret
        apiKey
        apiClient { id databaseId clientId name scopes hasApiKey createdAt rotatedAt lastUsedAt expiresAt revokedAt }
      }
      ... on ValidationError { code fieldErrors { path message } }
    }
  }
`);

const Rotate = graphql(`
  mutation RotateClient($by: ApiClientBy!) {
    rotateApiClient(input: { by: $by }) {
      __typename
      ... on RotateApiClientSuccess { clientSecret apiKey apiClient { rotatedAt } }
      ... on Error { code message }
    }
  }
`);

const Revoke = graphql(`
  mutation RevokeClient($by: ApiClientBy!) {
    revokeApiClient(input: { by: $by }) {
      __typename
      ... on RevokeApiClientSuccess { apiClient { revokedAt } }
      ... on Error { code message }
    }
  }
`);

const Clients = graphql(`
  query Clients($first: Int!, $after: String) {
    apiClients(first: $first, after: $after) { totalCount nodes { databaseId clientId name } pageInfo { hasNextPage endCursor } }
  }
`);

const create = async (input: { name: string; scopes: ('ADMIN' | 'CORE_CONTRACT_READ')[]; withApiKey?: boolean; expiresAt?: string }) => {
  const { data } = await world.graphql(Create, { input: { withApiKey: false, ...input } }, admin);
  const made = data?.createApiClient;
  if (!made || !('apiClient' in made)) throw new Error(JSON.stringify(made));
  return made;
};

const tokenStatus = async (clientId: string, secret: string) =>
  (await askToken(world, { grant_type: 'client_credentials', client_id: clientId, client_secret: secret })).status;

describe('createApiClient', () => {
  test('gives a client with its secrets, which work, and are not in the database', async () => {
    const { clientSecret, apiKey, apiClient } = await create({ name: 'ERP', scopes: ['CORE_CONTRACT_READ'], withApiKey: true });
    expect(apiClient).toEqual({
      id: Buffer.from(`ApiClient:${apiClient.databaseId}`).toString('base64'),
      databaseId: expect.any(Number),
      clientId: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: 'ERP',
      scopes: ['CORE_CONTRACT_READ'],
      hasApiKey: true,
      createdAt: expect.any(String),
      rotatedAt: null,
      lastUsedAt: null,
      expiresAt: null,
      revokedAt: null,
    });
    expect(clientSecret).toMatch(/^irs_[\w-]{43}$/);
    expect(apiKey).toMatch(/^irk_[\w-]{43}$/);
    expect(await tokenStatus(apiClient.clientId, clientSecret)).toBe(200);
    expect((await world.rest('GET', '/api/contracts/1', undefined, { 'x-coupa-api-key': apiKey ?? '' })).status).toBe(200);
    const row = JSON.stringify(await world.database.prisma.apiClient.findUniqueOrThrow({ where: { id: apiClient.databaseId } }));
    for (const secret of [clientSecret, apiKey ?? '']) expect(row).not.toContain(secret);
  });

  test('gives no API key unless one is asked for', async () => {
    const { apiKey, apiClient } = await create({ name: 'Plain', scopes: ['ADMIN'] });
    expect({ apiKey, hasApiKey: apiClient.hasApiKey }).toEqual({ apiKey: null, hasApiKey: false });
  });

  test('refuses a blank name, no scope, and an end that has passed, and makes nothing', async () => {
    const before = await world.database.prisma.apiClient.count();
    const input = { name: ' ', scopes: [], withApiKey: false, expiresAt: '2020-01-01T00:00:00Z' };
    const { data } = await world.graphql(Create, { input }, admin);
    expect(data?.createApiClient).toEqual({
      code: 'VALIDATION_FAILED',
      fieldErrors: [
        { path: ['name'], message: "Name can't be blank" },
        {
          path: ['scopes'],
          message:
            "Scopes can't be empty: each must be core.integration.read, core.integration.write, core.contract.read, core.contract.write or admin",
        },
        { path: ['expiresAt'], message: 'Expires at must be in the future' },
      ],
    });
    expect(await world.database.prisma.apiClient.count()).toBe(before);
  });
});

describe('rotateApiClient', () => {
  test('puts new secrets in the place of the old ones', async () => {
    const { clientSecret, apiClient } = await create({ name: 'Rotated', scopes: ['ADMIN'], withApiKey: true });
    const { data } = await world.graphql(Rotate, { by: { clientId: apiClient.clientId } }, admin);
    const rotated = data?.rotateApiClient;
    if (rotated?.__typename !== 'RotateApiClientSuccess') throw new Error(JSON.stringify(rotated));
    expect(rotated.apiClient.rotatedAt).not.toBeNull();
    expect(rotated.apiKey).toMatch(/^irk_/);
    expect(await tokenStatus(apiClient.clientId, clientSecret)).toBe(401);
    expect(await tokenStatus(apiClient.clientId, rotated.clientSecret)).toBe(200);
  });

  test('leaves one secret good when two rotate at once', async () => {
    const { apiClient } = await create({ name: 'Raced', scopes: ['ADMIN'] });
    const by = { databaseId: apiClient.databaseId };
    const answers = await Promise.all([1, 2, 3].map(() => world.graphql(Rotate, { by }, admin)));
    const secrets = answers.map(({ data }) =>
      data?.rotateApiClient?.__typename === 'RotateApiClientSuccess' ? data.rotateApiClient.clientSecret : '',
    );
    const statuses = await Promise.all(secrets.map((secret) => tokenStatus(apiClient.clientId, secret)));
    expect(statuses.sort()).toEqual([200, 401, 401]);
  });

  test('gives a client that has expired no secrets, which nobody would accept', async () => {
    const { clientSecret, apiClient } = await create({ name: 'Old', scopes: ['ADMIN'], expiresAt: '2999-01-01T00:00:00Z' });
    const where = { id: apiClient.databaseId };
    await world.database.prisma.apiClient.update({ where, data: { expiresAt: new Date() } });
    const kept = () => world.database.prisma.apiClient.findUniqueOrThrow({ where });
    const before = await kept();
    expect((await world.graphql(Rotate, { by: { id: apiClient.id } }, admin)).data?.rotateApiClient).toEqual({
      __typename: 'ValidationError',
      code: 'VALIDATION_FAILED',
      message: `API client ${apiClient.databaseId} (Old) has expired, for good. Create a new client instead`,
    });
    expect(await kept()).toEqual(before);
    expect(await tokenStatus(apiClient.clientId, clientSecret)).toBe(401);
  });

  test('refuses a client that is revoked, and one that does not exist', async () => {
    const { apiClient } = await create({ name: 'Gone', scopes: ['ADMIN'] });
    const by = { databaseId: apiClient.databaseId };
    await world.graphql(Revoke, { by }, admin);
    expect((await world.graphql(Rotate, { by }, admin)).data?.rotateApiClient).toEqual({
      __typename: 'ValidationError',
      code: 'VALIDATION_FAILED',
      message: `API client ${apiClient.databaseId} (Gone) is revoked, for good. Create a new client instead`,
    });
    expect((await world.graphql(Rotate, { by: { clientId: 'nobody' } }, admin)).data?.rotateApiClient).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      message: 'There is no API client with the client id "nobody".',
    });
  });
});

describe('revokeApiClient', () => {
  test('ends a client for good; a second time changes nothing', async () => {
    const { clientSecret, apiClient } = await create({ name: 'Ended', scopes: ['ADMIN'] });
    const by = { id: apiClient.id };
    const revokedAt = async () => {
      const { data } = await world.graphql(Revoke, { by }, admin);
      return data?.revokeApiClient?.__typename === 'RevokeApiClientSuccess' ? data.revokeApiClient.apiClient.revokedAt : null;
    };
    const first = await revokedAt();
    expect(first).not.toBeNull();
    expect(await revokedAt()).toBe(first);
    expect(await tokenStatus(apiClient.clientId, clientSecret)).toBe(401);
  });

  test('knows no client by another id', async () => {
    const { data } = await world.graphql(Revoke, { by: { databaseId: 2_000_000_000 } }, admin);
    expect(data?.revokeApiClient).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('apiClients', () => {
  test('lists all of them, newest first, page by page', async () => {
    const namesFrom = async (after: string | null): Promise<string[]> => {
      const { data } = await world.graphql(Clients, { first: 2, after }, admin);
      if (!data?.apiClients) throw new Error('no answer');
      const { nodes, pageInfo } = data.apiClients;
      const names = nodes.map(({ name }) => name);
      return pageInfo.hasNextPage ? [...names, ...(await namesFrom(pageInfo.endCursor))] : names;
    };
    const names = await namesFrom(null);
    expect(names.at(-1)).toBe('Admin');
    expect(names.length).toBe(await world.database.prisma.apiClient.count());
  });
});
