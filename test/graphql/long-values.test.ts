// Whatever a client sends, the errors of an answer are short, and nothing that is nested deep is a fault of the gateway.
import { describe, expect, test } from 'vitest';
import { expectNothingWritten } from '../domain/contents.js';
import { useWorld } from '../support/world.js';
import { expectNoInternals } from './refusals.js';

const world = useWorld();
expectNothingWritten(world);

const long = 'x'.repeat(20_000);
const nest = (open: string, inner: string, close: string, depth = 6_000) => `${open.repeat(depth)}${inner}${close.repeat(depth)}`;

interface Answer {
  readonly data?: Readonly<Record<string, { readonly message?: string } | null>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** The messages of what can only be refused, at the top or in a union; sends JSON as it is, deeper than a writer of JSON would make it. */
const refusals = async (query: string, value?: string): Promise<string[]> => {
  const body = `{"query":${JSON.stringify(query)}${value === undefined ? '' : `,"variables":{"v":${value}}`}}`;
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  const response = await world.app(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
  expect(response.status).toBeLessThan(500);
  const text = await response.text();
  expectNoInternals(text);
  const { data, errors = [] } = JSON.parse(text) as Answer;
  for (const { extensions } of errors) expect(extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
  const messages = [...errors, ...Object.values(data ?? {})].flatMap((each) => each?.message ?? []);
  expect(messages.length).toBeGreaterThan(0);
  for (const message of messages) expect([message, message.length < 700]).toEqual([message, true]);
  return messages;
};

const values: readonly (readonly [title: string, value: string])[] = [
  ['a long text', JSON.stringify(long)],
  ['lists in lists', nest('[', '', ']')],
  ['objects in objects', nest('{"a":', '1', '}')],
  ['negations of negations', nest('{"not":', '{}', '}')],
  ['conjunctions with a mistake in each', nest('{"bogus":1,"and":[', '', ']}', 4_000)],
  ['a long name', `{"${long}":1}`],
  ['a long list', JSON.stringify(Array(2_000).fill('y'))],
  ['many names', JSON.stringify(Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index}`, index])))],
];

const failing = '__typename ... on Error { message }';
const uses: readonly (readonly [type: string, query: string])[] = [
  ['Int', 'query($v: Int) { integrationRuns(first: $v) { totalCount } }'],
  ['Boolean', 'query($v: Boolean!) { integrationRuns @include(if: $v) { totalCount } }'],
  ['ID', 'query($v: ID!) { node(id: $v) { id } }'],
  ['String', 'query($v: String) { integrationRuns(after: $v) { totalCount } }'],
  ['DateTime', 'query($v: DateTime) { integrationRuns(filter: { createdAt: { eq: $v } }) { totalCount } }'],
  ['Decimal', 'query($v: Decimal) { contracts(filter: { minimumValue: { eq: $v } }) { totalCount } }'],
  ['JSON', `mutation($v: JSON) { updateIntegrationRun(input: { by: { databaseId: 99999 }, flow: $v }) { ${failing} } }`],
  ['an enum', 'query($v: IntegrationRunStatus) { integrationRuns(filter: { status: { eq: $v } }) { totalCount } }'],
  ['a list', 'query($v: [Int!]) { integrationRuns(filter: { databaseId: { in: $v } }) { totalCount } }'],
  ['a filter', 'query($v: IntegrationRunFilter) { integrationRuns(filter: $v) { totalCount } }'],
  [
    'a filter of a nested list',
    'query($v: IntegrationErrorFilter) { integrationRuns(first: 1) { nodes { integrationErrors(filter: $v) { totalCount } } } }',
  ],
  ['an order', 'query($v: IntegrationRunOrder) { integrationRuns(orderBy: $v) { totalCount } }'],
  ['a name of a record', 'query($v: IntegrationRunBy!) { integrationRun(by: $v) { id } }'],
  ['an input', `mutation($v: CreateIntegrationRunInput!) { createIntegrationRun(input: $v) { ${failing} } }`],
  ['an input of much', `mutation($v: UpdateContractInput!) { updateContract(input: $v) { ${failing} } }`],
  ['scopes', `mutation($v: [ApiScope!]!) { createApiClient(input: { name: "x", scopes: $v }) { ${failing} } }`],
];

describe.each(uses)('a variable of %s', (_type, query) => {
  test.each(values)('that is %s is refused in few words', async (_title, value) => {
    await refusals(query, value);
  });
});

describe('a long text in a document is cut', () => {
  test.each([
    `{ ${long} }`,
    `{ integrationRuns(${long}: 1) { totalCount } }`,
    `{ integrationRuns(filter: { ${long}: 1 }) { totalCount } }`,
    `{ integrationRuns(filter: { status: { eq: ${long} } }) { totalCount } }`,
    `{ integrationRuns(first: "${long}") { totalCount } }`,
    `{ integrationRuns(filter: { createdAt: { eq: "${long}" } }) { totalCount } }`,
    `{ contracts(filter: { minimumValue: { eq: "${long}" } }) { totalCount } }`,
    `{ integrationRuns(filter: { id: { eq: "${long}" } }) { totalCount } }`,
    `{ integrationRuns(after: "${long}") { totalCount } }`,
    `{ node(id: "${long}") { id } }`,
    `{ nodes(ids: ["${long}"]) { id } }`,
    `{ ...${long} }`,
    `fragment ${long} on Query { __typename }`,
    `query ($v: ${long}) { __typename }`,
    `query ($${long}: Int) { __typename }`,
    `{ __typename @${long} }`,
    `{ __typename } ${long}`,
    `"${long}`,
    `mutation { createIntegrationRun(input: { integration: { code: "${long}" } }) { ${failing} } }`,
    `mutation { updateContract(input: { by: { number: "${long}" }, name: "x" }) { ${failing} } }`,
    `mutation { updateIntegration(input: { by: { id: "${long}" } }) { ${failing} } }`,
  ])('%.70s', async (query) => {
    await refusals(query);
  });

  test('and what is wrong is still said', async () => {
    expect(await refusals(`{ integrationRuns(filter: { status: { eq: ${long} } }) { totalCount } }`)).toEqual([
      `Value "${'x'.repeat(99)}"… does not exist in "IntegrationRunStatus" enum.`,
    ]);
    expect(await refusals('query($v: Int) { integrationRuns(first: $v) { totalCount } }', JSON.stringify(long))).toEqual([
      `Variable "$v" got invalid value "${'x'.repeat(100)}"…; Int cannot represent non-integer value: "${'x'.repeat(99)}"…`,
    ]);
    expect(await refusals('query($v: ID!) { node(id: $v) { id } }', JSON.stringify(long))).toEqual([
      `"${'x'.repeat(100)}"… is no id. Use the \`id\` of an object as it was given, or \`databaseId\` with the number.`,
    ]);
  });
});
