// Endpoints as admins make, change, try and remove them.
import { describe, expect, test } from 'vitest';
import { newRun } from '../auth/writers.js';
import { expectNothingWritten } from '../domain/contents.js';
import { useWorld } from '../support/world.js';
import { useReceiver } from './receiver.js';
import { useSending } from './sending.js';

interface FieldErrors {
  readonly result: { readonly fieldErrors?: readonly { readonly path: readonly string[]; readonly message: string }[] };
}

describe('refused', () => {
  const world = useWorld();
  expectNothingWritten(world);

  test.each<[title: string, input: string, path: string, message: RegExp]>([
    ['no types', 'types: []', 'types', /^Types can't be empty: leave them out for all/],
    [
      'types that a filter can never let through',
      'types: [RUN_MOVED, CONTRACT_UPDATED], filter: { attempt: { eq: 1 } }',
      'types',
      /^Types can't have CONTRACT_UPDATED beside a filter/,
    ],
    ['a blank alert type', 'alertTypes: ["Technical", " "]', 'alertTypes', /^Alert types can't have " ": each is a name/],
    ['too many alert types', `alertTypes: [${Array(21).fill('"x"')}]`, 'alertTypes', /are too many \(at most 20\)$/],
    ['a description with U+0000', 'description: "a\\u0000"', 'description', /^Description can't contain the character U\+0000/],
    ['a long description', `description: "${'x'.repeat(2001)}"`, 'description', /is too long \(at most 2000 characters\)$/],
    ['a document that is no GraphQL', 'document: "{"', 'document', /^Document is refused: Syntax Error/],
    ['a document of an unknown field', 'document: "{ nothing }"', 'document', /^Document is refused: Cannot query field "nothing"/],
    [
      'a mutation',
      'document: "mutation { pauseIntegrationRun(input: { by: { databaseId: 1 } }) { __typename } }"',
      'document',
      /^Document must be a query, and is a mutation$/,
    ],
    ['a subscription', 'document: "subscription { changes { type } }"', 'document', /^Document must be a query, and is a subscription$/],
    [
      'two operations',
      'document: "query A { feedPosition } query B { feedPosition }"',
      'document',
      /must have one operation, and has several$/,
    ],
    [
      'another variable',
      'document: "query($id: ID!, $first: Int) { node(id: $id) { id } integrations(first: $first) { totalCount } }"',
      'document',
      /alone, .+, and no \$first$/,
    ],
    [
      'an id of another type',
      'document: "query($id: String!) { integration(by: { code: $id }) { name } }"',
      'document',
      /may declare the variable \$id: ID! alone/,
    ],
    [
      'what costs too much',
      `document: "{ ${Array.from({ length: 40 }, (_, index) => `a${index}: integrationRuns(first: 500) { nodes { integrationErrors(first: 500) { nodes { id } } } }`)} }"`,
      'document',
      /^Document is refused: /,
    ],
    ['what asks about the schema', 'document: "{ __schema { types { name } } }"', 'document', /can't ask about the schema/],
  ])('%s', async (_title, input, path, message) => {
    const { data, errors } = await world.graphql<FieldErrors, never>(
      `mutation { result: createWebhookEndpoint(input: { url: "https://example.com/", ${input} }) { ... on ValidationError { fieldErrors { path message } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.result.fieldErrors).toEqual([{ path: [path], message: expect.stringMatching(message) }]);
  });

  test.each([
    ['updateWebhookEndpoint', 'WebhookEndpoint'],
    ['deleteWebhookEndpoint', 'WebhookEndpoint'],
    ['rotateWebhookSecret', 'WebhookEndpoint'],
    ['testWebhookEndpoint', 'WebhookEndpoint'],
    ['replayWebhookDelivery', 'WebhookDelivery'],
  ])('%s of what is not there', async (mutation, type) => {
    for (const by of ['databaseId: 4711', 'databaseId: -1', `id: "${Buffer.from(`${type}:3000000000`).toString('base64')}"`]) {
      const { data, errors } = await world.graphql<unknown, never>(
        `mutation { ${mutation}(input: { by: { ${by} } }) { ... on NotFoundError { code message } } }`,
      );
      expect(errors, by).toBeUndefined();
      expect(data, by).toMatchObject({
        [mutation]: { code: 'NOT_FOUND', message: expect.stringMatching(/^There is no webhook (endpoint|delivery) with the id /) },
      });
    }
  });

  test('a filter with an id of another type, in words, at its place', async () => {
    const { errors } = await world.graphql(
      `mutation { createWebhookEndpoint(input: { url: "https://example.com/", filter: { id: { eq: "${Buffer.from('Contract:1').toString('base64')}" } } }) { __typename } }`,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'filter', 'id', 'eq'] });
  });

  test('null for what an endpoint must have', async () => {
    for (const field of ['url', 'state']) {
      const { data } = await world.graphql<FieldErrors, never>(
        `mutation { result: updateWebhookEndpoint(input: { by: { databaseId: 1 }, ${field}: null }) { ... on ValidationError { fieldErrors { path } } ... on NotFoundError { code } } }`,
      );
      expect(data?.result).toEqual(field === 'state' ? { fieldErrors: [{ path: ['state'] }] } : { code: 'NOT_FOUND' });
    }
  });
});

const receiver = useReceiver();
const sending = useSending();
const { world } = sending;

const all =
  '{ webhookEndpoints { totalCount nodes { id databaseId url description types alertTypes filter document state disabledReason } } }';
const list = async () =>
  (await world.graphql<{ webhookEndpoints: { nodes: Record<string, unknown>[] } }, never>(all)).data?.webhookEndpoints.nodes ?? [];

test('an endpoint is shown as it was given, but for its secret, and null clears', async () => {
  const input = {
    url: 'https://example.com/hook?x=1',
    description: '\ufeffOf the warehouse',
    types: ['RUN_MOVED', 'ERROR_CREATED'],
    alertTypes: ['Technical'],
    filter: { createdAt: { gte: '2026-01-01T00:00:00.000Z' }, integration: { code: { eq: 'erp-invoices' } } },
    document: 'query($id: ID!) { node(id: $id) { id } }',
  };
  const { id } = await sending.make(input);
  const shown = { databaseId: id, state: 'ACTIVE', disabledReason: null };
  expect(await list()).toMatchObject([{ ...input, ...shown }]);
  await world.graphql(
    `mutation { updateWebhookEndpoint(input: { by: { databaseId: ${id} }, description: null, types: null, alertTypes: null, filter: null, document: null }) { __typename } }`,
  );
  expect(await list()).toMatchObject([
    { url: input.url, description: null, types: null, alertTypes: null, filter: null, document: null, ...shown },
  ]);
  const { errors } = await world.graphql('{ webhookEndpoints { nodes { secret } } }');
  expect(errors?.[0]?.message).toContain('Cannot query field "secret"');
});

test('a page of endpoints is the same on both ways, with all that a page has', async () => {
  for (const path of ['one', 'two', 'three']) await sending.make({ url: `https://example.com/${path}` });
  const page = 'totalCount edges { cursor node { url } } nodes { url } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  const query = `{ first: webhookEndpoints(first: 2) { ${page} } last: webhookEndpoints(last: 2) { ${page} } }`;
  const { data, errors } = await world.graphql<Record<string, { totalCount: number; nodes: object[] }>, never>(query);
  expect(errors).toBeUndefined();
  expect([data?.['first']?.totalCount, data?.['first']?.nodes.length, data?.['last']?.nodes.length]).toEqual([3, 2, 2]);
  expect(data).toEqual((await world.fieldByField(query)).data);
});

test('a deleted endpoint is gone with its deliveries, and nothing more is sent', async () => {
  const { id } = await sending.make({ url: receiver.url() });
  receiver.answers((response) => response.writeHead(500).end());
  await world.graphql(`mutation { startIntegrationRun(input: { by: { databaseId: ${await newRun(world)} } }) { __typename } }`);
  await sending.go();
  await sending.until((found) => expect(found[0]).toMatchObject({ lastStatusCode: 500 }));
  const { data } = await world.graphql<unknown, never>(
    `mutation { gone: deleteWebhookEndpoint(input: { by: { databaseId: ${id} } }) { ... on DeleteWebhookEndpointSuccess { deletedId } } }`,
  );
  expect(data).toEqual({ gone: { deletedId: Buffer.from(`WebhookEndpoint:${id}`).toString('base64') } });
  expect(await sending.deliveries()).toEqual([]);
  expect(await list()).toEqual([]);
});

interface Log {
  readonly webhookEndpoint: { readonly deliveries: { readonly totalCount: number; readonly nodes: Record<string, unknown>[] } };
}

test('a test and a replay are sent once, to a disabled endpoint as well, and count for nothing; the log tells of both', async () => {
  const { id } = await sending.make({ url: receiver.url() });
  await world.graphql(`mutation { startIntegrationRun(input: { by: { databaseId: ${await newRun(world)} } }) { __typename } }`);
  await sending.go();
  const [delivered] = await sending.until((found) => expect(found[0]?.state).toBe('DELIVERED'));
  await world.graphql(`mutation { updateWebhookEndpoint(input: { by: { databaseId: ${id} }, state: DISABLED }) { __typename } }`);
  receiver.answers((response) => response.writeHead(503).end('busy'));
  const { data } = await world.graphql<{ tried: { webhookDelivery: { state: string; position: null } } }, never>(`mutation {
    tried: testWebhookEndpoint(input: { by: { databaseId: ${id} } }) { ... on TestWebhookEndpointSuccess { webhookDelivery { state position isRequested } } }
    again: replayWebhookDelivery(input: { by: { databaseId: ${delivered?.id} } }) { ... on ReplayWebhookDeliverySuccess { webhookDelivery { state endpoint { databaseId } } } }
  }`);
  expect(data).toEqual({
    tried: { webhookDelivery: { state: 'PENDING', position: null, isRequested: true } },
    again: { webhookDelivery: { state: 'PENDING', endpoint: { databaseId: id } } },
  });
  await sending.until((found) => expect(found.map(({ state }) => state)).toEqual(['FAILED', 'FAILED']));
  expect(await sending.endpoint(id)).toMatchObject({ state: 'DISABLED', failures: 0, failingSince: null });
  const [first, ...more] = receiver.received;
  expect(more.map(({ json }) => json.type).sort()).toEqual(['integration_run.running', 'webhook_endpoint.test']);
  const replayed = more.find(({ json }) => json.type !== 'webhook_endpoint.test');
  expect([replayed?.headers['webhook-id'], replayed?.text]).toEqual([first?.headers['webhook-id'], first?.text]);
  const log = await world.graphql<Log, never>(
    `{ webhookEndpoint(by: { databaseId: ${id} }) { deliveries(first: 1, state: FAILED) { totalCount nodes { state attempts lastStatusCode lastError nextAttemptAt body } } } }`,
  );
  expect(log.data?.webhookEndpoint.deliveries).toMatchObject({
    totalCount: 2,
    nodes: [
      {
        state: 'FAILED',
        attempts: 1,
        lastStatusCode: 503,
        lastError: 'The receiver answered 503: "busy"',
        nextAttemptAt: null,
        body: expect.stringContaining('webhook_endpoint.test'),
      },
    ],
  });
  const none = await world.graphql<Log, never>(
    `{ webhookEndpoint(by: { databaseId: ${id} }) { deliveries(state: PENDING) { totalCount nodes { id } } } }`,
  );
  expect(none.data?.webhookEndpoint.deliveries).toEqual({ totalCount: 0, nodes: [] });
});

test('a delivery that waits is tried at once by a replay, and goes on counting', async () => {
  const { id } = await sending.make({ url: receiver.url() });
  receiver.answers((response) => response.writeHead(500).end());
  await world.graphql(`mutation { startIntegrationRun(input: { by: { databaseId: ${await newRun(world)} } }) { __typename } }`);
  await sending.go();
  const [waiting] = await sending.until((found) => expect(found[0]).toMatchObject({ lastStatusCode: 500 }));
  await world.graphql(`mutation { replayWebhookDelivery(input: { by: { databaseId: ${waiting?.id} } }) { __typename } }`);
  await sending.until(async () => expect((await sending.endpoint(id)).failures).toBe(2));
  expect((await sending.deliveries())[0]).toMatchObject({ state: 'PENDING', attempts: 2, isRequested: false });
});
