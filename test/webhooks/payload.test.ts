// What is sent: which changes, under which types, and with the answer to a query of the owner's.
import { describe, expect, test } from 'vitest';
import { newRun } from '../auth/writers.js';
import { useReceiver } from './receiver.js';
import { useSending } from './sending.js';

const receiver = useReceiver();
const sending = useSending();
const { world } = sending;

const mutate = async (text: string): Promise<void> => {
  const { errors } = await world.graphql(`mutation { ${text} { ... on Error { message } } }`);
  expect(errors).toBeUndefined();
};
const move = (run: number, how: string) => mutate(`${how}IntegrationRun(input: { by: { databaseId: ${run} } })`);
const globalId = (type: string, id: unknown) => Buffer.from(`${type}:${id}`).toString('base64');

/** What is sent, once so many have come and nothing more is due. */
const sent = async (count: number) => {
  await sending.go();
  await receiver.has(count);
  await sending.until((all) => expect(all.map(({ state }) => state)).toEqual(Array(count).fill('DELIVERED')));
  return receiver.received.map(({ json }) => json);
};

test('every kind of change has its type, and tells of its record', async () => {
  await sending.make({ url: receiver.url() });
  const run = await newRun(world, { status: 'RUNNING' });
  await mutate(`createIntegrationError(input: { integrationRun: { databaseId: ${run} }, documentType: CONTRACT, documentId: 1 })`);
  const { id } = (await world.database.prisma.integrationError.findFirst({ orderBy: { id: 'desc' } })) ?? { id: 0 };
  await mutate(`updateIntegrationError(input: { by: { databaseId: ${id} }, status: "seen" })`);
  await mutate(`resolveIntegrationError(input: { by: { databaseId: ${id} } })`);
  await mutate(`unresolveIntegrationError(input: { by: { databaseId: ${id} } })`);
  await mutate(`updateIntegrationRun(input: { by: { databaseId: ${run} }, recordsProcessed: 7 })`);
  await move(run, 'succeed');
  await mutate('updateIntegration(input: { by: { databaseId: 1 }, endSystem: "Other" })');
  await mutate('createContract(input: { number: "HOOK", name: "Hook", status: "draft" })');
  const all = await sent(8);
  const error = { integrationError: { id: globalId('IntegrationError', id), databaseId: id }, integrationRun: { databaseId: run } };
  const run1 = { id: globalId('IntegrationRun', run), databaseId: run };
  expect(all.toSorted((a, b) => (a.data.position < b.data.position ? -1 : 1))).toMatchObject([
    { type: 'integration_error.created', data: { ...error, version: 1 } },
    { type: 'integration_error.updated', data: { integrationError: { status: 'seen' }, version: 2 } },
    { type: 'integration_error.resolved', data: { integrationError: { isResolved: true } } },
    { type: 'integration_error.unresolved', data: { integrationError: { isResolved: false } } },
    { type: 'integration_run.updated', data: { integrationRun: { ...run1, recordsProcessed: 7 }, source: 'GRAPHQL', version: 2 } },
    { type: 'integration_run.successful', data: { previousStatus: 'RUNNING', integrationRun: { endTime: expect.stringMatching(/Z$/) } } },
    { type: 'integration.updated', data: { integration: { databaseId: 1, code: 'erp-invoices' } } },
    { type: 'contract.created', data: { contract: { number: 'HOOK', recordVersion: 1 } } },
  ]);
  for (const { timestamp } of all) expect(new Date(timestamp).toISOString()).toBe(timestamp);
});

test('types choose kinds of changes, a filter runs as they are after the change, with their errors', async () => {
  await sending.make({ url: receiver.url('/types'), types: ['RUN_MOVED'] });
  await sending.make({
    url: receiver.url('/failed'),
    filter: { status: { in: ['FAILED'] }, integration: { code: { eq: 'erp-invoices' } } },
  });
  await sending.make({ url: receiver.url('/errors'), filter: { integrationErrors: { some: { documentId: { eq: 4711 } } } } });
  const [failing, other] = [await newRun(world), await newRun(world)];
  await move(failing, 'fail');
  await mutate(`createIntegrationError(input: { integrationRun: { databaseId: ${failing} } })`);
  await mutate(`createIntegrationError(input: { integrationRun: { databaseId: ${other} }, documentId: 4711 })`);
  await move(failing, 'requeue');
  await sent(4);
  const told = (path: string) =>
    receiver.received.flatMap((each) => (each.path === path ? [[each.json.type, each.json.data.integrationRun.databaseId]] : []));
  expect(told('/types')).toEqual([
    ['integration_run.failed', failing],
    ['integration_run.pending', failing],
  ]);
  expect(told('/failed')).toEqual([['integration_run.failed', failing]]);
  expect(told('/errors')).toEqual([['integration_error.created', other]]);
});

test('alerts are errors for the groups of contacts that are named, and runs that fail', async () => {
  await sending.make({ url: receiver.url(), alertTypes: ['Functional'] });
  const run = await newRun(world);
  for (const contacts of ['"Functional"', '"Technical"', 'null'])
    await mutate(`createIntegrationError(input: { integrationRun: { databaseId: ${run} }, contactAlertType: ${contacts} })`);
  for (const how of ['start', 'fail']) await move(run, how);
  expect(await sent(2)).toMatchObject([
    { type: 'integration_error.created', data: { integrationError: { contactAlertType: 'Functional' } } },
    { type: 'integration_run.failed' },
  ]);
});

describe("a query of the owner's", () => {
  test('is asked with the id of the record that changed, and its answer sent as data.result', async () => {
    const document =
      'query($id: ID!) { node(id: $id) { __typename ... on IntegrationRun { status integration { name } } ... on IntegrationError { documentId } } }';
    await sending.make({ url: receiver.url(), document });
    const run = await newRun(world);
    await move(run, 'start');
    await mutate(`createIntegrationError(input: { integrationRun: { databaseId: ${run} }, documentId: 3 })`);
    expect((await sent(2)).map(({ data }) => data.result)).toEqual([
      { data: { node: { __typename: 'IntegrationRun', status: 'RUNNING', integration: { name: 'ERP invoice export' } } } },
      { data: { node: { __typename: 'IntegrationError', documentId: 3 } } },
    ]);
  });

  test('has its errors in the answer', async () => {
    await sending.make({ url: receiver.url(), document: 'query($id: ID!) { integrationRun(by: { id: $id }) { status } }' });
    await mutate(`createIntegrationError(input: { integrationRun: { databaseId: ${await newRun(world)} } })`);
    const [{ data }] = await sent(1);
    expect(data.result).toMatchObject({ data: { integrationRun: null }, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test('is answered in little, however much it asks for', async () => {
    const flow = 'x'.repeat(300_000);
    const run = await newRun(world, { flow });
    await sending.make({ url: receiver.url(), document: 'query($id: ID!) { node(id: $id) { ... on IntegrationRun { flow } } }' });
    await move(run, 'start');
    const [{ data }] = await sent(1);
    expect(data.result.errors[0].extensions.code).toBe('ANSWER_TOO_LARGE');
    expect(JSON.stringify(data).length).toBeLessThan(2_000);
  });

  test('is sent as it was, although the record has changed since', async () => {
    const { id } = await sending.make({
      url: receiver.url(),
      document: 'query($id: ID!) { node(id: $id) { ... on IntegrationRun { version } } }',
    });
    receiver.answers((response) => response.writeHead(500).end());
    const run = await newRun(world);
    await move(run, 'start');
    await sending.go();
    const [first] = await sending.until((all) => expect(all[0]).toMatchObject({ lastStatusCode: 500 }));
    await world.graphql(`mutation { updateWebhookEndpoint(input: { by: { databaseId: ${id} }, types: [RUN_CREATED] }) { __typename } }`);
    await move(run, 'pause');
    receiver.answers((response) => response.writeHead(200).end());
    await sending.due();
    await sending.until((all) => expect(all.map(({ state }) => state)).toEqual(['DELIVERED']));
    expect(receiver.received.map(({ text }) => text)).toEqual([first?.body, first?.body]);
  });
});

test('a place that the feed no longer has disables the endpoint, and says that changes are lost to it', async () => {
  const { id } = await sending.make({ url: receiver.url() });
  await world.database.prisma.webhookEndpoint.update({ where: { id }, data: { mark: 'abc' } });
  await move(await newRun(world), 'start');
  await sending.go();
  await sending.until(async () =>
    expect(await sending.endpoint(id)).toMatchObject({ state: 'DISABLED', disabledReason: expect.stringContaining('some are lost') }),
  );
  await world.graphql(`mutation { updateWebhookEndpoint(input: { by: { databaseId: ${id} }, state: ACTIVE }) { __typename } }`);
  await move(await newRun(world), 'start');
  expect(await sent(1)).toHaveLength(1);
});
