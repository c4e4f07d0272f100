import { describe, expect, test } from 'vitest';
import { expectNothingWritten } from '../domain/contents.js';
import { useWorld } from '../support/world.js';
import { globalId, refuse, refuseMutation } from './refusals.js';

const world = useWorld();
expectNothingWritten(world);

const types = ['Contract', 'Integration', 'IntegrationError', 'IntegrationHistoryRecord', 'IntegrationRun'] as const;
type NodeType = (typeof types)[number];

const nouns: Record<NodeType, string> = {
  Contract: 'contract',
  Integration: 'integration',
  IntegrationError: 'integration error',
  IntegrationHistoryRecord: 'integration history record',
  IntegrationRun: 'integration run',
};

/** Every mutation that names what it changes, with the type of that. */
const mutations: [mutation: string, type: NodeType][] = [
  ['updateIntegrationRun', 'IntegrationRun'],
  ['startIntegrationRun', 'IntegrationRun'],
  ['pauseIntegrationRun', 'IntegrationRun'],
  ['requeueIntegrationRun', 'IntegrationRun'],
  ['succeedIntegrationRun', 'IntegrationRun'],
  ['failIntegrationRun', 'IntegrationRun'],
  ['updateIntegrationError', 'IntegrationError'],
  ['resolveIntegrationError', 'IntegrationError'],
  ['unresolveIntegrationError', 'IntegrationError'],
  ['updateIntegrationHistoryRecord', 'IntegrationHistoryRecord'],
  ['resolveIntegrationHistoryRecord', 'IntegrationHistoryRecord'],
  ['unresolveIntegrationHistoryRecord', 'IntegrationHistoryRecord'],
  ['updateIntegration', 'Integration'],
  ['updateContract', 'Contract'],
];

const field = (type: NodeType) => `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
const find = (type: NodeType) => `query($by: ${type}By!) { found: ${field(type)}(by: $by) { id } }`;
const inputOf = (mutation: string) => `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;

/** Numbers that no row has, the largest far beyond the database's integers. */
const nobody = [0, -1, 999_999, 2_147_483_647, -2_147_483_648];
const huge = ['2147483648', '99999999999', '999999999999999'];

describe.each(types)('a query for a %s', (type) => {
  test('answers null for a number that nothing has', async () => {
    for (const databaseId of nobody)
      expect(await world.graphql(find(type), { by: { databaseId } })).toMatchObject({
        status: 200,
        data: { found: null },
        errors: undefined,
      });
    for (const id of huge.map((number) => globalId(type, number))) {
      expect(await world.graphql(find(type), { by: { id } })).toMatchObject({ status: 200, data: { found: null }, errors: undefined });
      expect(await world.graphql('query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }', { id })).toMatchObject({
        data: { node: null, nodes: [null] },
        errors: undefined,
      });
    }
  });

  test.each(types.filter((other) => other !== type))('refuses the id of a %s', async (other) => {
    const id = globalId(other, 1);
    expect(await refuse(world, find(type), { by: { id } })).toEqual({
      status: 200,
      code: 'BAD_USER_INPUT',
      message: `The id "${id}" names an object of type ${other}, not ${type}.`,
    });
  });
});

const malformed = [
  '',
  'x',
  '1',
  '\0',
  '\ud800',
  'IntegrationRun:1',
  globalId('IntegrationRun', 0),
  globalId('IntegrationRun', -1),
  globalId('IntegrationRun', '01'),
  globalId('IntegrationRun', '1.5'),
  globalId('IntegrationRun', ' 1'),
  globalId('IntegrationRun', '1\n'),
  globalId('IntegrationRun', '999999999999999999'),
  globalId('Actor', 1),
  globalId('toString', 1),
  globalId('__proto__', 1),
  `${globalId('IntegrationRun', 1)}!!`,
  ` ${globalId('IntegrationRun', 1)}`,
];

test.each(malformed)('refuses %j as an id, in queries, filters and mutations alike', async (id) => {
  const expected = {
    status: 200,
    code: 'BAD_USER_INPUT',
    message: `${JSON.stringify(id)} is no id. Use the \`id\` of an object as it was given, or \`databaseId\` with the number.`,
  };
  expect(await refuse(world, 'query($id: ID!) { node(id: $id) { id } }', { id })).toEqual(expected);
  expect(await refuse(world, find('IntegrationRun'), { by: { id } })).toEqual(expected);
  expect(await refuse(world, 'query($id: ID!) { integrationRuns(filter: { id: { in: [$id] } }) { totalCount } }', { id })).toEqual(
    expected,
  );
  expect(await refuse(world, 'mutation($id: ID!) { startIntegrationRun(input: { by: { id: $id } }) { __typename } }', { id })).toEqual(
    expected,
  );
});

describe.each(mutations)('%s', (mutation, type) => {
  const missing = (id: number | string) => ({
    __typename: 'NotFoundError',
    code: 'NOT_FOUND',
    message: `There is no ${nouns[type]} with the id ${id}.`,
  });

  test('answers NotFoundError for a number that nothing has', async () => {
    for (const databaseId of nobody) expect(await refuseMutation(world, mutation, { by: { databaseId } })).toEqual(missing(databaseId));
    for (const id of huge) expect(await refuseMutation(world, mutation, { by: { id: globalId(type, id) } })).toEqual(missing(id));
  });

  test('refuses two names, and the id of another type', async () => {
    const ask = `mutation($input: ${inputOf(mutation)}!) { ${mutation}(input: $input) { __typename } }`;
    const two = { input: { by: { databaseId: 1, id: globalId(type, 1) } } };
    expect(await refuse(world, ask, two)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    const other = type === 'Contract' ? 'Integration' : 'Contract';
    expect(await refuse(world, ask, { input: { by: { id: globalId(other, 1) } } })).toMatchObject({ status: 200, code: 'BAD_USER_INPUT' });
  });
});

test.each([
  ['createIntegrationRun', 'integration', 'Integration', 'integration'],
  ['createIntegrationError', 'integrationRun', 'IntegrationRun', 'integration run'],
  ['createIntegrationHistoryRecord', 'integrationRun', 'IntegrationRun', 'integration run'],
  ['createIntegrationHistoryRecord', 'integration', 'Integration', 'integration'],
])('%s refuses a reference that nothing has, at its path', async (mutation, reference, type, noun) => {
  for (const id of ['999999', ...huge]) {
    const message = `${noun === 'integration' ? 'Integration' : 'Integration run'} can't be found: There is no ${noun} with the id ${id}.`;
    expect(await refuseMutation(world, mutation, { [reference]: { id: globalId(type, id) } })).toEqual({
      __typename: 'ValidationError',
      code: 'VALIDATION_FAILED',
      message,
      fieldErrors: [{ path: [reference], message }],
    });
  }
});

describe('the REST door', () => {
  test.each(['0', '999999', '2147483648', '99999999999'])('answers 404 for the run %s, whatever is asked of it', async (id) => {
    const json = { errors: { integration_run: [`There is no integration run with the id ${id}.`] } };
    expect(await world.rest('GET', `/api/integration_runs/${id}`)).toMatchObject({ status: 404, json });
    expect(await world.rest('PATCH', `/api/integration_runs/${id}`, { total_records: 1 })).toMatchObject({ status: 404, json });
    for (const move of ['run', 'pause', 'pending', 'success', 'fail'])
      expect(await world.rest('PUT', `/api/integration_runs/${id}/${move}`, {})).toMatchObject({ status: 404, json });
  });

  test.each(['999999999999999999', 'x', '-1', '1.5', '%00', '%ZZ'])(
    'answers 404 for the run %s, which it does not take for another',
    async (id) => {
      const { status, json, text } = await world.rest('PUT', `/api/integration_runs/${id}/run`, {});
      expect(status).toBe(404);
      expect(Object.keys(json.errors)).toHaveLength(1);
      expect(text).not.toContain('the id 0');
    },
  );
});
