// Variables with 20,000 mistakes: whatever the type and the mistake, the refusal is short, and costs no more than reading the body does.
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { schema } from '../../src/graphql/schema/schema.js';
import { createLogger } from '../../src/observability/logger.js';
import { expectNothingWritten } from '../domain/contents.js';
import { fuzzRuns } from '../support/fuzz.js';
import { boundHere, isTimed, lookAgain, processorTime } from '../support/processor-time.js';
import { browser, useWorld } from '../support/world.js';
import { post } from './ask.js';

const world = useWorld();
expectNothingWritten(world);

/** A variable in which a value of the type stands. */
interface Place {
  readonly query: string;
  /** The JSON of the variable around that of the value. */
  readonly around: (value: string) => string;
}

const fieldsOf = (type: GraphQLNamedInputType) => (isInputObjectType(type) ? Object.values(type.getFields()) : []);

const isList = (type: GraphQLInputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** A value of the type, as a document has it. */
const literalOf = (type: GraphQLInputType): string => {
  const named = getNamedType(type);
  return isEnumType(named) ? String(named.getValues()[0]?.name) : '"2026-01-01"';
};

/** `name(argument: $v)`, with what else the field must be given. */
const callOf = ({ name, args }: GraphQLField<unknown, unknown>, argument: string): string => {
  const others = args.filter((other) => other.name !== argument && isRequiredArgument(other));
  return `${name}(${[`${argument}: $v`, ...others.map((other) => `${other.name}: ${literalOf(other.type)}`)].join()})`;
};

/** A place for each input type that the schema has, the nearest to the root of an operation. */
const placesOf = (): ReadonlyMap<string, Place> => {
  const places = new Map<string, Place>();
  const open: (readonly [type: GraphQLInputType, place: Place])[] = [];
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  for (const [operation, root] of roots)
    for (const field of Object.values(root?.getFields() ?? {}))
      for (const { name, type } of field.args)
        open.push([type, { query: `${operation}($v: ${type}) { ${callOf(field, name)} { __typename } }`, around: (value) => value }]);
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const answered = getNamedType(field.type);
    if (field.args.some(isRequiredArgument) || !isObjectType(answered)) continue;
    const nodes = getNamedType(answered.getFields()['nodes']?.type);
    for (const [around, type] of [
      ['', answered],
      ['nodes', nodes],
    ] as const)
      for (const below of isObjectType(type) ? Object.values(type.getFields()) : [])
        for (const { name, type } of below.args) {
          const selection = around === '' ? `${callOf(below, name)} { __typename }` : `${around} { ${callOf(below, name)} { __typename } }`;
          open.push([type, { query: `query($v: ${type}) { ${field.name} { ${selection} } }`, around: (value) => value }]);
        }
  }
  for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const input = mutation.name.endsWith('IntegrationRuns') ? '{ runs: { ids: [] } }' : null;
    const success = getNamedType(mutation.type);
    if (input === null || !isUnionType(success)) continue;
    for (const answered of success.getTypes())
      for (const below of Object.values(answered.getFields()))
        for (const { name, type } of below.args) {
          const selection = `... on ${answered.name} { ${callOf(below, name)} { __typename } }`;
          open.push([
            type,
            { query: `mutation($v: ${type}) { ${mutation.name}(input: ${input}) { ${selection} } }`, around: (value) => value },
          ]);
        }
  }
  for (const [type, { query, around }] of open) {
    const named = getNamedType(type);
    const inList = (value: string) => around(isList(type) ? `[${value}]` : value);
    const isNew = !places.has(named.name);
    if (isNew) places.set(named.name, { query, around: inList });
    if (isList(type) && !places.has(`[${named.name}]`)) places.set(`[${named.name}]`, { query, around });
    if (isNew)
      for (const field of fieldsOf(named)) open.push([field.type, { query, around: (value) => inList(`{"${field.name}":${value}}`) }]);
  }
  return places;
};

const most = 19_900;
const list = (value: string, count = most) => `[${Array(count).fill(value)}]`;
const keys = (key: (index: number) => string, value = '1') =>
  `{${Array.from({ length: most }, (_, index) => `${JSON.stringify(key(index))}:${value}`)}}`;
const long = 'x'.repeat(900_000);
const nest = (open: string, inner: string, close: string, depth: number) => `${open.repeat(depth)}${inner}${close.repeat(depth)}`;

const mistakes: readonly (readonly [what: string, value: string])[] = [
  ['numbers', list('1e400')],
  ['texts', list('"x"')],
  ['booleans', list('true')],
  ['nulls', list('null')],
  ['objects', list('{"a":1}', 9_900)],
  ['lists', list('[]')],
  ['unknown names', keys((index) => `k${index}`)],
  ['names that are nearly right', keys((index) => `databaseI${index % 10}${index}`)],
  ['names with quotes and backslashes', keys((index) => `\\"\\${index}`)],
  ['objects of unknown names', list(`{"a":1,"b":{"c":"x"}}`, 4_900)],
  ['a long text', JSON.stringify(long)],
  ['a long text of escapes', JSON.stringify('\\"'.repeat(200_000))],
  ['a long text of suggestions', JSON.stringify('Did you mean '.repeat(60_000))],
  ['a long name', `{"${long}":1}`],
  ['negations of negations', nest('{"not":', '{"not":1}', '}', 9_000)],
  ['conjunctions with a mistake in each', nest('{"bogus":1,"and":[', '', ']}', 6_000)],
  ['lists in lists', nest('[', '', ']', 9_000)],
];

/** Milliseconds of the processor that the work takes where nothing disturbs it. */
const leastOf = async (work: () => Promise<unknown>): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 20 && least >= boundHere(50); attempt += 1) {
    const before = processorTime();
    await work();
    least = Math.min(least, processorTime() - before);
    if (attempt % 5 === 4) lookAgain();
  }
  return least;
};

const send = async ({ query, around }: Place, value: string): Promise<{ status: number; text: string }> => {
  const body = `{"query":${JSON.stringify(query)},"variables":{"v":${around(value)}}}`;
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  const response = await world.app(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
  return { status: response.status, text: await response.text() };
};

const places = [...placesOf()];

test('every input type has a place', () => {
  const answered = ['Float', 'IntegrationRunAction', 'ListChange', 'TransitionSource']; // and nothing else
  const inputs = Object.values(schema.getTypeMap()).filter((type) => isInputType(type) && !type.name.startsWith('__'));
  expect(inputs.map(({ name }) => name).filter((name) => !places.some(([known]) => known === name))).toEqual(answered);
});

test('a text full of suggestions is cut at the last, for who may not know names', async () => {
  const options = { logger: createLogger('silent'), bodyLimit: 1_048_576, requestTimeout: 30_000, browser };
  const app = createApp({ ...options, database: world.database, graphql: { introspection: 'off' } });
  const hints = 'Did you mean '.repeat(60_000);
  const int = 'query($x: Int) { integrationRuns(first: $x) { totalCount } }';
  const answer = await post(app, { query: int, variables: { x: hints } });
  if (isTimed) expect(await leastOf(() => post(app, { query: int, variables: { x: hints } }))).toBeLessThan(boundHere(50));
  const start = hints.slice(0, 99);
  expect(answer.json.errors[0].message).toBe(
    `Variable "$x" got invalid value "${hints.slice(0, 100)}"…; Int cannot represent non-integer value: "${start}"…`,
  );
  const enums = await post(app, { query: '{ integrationRuns(filter: { status: { eq: PENDIN } }) { totalCount } }' });
  expect(enums.json.errors[0].message).toBe('Value "PENDIN" does not exist in "IntegrationRunStatus" enum.');
  const fields = await post(app, {
    query: 'query($v: IntegrationRunFilter) { integrationRuns(filter: $v) { totalCount } }',
    variables: { v: { statu: 1 } },
  });
  expect(fields.json.errors[0].message).toMatch(/Field "statu" is not defined by type "IntegrationRunFilter"\.$/);
});

test.each([
  ['an object', { a: [1], b: 'x' }, '{"a":[1],"b":"x"}'],
  ['a large object', Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`k${index}`, 1])), /^\{"k0":1,.*,…\}$/],
  ['a number', 7, '7'],
])('%s where a value of an enum should be is shown short', async (_what, value, shown) => {
  const { json } = await post(world.app, {
    query: 'query($v: [IntegrationRunStatus!]) { integrationRuns(filter: { status: { in: $v } }) { totalCount } }',
    variables: { v: [value] },
  });
  const [, told] = /"IntegrationRunStatus" cannot represent non-string value: (.*?)\.$/.exec(json.errors[0].message) ?? [];
  expect(told).toMatch(shown);
  expect(json.errors).toHaveLength(1);
});

/** Sends the value, and holds its refusal to a few words. */
const expectFewWords = async (place: Place, value: string): Promise<void> => {
  const { status, text } = await send(place, value);
  expect([status < 500, text.length < 10_000], place.query).toEqual([true, true]);
};

describe.each(mistakes)('%s', (_what, value) => {
  if (isTimed)
    test.each(places)('are refused in a few words, and take less than 50 ms of the processor in %s', async (_type, place) => {
      expect(await leastOf(() => expectFewWords(place, value))).toBeLessThan(boundHere(50));
    });
  else
    test('are refused in a few words', async () => {
      for (const [, place] of places.slice(0, fuzzRuns(10))) await expectFewWords(place, value);
    });
});
