// On whose behalf webhooks read, and that nothing more is sent once they may not.
import { beforeAll, expect, test } from 'vitest';
import type { ApiClientWithSecrets } from '../../src/domain/api-client/create.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { newRun } from '../auth/writers.js';
import { makeClient } from '../support/credentials.js';
import { taken, useReceiver } from './receiver.js';
import { useSending } from './sending.js';

const { sql } = Prisma;
const receiver = useReceiver();
const sending = useSending(undefined, { auth: { mode: 'required' } });
const { world } = sending;

const keyOf = ({ apiKey }: ApiClientWithSecrets) => ({ 'x-coupa-api-key': apiKey ?? '' });
let everything: Record<string, string>;
beforeAll(async () => {
  everything = keyOf(
    await makeClient(world, ['admin', 'core.integration.read', 'core.integration.write', 'core.contract.read', 'core.contract.write']),
  );
});

const owner = () => makeClient(world, ['admin', 'core.integration.read', 'core.contract.read']);
const change = (run: number) =>
  world.graphql(
    `mutation { updateIntegrationRun(input: { by: { databaseId: ${run} }, flow: "${Math.random()}" }) { __typename } }`,
    {},
    everything,
  );
const contractChange = () =>
  world.graphql(`mutation { updateContract(input: { by: { databaseId: 1 }, name: "${Math.random()}" }) { __typename } }`, {}, everything);

test.each<[title: string, lose: (id: number) => Promise<unknown>, reason: RegExp]>([
  [
    'is revoked',
    (id) => world.database.prisma.apiClient.update({ where: { id }, data: { revokedAt: new Date() } }),
    /^The API client ".+" that made it, or changed it last, is revoked or has expired\./,
  ],
  [
    'has expired',
    (id) => world.database.prisma.apiClient.update({ where: { id }, data: { expiresAt: new Date(0) } }),
    /is revoked or has expired\./,
  ],
  [
    'has lost a scope',
    (id) => world.database.prisma.apiClient.update({ where: { id }, data: { scopes: 'admin core.integration.read' } }),
    /has lost the scope core\.contract\.read\. Whoever may have it sent takes it over by enabling it with `state: ACTIVE`\.$/,
  ],
])('once its client %s nothing more is sent, not even what waits, until somebody else takes it over', async (_title, lose, reason) => {
  const client = await owner();
  const { id } = await sending.make({ url: receiver.url() }, keyOf(client));
  const run = await newRun(world);
  receiver.answers((response) => response.writeHead(500).end());
  await change(run);
  await sending.go();
  await sending.until((all) => expect(all[0]).toMatchObject({ state: 'PENDING', lastStatusCode: 500 }));
  await lose(client.apiClient.id);
  await change(run);
  receiver.answers(taken);
  await sending.due();
  await sending.go();
  const begun = receiver.received.length;
  await sending.until(async () => expect((await sending.endpoint(id)).state).toBe('DISABLED'));
  expect((await sending.endpoint(id)).disabledReason).toMatch(reason);
  await change(run);
  await sending.go();
  expect((await sending.until((all) => expect(all).toHaveLength(1)))[0]?.state).toBe('PENDING');
  expect(receiver.received).toHaveLength(begun);
  await world.graphql(
    `mutation { updateWebhookEndpoint(input: { by: { databaseId: ${id} }, state: ACTIVE }) { __typename } }`,
    {},
    everything,
  );
  await sending.until((all) => expect(all.map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED']));
});

test('changes of contracts are left out for an owner who may not read them, and asked for by name they are refused', async () => {
  const headers = keyOf(await makeClient(world, ['admin', 'core.integration.read']));
  await sending.make({ url: receiver.url() }, headers);
  await contractChange();
  await change(await newRun(world));
  await sending.go();
  const all = await sending.until((deliveries) => expect(deliveries.map(({ state }) => state)).toEqual(['DELIVERED']));
  expect(all[0]?.subject).toMatch(/^integrationRun /);
  const { errors } = await world.graphql(
    'mutation { createWebhookEndpoint(input: { url: "https://example.com", types: [CONTRACT_CREATED] }) { __typename } }',
    {},
    headers,
  );
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

test.each([
  [
    'document',
    'document: "query($id: ID!) { node(id: $id) { ... on IntegrationRun { integrationErrors { nodes { contract { name } } } } } }"',
  ],
  ['filter', 'filter: { integrationErrors: { some: { contract: { name: { eq: "x" } } } } }'],
])('a %s that reads what its owner may not is refused', async (_title, input) => {
  const headers = keyOf(await makeClient(world, ['admin', 'core.integration.read']));
  const create = `mutation { createWebhookEndpoint(input: { url: "https://example.com", ${input} }) { __typename } }`;
  const { data, errors } = await world.graphql<unknown, never>(create, {}, headers);
  expect(data).toEqual({ createWebhookEndpoint: null });
  expect(errors?.[0]).toMatchObject({ message: 'This needs the scope core.contract.read, which your credential does not have.' });
  expect((await world.graphql<unknown, never>(create, {}, everything)).errors).toBeUndefined();
});

test('an endpoint whose query its owner may no longer ask tells so in the payload, and reads nothing', async () => {
  const document = 'query($id: ID!) { node(id: $id) { id } contracts { totalCount } }';
  const { id } = await sending.make({ url: receiver.url(), document }, keyOf(await owner()));
  await world.database.write(sql`UPDATE webhook_endpoints SET owner_scopes = 'admin core.integration.read' WHERE id = ${id}::int`);
  await change(await newRun(world));
  await sending.go();
  const [first] = await receiver.has(1);
  expect(first?.json.data.result).toMatchObject({ data: { contracts: null }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
});
