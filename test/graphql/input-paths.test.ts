// A value that is none is refused with the place where it stands, as a value that breaks a rule is: `extensions.path`, in literals and in variables alike.
import { describe, expect, test } from 'vitest';
import { expectNothingWritten } from '../domain/contents.js';
import { useWorld } from '../support/world.js';
import { globalId } from './refusals.js';

const world = useWorld();
expectNothingWritten(world);

interface Case {
  readonly field: string;
  /** The value as a literal, and as it is sent in a variable. */
  readonly literal: string;
  readonly value: unknown;
  readonly path: readonly string[];
}

const inputOf = (field: string) => `${field.charAt(0).toUpperCase()}${field.slice(1)}Input!`;
const create = (literal: string, value: object, path: readonly string[]): Case => ({
  field: 'createIntegrationRun',
  literal: `{ integration: { databaseId: 1 }, ${literal} }`,
  value: { integration: { databaseId: 1 }, ...value },
  path: ['input', ...path],
});

const contract = (literal: string, value: object, path: readonly string[]): Case => ({
  field: 'createContract',
  literal: `{ number: "N", name: "N", status: "draft", ${literal} }`,
  value: { number: 'N', name: 'N', status: 'draft', ...value },
  path: ['input', ...path],
});

/** Values that are none of their type. */
const values: Readonly<Record<string, Case>> = {
  'a word for a time': create('startTime: "soon"', { startTime: 'soon' }, ['startTime']),
  'a number for a time': create('endTime: 5', { endTime: 5 }, ['endTime']),
  'an object for a time': create('endTime: { a: 1 }', { endTime: { a: 1 } }, ['endTime']),
  'a text for a number': create('totalRecords: "1"', { totalRecords: '1' }, ['totalRecords']),
  'a fraction for a number': create('totalRecords: 1.5', { totalRecords: 1.5 }, ['totalRecords']),
  'a number beyond 32 bits': create('recordsProcessed: 3000000000', { recordsProcessed: 3e9 }, ['recordsProcessed']),
  'an unknown value of an enum, in a list': create(
    'integrationErrors: [{}, { documentType: NONE }]',
    { integrationErrors: [{}, { documentType: 'NONE' }] },
    ['integrationErrors', '1', 'documentType'],
  ),
  'a number for a text, in lists in lists': create(
    'integrationErrors: [{ responses: [{ code: "1" }, { message: 7 }] }]',
    { integrationErrors: [{ responses: [{ code: '1' }, { message: 7 }] }] },
    ['integrationErrors', '0', 'responses', '1', 'message'],
  ),
  'a field that does not exist': create('integrationErrors: [{ flaw: 1 }]', { integrationErrors: [{ flaw: 1 }] }, [
    'integrationErrors',
    '0',
    'flaw',
  ]),
  'a word for a decimal': contract('minimumValue: "much"', { minimumValue: 'much' }, ['minimumValue']),
  'a boolean for a decimal': contract('maximumValue: true', { maximumValue: true }, ['maximumValue']),
  'a day that does not exist': contract('startDate: "2026-02-30"', { startDate: '2026-02-30' }, ['startDate']),
  'null where there must be something': contract('', { name: null }, ['name']),
  'a list for an id': { field: 'updateContract', literal: '{ by: { id: [] } }', value: { by: { id: [] } }, path: ['input', 'by', 'id'] },
  'two names of one record': {
    field: 'updateContract',
    literal: '{ by: { databaseId: 1, number: "C" } }',
    value: { by: { databaseId: 1, number: 'C' } },
    path: ['input', 'by'],
  },
  'a text for the whole input': { field: 'updateContract', literal: '"x"', value: 'x', path: ['input'] },
};
const nullLiteral = '{ number: "N", name: null, status: "draft" }';

/** A field that does not exist is told of at the object that it is in, where it comes in a variable. */
const pathInVariable = ({ path }: Case) => (path.at(-1) === 'flaw' ? path.slice(0, -1) : path);

/** Ids that are none, or of another type, which only the mutation can tell. */
const ids: readonly Case[] = ['x', globalId('Contract', 0), globalId('ApiClient', 1)].flatMap((id): Case[] => {
  const by = (field: string): Case => ({ field, literal: `{ by: { id: "${id}" } }`, value: { by: { id } }, path: ['input', 'by', 'id'] });
  return [
    ...['start', 'pause', 'requeue', 'succeed', 'fail', 'update'].map((verb) => by(`${verb}IntegrationRun`)),
    ...['update', 'resolve', 'unresolve'].map((verb) => by(`${verb}IntegrationError`)),
    ...['update', 'resolve', 'unresolve'].map((verb) => by(`${verb}IntegrationHistoryRecord`)),
    by('updateIntegration'),
    by('updateContract'),
    ...(id === 'x' ? [by('rotateApiClient'), by('revokeApiClient')] : []),
    {
      field: 'createIntegrationRun',
      literal: `{ integration: { id: "${id}" } }`,
      value: { integration: { id } },
      path: ['input', 'integration', 'id'],
    },
    {
      field: 'createIntegrationError',
      literal: `{ integrationRun: { id: "${id}" } }`,
      value: { integrationRun: { id } },
      path: ['input', 'integrationRun', 'id'],
    },
    ...['integrationRun', 'integration'].map((owner) => ({
      field: 'createIntegrationHistoryRecord',
      literal: `{ ${owner}: { id: "${id}" } }`,
      value: { [owner]: { id } },
      path: ['input', owner, 'id'],
    })),
  ];
});

const placesOf = async (query: string, variables: Record<string, unknown> = {}) => {
  const told = [];
  for (const ask of [world.graphql, world.fieldByField]) {
    const { errors } = await ask(query, variables);
    told.push(errors?.map(({ extensions }) => extensions as { code: string; path?: readonly string[] }));
  }
  expect(told[0]).toEqual(told[1]);
  return told[0] ?? [];
};

describe.each(Object.entries(values))('%s', (title, each) => {
  const { field, literal, value, path } = each;

  test('is refused with its place, in the document', async () => {
    const written = title.startsWith('null') ? nullLiteral : literal;
    const [error, ...others] = await placesOf(`mutation { ${field}(input: ${written}) { __typename } }`);
    expect([error?.path, others]).toEqual([path, []]);
  });

  test('is refused with its place, in a variable of any name', async () => {
    const [error, ...others] = await placesOf(`mutation($i: ${inputOf(field)}) { ${field}(input: $i) { __typename } }`, { i: value });
    expect([error?.code, error?.path, others]).toEqual(['BAD_USER_INPUT', pathInVariable(each), []]);
  });
});

test.each(ids)(
  'an id that is none, or of another type, is refused with its place: $field($literal)',
  async ({ field, literal, value, path }) => {
    const expected = [{ code: 'BAD_USER_INPUT', path }];
    expect(await placesOf(`mutation { ${field}(input: ${literal}) { __typename } }`)).toEqual(expected);
    expect(await placesOf(`mutation($i: ${inputOf(field)}) { ${field}(input: $i) { __typename } }`, { i: value })).toEqual(expected);
  },
);

test('the place of a variable within an input is where it is used', async () => {
  const query = (use: string) => `mutation($t: DateTime, $e: [IntegrationErrorInput!], $n: Int!) {
    createIntegrationRun(input: { integration: { databaseId: $n }, ${use} }) { __typename } }`;
  const variables = { t: 'soon', e: [{}, { documentId: 'x' }], n: null };
  expect(await placesOf(query('startTime: $t, integrationErrors: $e'), variables)).toEqual([
    { code: 'BAD_USER_INPUT', path: ['input', 'startTime'] },
    { code: 'BAD_USER_INPUT', path: ['input', 'integrationErrors', '1', 'documentId'] },
    { code: 'BAD_USER_INPUT', path: ['input', 'integration', 'databaseId'] },
  ]);
});

test('the place of an id in a variable of its own is where it is used', async () => {
  const query = 'mutation($id: ID!) { startIntegrationRun(input: { by: { id: $id } }) { __typename } }';
  expect(await placesOf(query, { id: 'x' })).toEqual([{ code: 'BAD_USER_INPUT', path: ['input', 'by', 'id'] }]);
});

test('several values are refused at once, each with its place; the message goes on to tell it as well', async () => {
  const input = { integration: { databaseId: 1 }, startTime: 'a', endTime: 'b' };
  const { errors } = await world.graphql(
    'mutation($input: CreateIntegrationRunInput!) { createIntegrationRun(input: $input) { __typename } }',
    { input },
  );
  expect(errors?.map(({ message, extensions }) => [message.split(';')[0], extensions])).toEqual([
    ['Variable "$input" got invalid value "b" at "input.endTime"', { code: 'BAD_USER_INPUT', path: ['input', 'endTime'] }],
    ['Variable "$input" got invalid value "a" at "input.startTime"', { code: 'BAD_USER_INPUT', path: ['input', 'startTime'] }],
  ]);
});

const status = { status: { eq: 'FAILED' } };

/** A filter with so many conditions around one. */
const nested = (levels: number): string => `${'{ not: '.repeat(levels)}{ databaseId: { eq: 1 } }${' }'.repeat(levels)}`;

test('texts that name records and texts in filters of many are refused with their place', async () => {
  const update = 'mutation($by: IntegrationBy!) { updateIntegration(input: { by: $by, businessObject: "X" }) { __typename } }';
  expect(await placesOf(update, { by: { code: '\0' } })).toEqual([{ code: 'BAD_USER_INPUT', path: ['input', 'by', 'code'] }]);
  const create = 'mutation($by: IntegrationBy!) { createIntegrationRun(input: { integration: $by }) { __typename } }';
  expect(await placesOf(create, { by: { name: '\ud800' } })).toEqual([{ code: 'BAD_USER_INPUT', path: ['input', 'integration', 'name'] }]);
  const many = 'mutation($filter: IntegrationRunFilter) { pauseIntegrationRuns(input: { runs: { filter: $filter } }) { __typename } }';
  const text = { integration: { code: { eq: '\0' } } };
  const place = ['input', 'runs', 'filter'];
  expect(await placesOf(many, { filter: text })).toEqual([{ code: 'BAD_USER_INPUT', path: [...place, 'integration', 'code', 'eq'] }]);
  const wide = { or: Array.from({ length: 2_001 }, () => status) };
  expect(await placesOf(many, { filter: wide })).toEqual([{ code: 'BAD_USER_INPUT', path: place }]);
});

describe('in a query', () => {
  test.each([
    [
      'a time in a filter',
      '{ integrationRuns(filter: { or: [{}, { startTime: { gt: "soon" } }] }) { totalCount } }',
      ['filter', 'or', '1', 'startTime', 'gt'],
    ],
    [
      'an id in a filter',
      '{ integrationRuns(filter: { not: { id: { in: ["SW50ZWdyYXRpb25SdW46MQ==", "x"] } } }) { totalCount } }',
      ['filter', 'not', 'id', 'in', '1'],
    ],
    [
      'an id in a filter of an association',
      '{ integrations(filter: { integrationRuns: { some: { id: { eq: "x" } } } }) { totalCount } }',
      ['filter', 'integrationRuns', 'some', 'id', 'eq'],
    ],
    ['null for an operator', '{ integrationRuns(filter: { status: { in: null } }) { totalCount } }', ['filter', 'status', 'in']],
    [
      'a text in a filter',
      '{ integrations(filter: { or: [{ name: { eq: "\\u0000" } }] }) { totalCount } }',
      ['filter', 'or', '0', 'name', 'eq'],
    ],
    [
      'a text in a list of operands',
      '{ integrations(filter: { code: { in: ["a", "\\u0000"] } }) { nodes { id } } }',
      ['filter', 'code', 'in', '1'],
    ],
    [
      'a message in a filter of a list within',
      '{ integrationRun(by: { databaseId: 1 }) { integrationErrors(filter: { message: { contains: "\\u0000" } }) { totalCount } } }',
      ['filter', 'message', 'contains'],
    ],
    ['a text that names a record', '{ integration(by: { code: "\\u0000" }) { id } }', ['by', 'code']],
    ['a filter that is too deep', `{ integrationRuns(filter: ${nested(65)}) { totalCount } }`, ['filter']],
    ['a filter of groups that is too deep', `{ integrationErrorGroups(filter: ${nested(65)}) { totalCount } }`, ['filter']],
    ['an id of another type', '{ integration(by: { id: "SW50ZWdyYXRpb25SdW46MQ==" }) { id } }', ['by', 'id']],
    ['an id of a node', '{ node(id: "x") { id } }', ['id']],
    ['an id among nodes', '{ nodes(ids: ["SW50ZWdyYXRpb25SdW46MQ==", "x"]) { id } }', ['ids', '1']],
    ['a size of a page', '{ integrationRuns(first: -1) { totalCount } }', ['first']],
    ['a cursor', '{ integrationRuns(after: "x") { totalCount } }', ['after']],
    ['a directive', '{ integrationRuns { totalCount @skip(if: 1) } }', ['if']],
  ])('%s is refused with its place', async (_title, query, path) => {
    expect((await placesOf(query)).map((error) => error.path)).toEqual([path]);
  });

  test('texts, too many conditions and too deep ones are refused with their place in variables, where the list stands', async () => {
    const runs = 'query($filter: IntegrationRunFilter) { list: integrationRuns(filter: $filter) { totalCount nodes { id } } }';
    const [deep, many] = [JSON.parse(nested(65).replace(/\w+(?=:)/g, '"$&"')), { or: Array.from({ length: 2_001 }, () => status) }];
    for (const [filter, path] of [
      [{ integration: { name: { startsWith: '\ud800' } } }, ['filter', 'integration', 'name', 'startsWith']],
      [deep, ['filter']],
      [many, ['filter']],
    ] as const) {
      expect(await placesOf(runs, { filter })).toEqual([{ code: 'BAD_USER_INPUT', path }]);
      const { data, errors } = await world.graphql(runs, { filter });
      expect([data, errors?.map((error) => error.path)]).toEqual([{ list: null }, [['list']]]);
    }
    const one = 'query($code: String!) { integration(by: { code: $code }) { id } }';
    expect(await placesOf(one, { code: '\0' })).toEqual([{ code: 'BAD_USER_INPUT', path: ['by', 'code'] }]);
    const deepest = await world.graphql(runs, { filter: JSON.parse(nested(64).replace(/\w+(?=:)/g, '"$&"')) });
    expect(deepest.errors).toBeUndefined();
  });

  test('what is wrong with the document itself has no such place', async () => {
    expect(await placesOf('{ nothing }')).toEqual([{ code: 'GRAPHQL_VALIDATION_FAILED' }]);
    expect(await placesOf('{ integration(by: { databaseId: 1 }, of: 1) { id } }')).toEqual([{ code: 'GRAPHQL_VALIDATION_FAILED' }]);
  });
});
