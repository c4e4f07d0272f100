import { describe, expect, test } from 'vitest';
import { expectNothingWritten } from '../domain/contents.js';
import { useWorld } from '../support/world.js';
import { refuse, refuseMutation } from './refusals.js';

const world = useWorld();

const nul = 'a\0b';
const half = 'a\ud800b';
const rule = "can't contain the character U+0000 or half of a surrogate pair";

/** Every mutation that takes a text: its other input, where the text goes, and the path of the error. */
const writes: [mutation: string, label: string, path: string[], input: (text: string) => object][] = [
  ['startIntegrationRun', 'Note', ['note'], (note) => ({ by: { databaseId: 1 }, note })],
  ['updateIntegration', 'Business object', ['businessObject'], (businessObject) => ({ by: { databaseId: 1 }, businessObject })],
  ['updateIntegration', 'Code', ['code'], (code) => ({ by: { databaseId: 1 }, code })],
  ['updateContract', 'Supplier name', ['supplierName'], (supplierName) => ({ by: { databaseId: 1 }, supplierName })],
  ['updateIntegrationError', 'External id', ['externalId'], (externalId) => ({ by: { databaseId: 1 }, externalId })],
  ['updateIntegrationError', 'Message', ['responses', '0', 'message'], (message) => ({ by: { databaseId: 1 }, responses: [{ message }] })],
  ['createIntegrationError', 'Status', ['status'], (status) => ({ integrationRun: { databaseId: 1 }, status })],
  [
    'createIntegrationError',
    'Code',
    ['responses', '1', 'code'],
    (code) => ({ integrationRun: { databaseId: 1 }, responses: [{}, { code }] }),
  ],
  ['updateIntegrationHistoryRecord', 'External id', ['externalId'], (externalId) => ({ by: { databaseId: 1 }, externalId })],
  [
    'createIntegrationHistoryRecord',
    'Message',
    ['responses', '0', 'message'],
    (message) => ({ integration: { databaseId: 1 }, responses: [{ message }] }),
  ],
  [
    'createIntegrationRun',
    'Message',
    ['integrationErrors', '0', 'responses', '0', 'message'],
    (message) => ({ integration: { databaseId: 1 }, integrationErrors: [{ responses: [{ message }] }] }),
  ],
  [
    'failIntegrationRun',
    'Document status',
    ['integrationErrors', '0', 'documentStatus'],
    (documentStatus) => ({ by: { databaseId: 2 }, integrationErrors: [{ documentStatus }] }),
  ],
];

const filter = 'query($filter: IntegrationFilter) { integrations(filter: $filter) { totalCount } }';
const operators = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'contains', 'startsWith', 'endsWith'];

describe.each([nul, half])('the text %j', (text) => {
  expectNothingWritten(world);

  test.each(writes)('is refused by %s as %s at %j', async (mutation, label, path, input) => {
    const message = `${label} ${rule}`;
    expect(await refuseMutation(world, mutation, input(text))).toEqual({
      __typename: 'ValidationError',
      code: 'VALIDATION_FAILED',
      message,
      fieldErrors: [{ path, message }],
    });
  });

  test.each(operators)('is refused as the operand of %s', async (operator) => {
    expect(await refuse(world, filter, { filter: { name: { [operator]: text } } })).toEqual({
      status: 200,
      code: 'BAD_USER_INPUT',
      message: `A text ${rule}.`,
    });
  });

  test('is refused within a list of operands and below an association', async () => {
    const nested = { integrationErrors: { some: { responses: { every: { not: { message: { eq: text } } } } } } };
    for (const bad of [{ name: { in: ['x', text] } }, { name: { notIn: [text] } }, nested])
      expect(await refuse(world, filter, { filter: bad })).toEqual({ status: 200, code: 'BAD_USER_INPUT', message: `A text ${rule}.` });
  });

  test.each([
    'query($text: String!) { integration(by: { code: $text }) { id } }',
    'query($text: String!) { integration(by: { name: $text }) { id } }',
    'query($text: String!) { contract(by: { number: $text }) { id } }',
    'mutation($text: String!) { updateIntegration(input: { by: { code: $text }, businessObject: "X" }) { __typename } }',
    'mutation($text: String!) { updateContract(input: { by: { number: $text }, status: "x" }) { __typename } }',
    'mutation($text: String!) { createIntegrationRun(input: { integration: { name: $text } }) { __typename } }',
  ])('is refused as the name of a record: %s', async (query) => {
    expect(await refuse(world, query, { text })).toEqual({ status: 200, code: 'BAD_USER_INPUT', message: `A text ${rule}.` });
  });

  test('is refused by the REST door, in what is written and in what names a record', async () => {
    const errors = await world.rest('PUT', '/api/integration_runs/2', { integration_errors: [{ 'external-id': text }] });
    expect(errors).toMatchObject({ status: 400, json: { errors: { integration_run: [`Integration error 1: External id ${rule}`] } } });
    const responses = await world.rest('PUT', '/api/integration_runs/2/run', {
      integration_errors: [{ responses: [{ response_message: text }] }],
    });
    expect(responses).toMatchObject({
      status: 400,
      json: { errors: { integration_run: [`Integration error 1, response 1: Response message ${rule}`] } },
    });
    expect(await world.rest('POST', '/api/integration_runs', { integration: { code: text } })).toMatchObject({ status: 400 });
  });
});

describe('a record whose code has U+FFFD, which drivers put in the place of half a surrogate pair', () => {
  test('is not found by half a surrogate pair', async () => {
    await world.database.prisma.integration.update({ where: { id: 12 }, data: { code: 'a\ufffdb', name: 'a\ufffdb' } });
    const { errors } = await world.graphql(filter, { filter: { code: { eq: half } } });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    await world.graphql(
      'mutation($code: String!) { updateIntegration(input: { by: { code: $code }, businessObject: "Changed" }) { __typename } }',
      {
        code: half,
      },
    );
    expect((await world.database.prisma.integration.findUnique({ where: { id: 12 } }))?.businessObject).toBe('Payment');
  });
});

describe('flow, which is JSON and can say everything that JSON can', () => {
  test.each([[{ [nul]: [nul, half], [half]: { '': null, __proto: 1 } }], ['\ud800\udc00'], [[]], [0], [false], ['']])(
    'keeps %j',
    async (flow) => {
      const { data } = await world.graphql(
        'mutation($flow: JSON) { updateIntegrationRun(input: { by: { databaseId: 1 }, flow: $flow }) { ... on UpdateIntegrationRunSuccess { integrationRun { flow } } } }',
        { flow },
      );
      expect(data).toEqual({ updateIntegrationRun: { integrationRun: { flow } } });
      expect((await world.rest('GET', '/api/integration_runs/1')).json.flow).toEqual(flow);
    },
  );
});
