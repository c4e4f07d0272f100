import { describe, expect, test } from 'vitest';
import { expectNothingWritten } from '../domain/contents.js';
import { useWorld } from '../support/world.js';
import { expectNoInternals, refuse, refuseMutation } from './refusals.js';

const world = useWorld();
expectNothingWritten(world);

/** Sends a body as it is, so that it can be deeper than anything that a writer of JSON would make. */
const send = async (body: string, path = '/graphql', method = 'POST') => {
  const headers = {
    'content-type': 'application/json',
    accept: path === '/graphql' ? 'application/graphql-response+json' : 'application/json',
  };
  const response = await world.app(new Request(`http://gateway.test${path}`, { method, headers, body }));
  const text = await response.text();
  expectNoInternals(text);
  return { status: response.status, json: JSON.parse(text) };
};

const nest = (open: string, inner: string, close: string, depth: number) => `${open.repeat(depth)}${inner}${close.repeat(depth)}`;

describe('a body that is no JSON', () => {
  test.each(['{', '', '{"query":', 'null', '5', '"x"', '{}', '{"query":5}', '{"query":"{__typename}","variables":[1]}'])(
    'is refused by the GraphQL door: %s',
    async (body) => {
      const { status, json } = await send(body);
      expect(status).toBe(400);
      expect(json).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }] });
    },
  );

  test.each(['[]', ' [{"query":"{__typename}"}]', '['])('is refused by the GraphQL door as a batch: %s', async (body) => {
    const { status, json } = await send(body);
    expect(status).toBe(400);
    expect(json).toEqual({ errors: [{ message: expect.stringContaining('one operation'), extensions: { code: 'BATCHING_REFUSED' } }] });
  });

  test.each(['{', '{"total_records":}', '[]', '5', '"x"'])('is refused by the REST door: %s', async (body) => {
    const { status, json } = await send(body, '/api/integration_runs/2/run', 'PUT');
    expect(status).toBe(400);
    expect(Object.values(json.errors)).toEqual([[expect.any(String)]]);
  });
});

describe('a body of 10 MB', () => {
  const message = 'The body is larger than 1048576 bytes. Send less at once.';

  test('is refused by the GraphQL door with 413', async () => {
    const { status, json } = await send(JSON.stringify({ query: `#${'x'.repeat(10_000_000)}` }));
    expect(status).toBe(413);
    expect(json).toEqual({ errors: [{ message, extensions: { code: 'PAYLOAD_TOO_LARGE' } }] });
  });

  test('is refused by the REST door with 413', async () => {
    const { status, json } = await send(JSON.stringify({ flow: 'x'.repeat(10_000_000) }), '/api/integration_runs/2/run', 'PUT');
    expect(status).toBe(413);
    expect(json).toEqual({ errors: { base: [message] } });
  });
});

describe('nesting without end', () => {
  test.each([
    ['fields', nest('{ node ', '{ id }', '}', 5_000)],
    ['literals', `{ integrationRuns(filter: ${nest('{ not: ', '{}', '}', 5_000)}) { totalCount } }`],
    ['lists', `mutation { startIntegrationRun(input: { by: { databaseId: 1 }, flow: ${nest('[', '', ']', 50_000)} }) { __typename } }`],
  ])('of %s in a document is refused', async (_title, query) => {
    const { status, code } = await refuse(world, query);
    expect(status).toBe(400);
    expect(code).not.toBe('INTERNAL_SERVER_ERROR');
  });

  test.each([2_000, 20_000])('of filters in variables is refused, %i deep', async (depth) => {
    const query = 'query($filter: IntegrationRunFilter) { integrationRuns(filter: $filter) { totalCount } }';
    const { status, json } = await send(`{"query":"${query}","variables":{"filter":${nest('{"not":', '{}', '}', depth)}}}`);
    expect(status).toBeLessThan(500);
    expect(json.errors).toHaveLength(1);
    expect(json.errors[0].extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
  });

  test('of filters is understood as far as anybody would write it', async () => {
    const { data } = await world.graphql(
      `{ integrationRuns(filter: ${nest('{ not: ', '{ databaseId: { eq: 1 } }', '}', 20)}) { totalCount } }`,
    );
    expect(data).toEqual({ integrationRuns: { totalCount: 1 } });
  });

  test('of a flow is refused by both doors', async () => {
    const flow = nest('[', '', ']', 20_000);
    const query = 'mutation($flow: JSON) { startIntegrationRun(input: { by: { databaseId: 1 }, flow: $flow }) { __typename } }';
    const graphql = await send(`{"query":"${query}","variables":{"flow":${flow}}}`);
    expect(graphql.status).toBeLessThan(500);
    expect(JSON.stringify(graphql.json)).not.toMatch(/Success|INTERNAL_SERVER_ERROR/);
    const rest = await send(`{"flow":${flow}}`, '/api/integration_runs/1/run', 'PUT');
    expect(rest.status).toBe(400);
  });
});

describe('more than the database can take', () => {
  test.each(['9'.repeat(200_000), `0.${'1'.repeat(20_000)}`])(
    'of digits in a filter is refused or compared, but no fault',
    async (digits) => {
      const { status, data, errors } = await world.graphql('query($filter: ContractFilter) { contracts(filter: $filter) { totalCount } }', {
        filter: { minimumValue: { lt: digits } },
      });
      expect(status).toBeLessThan(500);
      expect(errors?.[0]?.extensions.code ?? data).not.toBe('INTERNAL_SERVER_ERROR');
      expectNoInternals(JSON.stringify(errors ?? ''));
    },
  );

  test('of operands in a list is refused or compared, but no fault', async () => {
    const many = Array.from({ length: 70_000 }, (_, index) => index);
    const { errors } = await world.graphql('query($filter: IntegrationRunFilter) { integrationRuns(filter: $filter) { totalCount } }', {
      filter: { databaseId: { in: many } },
    });
    expect(errors?.[0]?.extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
  });

  test('of ids in one look-up is refused', async () => {
    const ids = Array.from({ length: 501 }, () => 'SW50ZWdyYXRpb246MQ==');
    expect(await refuse(world, 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).toEqual({
      status: 200,
      code: 'BAD_USER_INPUT',
      message: 'The argument "ids" has 501 ids, but at most 500 can be asked for at once.',
    });
  });

  test('of responses to one error is refused', async () => {
    const responses = Array.from({ length: 101 }, (_, index) => ({ code: String(index) }));
    const refused = { __typename: 'ValidationError', code: 'VALIDATION_FAILED' };
    expect(await refuseMutation(world, 'createIntegrationError', { integrationRun: { databaseId: 1 }, responses })).toMatchObject({
      ...refused,
      fieldErrors: [{ path: ['responses'] }],
    });
    expect(
      await refuseMutation(world, 'updateIntegrationRun', { by: { databaseId: 1 }, integrationErrors: [{ responses }] }),
    ).toMatchObject({
      ...refused,
      fieldErrors: [{ path: ['integrationErrors', '0', 'responses'] }],
    });
  });
});
