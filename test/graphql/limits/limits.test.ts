// Each limit at its edge: what is just within it is answered, what is just over it is refused, on both ways to an answer.
import fc from 'fast-check';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type App, createApp } from '../../../src/app.js';
import { measure } from '../../../src/graphql/limits/document-complexity.js';
import { defaultLimits, type LimitName, limits } from '../../../src/graphql/limits/limits.js';
import { countValues, countValuesIn } from '../../../src/lib/json.js';
import { createLogger } from '../../../src/observability/logger.js';
import { fuzzRuns } from '../../support/fuzz.js';
import { browser, useWorld } from '../../support/world.js';
import { codeOf, get, post } from '../ask.js';

const world = useWorld();

const appWith = (name: LimitName, limit: number, direct = true): App =>
  createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    browser,
    direct,
    graphql: { limits: { ...defaultLimits, [name]: limit } },
  });

const runs = 'query($filter: IntegrationRunFilter) { integrationRuns(filter: $filter) { totalCount } }';

interface Case {
  readonly name: LimitName;
  /** What the query has of it. */
  readonly actual: number;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

const cases: readonly Case[] = [
  { name: 'documentLength', actual: 31, query: '{ integrations { totalCount } } ' },
  { name: 'tokens', actual: 6, query: '{ integrations { totalCount } }' },
  { name: 'tokens', actual: 7, query: '{ integrations { totalCount id } }'.replace(' id', ' __typename') },
  { name: 'depth', actual: 4, query: '{ integrations { nodes { latestRun { id } } } }' },
  { name: 'depth', actual: 3, query: '{ ...A } fragment A on Query { integrations { nodes { id } } }' },
  { name: 'aliases', actual: 2, query: '{ a: integrations { totalCount } b: integrations { totalCount } }' },
  { name: 'aliases', actual: 3, query: '{ integrations { totalCount totalCount totalCount totalCount } }' },
  {
    name: 'aliases',
    actual: 4,
    query: '{ a: integrations { ...C } b: integrations { ...C ...C } } fragment C on IntegrationConnection { c: totalCount }',
  },
  {
    name: 'rootFields',
    actual: 3,
    query: '{ integrations { totalCount } ...A } fragment A on Query { __typename contracts { totalCount } }',
  },
  {
    name: 'directives',
    actual: 3,
    query: '{ integrations @skip(if: false) { totalCount @skip(if: false) ... @skip(if: false) { totalCount } } }',
  },
  { name: 'values', actual: 6, query: runs, variables: { filter: { databaseId: { in: [1, 2, 3] } } } },
  { name: 'values', actual: 3, query: runs, variables: { filter: { databaseId: { eq: null } } } },
  { name: 'cost', actual: 20, query: '{ integrations { nodes { id } } }' },
  { name: 'cost', actual: 110, query: '{ integrations(first: 10) { nodes { integrationRuns(last: 10) { nodes { id } } } } }' },
];

describe.each(cases)('$name at $actual', ({ name, actual, query, variables }) => {
  const body = { query: name === 'documentLength' ? query.trim() : query, variables };

  test.each([true, false])('is answered, and refused below, the short way %s', async (direct) => {
    expect((await post(appWith(name, actual, direct), body)).json.errors).toBeUndefined();
    const statements = await world.statementsOf(async () => {
      const refused = await post(appWith(name, actual - 1, direct), body);
      expect([refused.status, refused.json.data]).toEqual([400, undefined]);
      expect(refused.json.errors).toMatchObject([
        { message: limits[name].explain(String(actual), actual - 1), extensions: { code: limits[name].code, limit: actual - 1, actual } },
      ]);
    });
    expect(statements).toEqual([]);
  });

  test('is refused below by GET', async () => {
    const search = { query: body.query, ...(variables && { variables: JSON.stringify(variables) }) };
    expect(codeOf(await get(appWith(name, actual - 1), search))).toBe(limits[name].code);
  });
});

test('a limit holds for a document that is known already, and its cost for each size of its pages', async () => {
  const app = appWith('cost', 100);
  const query = 'query($first: Int = 200) { integrations(first: $first) { nodes { id } } }';
  for (const [first, code] of [
    [100, undefined],
    [101, 'QUERY_TOO_LARGE'],
    [undefined, 'QUERY_TOO_LARGE'],
    [100, undefined],
  ] as const)
    expect(codeOf(await post(app, { query, variables: { first } }))).toBe(code);
});

test('a body of far more values than may be is not even read', async () => {
  const body = `{"query":"{ __typename }","variables":{"v":${'['.repeat(50_000)}`; // which is no JSON
  const headers = { 'content-type': 'application/json' };
  const response = await world.app(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_VALUES', limit: 20_000, actual: 50_002 } }] });
});

test('every limit has a code of its own, and words that have both figures in them', () => {
  const rows = Object.values(limits);
  expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
  for (const { explain } of rows) {
    expect(explain('123', 45)).toContain('123');
    expect(explain('123', 45)).toContain('45');
  }
});

describe('measure', () => {
  const measures = (query: string) => measure(parse(query));

  test('takes the largest of several operations', () => {
    expect(measures('query A { a { b { c } } } query B { x: a y: b z: c }')).toEqual({
      depth: 3,
      aliases: 3,
      rootFields: 3,
      directives: 0,
      introspects: false,
    });
  });

  test('ends on fragments that spread each other, and on those that are not there', () => {
    expect(measures('{ ...A } fragment A on Query { a { ...B } } fragment B on Query { b { ...A ...Missing } }')).toMatchObject({
      depth: 2,
    });
  });

  test('counts directives wherever they stand', () => {
    const query = 'query Q($a: Int @d) @d { a @d ...F @d ... @d { b } } fragment F on Query @d { c @d }';
    expect(measures(query).directives).toBe(7);
  });

  test('measures fragments that double sixty times at once', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, index) => `fragment F${index} on Q { a: q { ...F${index + 1} } b: q { ...F${index + 1} } }`,
    );
    const { aliases, depth } = measures(`{ ...F0 } ${fragments.join(' ')} fragment F60 on Q { id }`);
    expect([aliases, depth]).toEqual([2 ** 61 - 2, 61]);
  });
});

describe('countValues', () => {
  test.each([
    [{}, 0],
    [{ a: 1, b: null }, 2],
    [{ a: [1, [2, {}]] }, 5],
    [{ a: { b: { c: 'x' } } }, 3],
  ])('counts objects, lists and leaves: %j', (variables, count) => {
    expect(countValues(variables)).toBe(count);
  });

  test('counts the same in the text of any JSON', () => {
    const sent = fc.tuple(fc.json(), fc.constantFrom(undefined, 1, '\t'));
    fc.assert(
      fc.property(sent, ([json, space]) => {
        const value: unknown = JSON.parse(json);
        expect(countValuesIn(Buffer.from(JSON.stringify(value, null, space)))).toBe(countValues(value));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});
