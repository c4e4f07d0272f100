// What requests cost, at both doors: the table of prices, and that what is too dear isn't begun.
import { describe, expect, test } from 'vitest';
import { pointsOf } from '../../src/rate-limit/policy.js';
import { useWorld } from '../support/world.js';
import { post } from './ask.js';

const world = useWorld();

const costOf = async (query: string, variables: object = {}, accept = 'application/json'): Promise<number> => {
  const { json } = await post(world.app, { query, variables }, { accept, 'x-graphql-cost': '1' });
  const { objects, points } = json.extensions.cost;
  expect(points).toBe(pointsOf('graphql', objects));
  return objects;
};

const list = (filter: string, rest = 'nodes { id }') => `{ integrationErrors(first: 10, filter: { ${filter} }) { ${rest} } }`;

describe('a query costs', () => {
  test.each([
    ['its objects', '{ integrationRuns(first: 10) { nodes { id integration { name } } } }', 20],
    ['20 for a comparison', list('isResolved: { eq: true }'), 10 + 20],
    ['1,000 for an operator on text', list('externalId: { contains: "a" }'), 10 + 1_000],
    [
      'one more for each 100 characters of its operand, in powers of two',
      list(`externalId: { startsWith: "${'a'.repeat(500)}" }`),
      10 + 1_000 + 8,
    ],
    ['one more for each value of a list, in powers of two', list('databaseId: { in: [1, 2, 3] }'), 10 + 20 + 4],
    ['all that its filter has', list('or: [{ isResolved: { eq: true } }, { not: { and: [{ documentId: { eq: 1 } }] } }]'), 10 + 40],
    ['20 for a reference, and what is asked of it', list('integrationRun: { status: { eq: FAILED } }'), 10 + 40],
    ['100 for a list, and four times what is asked of it', list('responses: { some: { code: { eq: "A" } } }'), 10 + 100 + 80],
    ['the same for each quantifier', list('responses: { none: {}, every: {} }'), 10 + 200],
    ['1,000 for a count, and its filter again', list('isResolved: { eq: true }', 'totalCount'), 20 + 1_000 + 20],
    [
      'each count, whatever it is called',
      '{ integrationErrors { totalCount again: totalCount ...C } } fragment C on IntegrationErrorConnection { last: totalCount }',
      3_000,
    ],
    [
      'a twentieth of it in the list of a record',
      '{ integrationRuns(first: 10) { nodes { integrationErrors(first: 2, filter: { externalId: { contains: "a" } }) { totalCount nodes { id } } } } }',
      10 * (1 + 2 + 50 + 50 + 50),
    ],
    [
      '5,000 for a block of statistics, and its filter',
      '{ integrationRunStatistics(filter: { status: { eq: FAILED } }) { count } }',
      1 + 5_020,
    ],
    [
      'as much again for each list of groups, and a twentieth in a group',
      '{ integrationRunStatistics { byIntegration(first: 2) { statistics { timeline(unit: DAY, from: "2026-01-01", to: "2026-01-01") { from } } } } }',
      1 + 5_000 + 5_000 + 2 * (1 + 1 + 250 + 1),
    ],
    ['a twentieth for those of a record', '{ integrations(first: 10) { nodes { statistics { count } } } }', 10 * (1 + 1 + 250)],
    [
      '5,000 for groups of errors and for their number, 250 for each, and their lists as those of a record',
      '{ integrationErrorGroups(first: 2, filter: { isResolved: { eq: false } }) { totalCount nodes { count integrationErrors(first: 3) { nodes { id } } } } }',
      5_020 + 5_020 + 2 * (250 + 3),
    ],
    ['as much for one', '{ integrationErrors(first: 2) { nodes { group { count } } } }', 2 * (1 + 250)],
    ['5 for a JSON value', '{ integrationRuns(first: 10) { nodes { flow again: flow } } }', 110],
    ['4 for a list without pages', '{ integrationErrors(first: 10) { nodes { responses { code } } } }', 50],
  ])('%s', async (_what, query, cost) => {
    expect(await costOf(query)).toBe(cost);
    expect(await costOf(query, {}, 'application/json;q=0.9')).toBe(cost);
  });

  test('the same with variables, also when their lengths differ from request to request', async () => {
    const query =
      'query($f: IntegrationErrorFilter!, $ids: [Int!], $n: Int) { integrationErrors(first: $n, filter: { and: [$f, { databaseId: { in: $ids } }] }) { nodes { id } } }';
    for (const length of [1, 100, 3, 400, 1]) {
      const f = { externalId: { endsWith: 'x'.repeat(length) } };
      const ids = Array.from({ length }, (_, index) => index);
      const written = list(`and: [{ externalId: { endsWith: "${f.externalId.endsWith}" } }, { databaseId: { in: [${ids}] } }]`);
      expect(await costOf(query, { f, ids, n: 10 })).toBe(await costOf(written));
    }
  });
});

/** Conditions that look at the errors of an error's run, so many levels deep. */
const every = (levels: number): string =>
  levels === 0 ? '' : `integrationErrors: { every: { integrationRun: { ${every(levels - 1)} } } }`;
const contains = Array.from({ length: 1_990 }, (_, index) => ({ integrationFilename: { contains: `zz${index}` } }));
const equal = Array.from({ length: 1_990 }, (_, index) => ({ databaseId: { eq: -index } }));
const operand = 'x'.repeat(900_000);
const roots = (count: number, field: string) => Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');

describe.each(['application/json', 'application/json;q=0.9'])('refuses without a statement, to %s,', (accept) => {
  test.each([
    [
      '1,990 operators on text',
      'query($f: IntegrationErrorFilter) { integrationErrors(filter: $f) { totalCount } }',
      { f: { or: contains } },
    ],
    [
      'the same on the rows alone',
      'query($f: IntegrationErrorFilter) { integrationErrors(first: 1, filter: $f) { nodes { id } } }',
      { f: { or: contains } },
    ],
    ['lists within lists, 12 deep', `{ integrationRuns(first: 1, filter: { ${every(12)} }) { nodes { id } } }`, {}],
    [
      '1,990 comparisons under 10 names',
      `query($f: IntegrationErrorFilter) { ${roots(10, 'integrationErrors(filter: $f) { totalCount }')} }`,
      { f: { or: equal } },
    ],
    [
      'an operand of 900 kB under 49 names',
      `query($t: String) { ${roots(49, 'integrationErrors(filter: { externalId: { contains: $t } }) { totalCount }')} }`,
      { t: operand },
    ],
    [
      'a long list under 49 names',
      `query($ids: [Int!]) { ${roots(49, 'integrationErrors(filter: { databaseId: { in: $ids } }) { totalCount }')} }`,
      { ids: Array.from({ length: 10_000 }, (_, index) => index) },
    ],
    [
      'counts under lists',
      '{ integrationRuns(first: 500) { nodes { integrationErrors(first: 20) { nodes { integrationRun { integrationErrors { totalCount } } } } } } }',
      {},
    ],
    [
      'a count under many names of a fragment',
      `{ integrationRuns(first: 500) { nodes { integrationErrors { ...C } } } } fragment C on IntegrationErrorConnection { ${roots(20, 'totalCount')} }`,
      {},
    ],
    [
      'the lists of a record, searched',
      '{ integrationRuns(first: 500) { nodes { integration { integrationErrors(filter: { or: [{ externalId: { contains: "a" } }, { integrationFilename: { contains: "a" } }, { status: { isBlank: true } }, { responses: { some: { message: { contains: "a" } } } }] }) { totalCount } } } } }',
      {},
    ],
  ])('%s', async (_what, query, variables) => {
    const statements = await world.statementsOf(async () => {
      const { json } = await post(world.app, { query, variables }, { accept });
      expect([json.data, json.errors?.[0]?.extensions.code]).toEqual([undefined, 'QUERY_TOO_LARGE']);
    });
    expect(statements).toEqual([]);
  });
});

test('REST refuses what costs as much', async () => {
  const query = 'integration_errors[integration[code][contains]]=e&'.repeat(90);
  const statements = await world.statementsOf(async () => {
    const { status, json } = await world.rest('GET', `/api/integration_runs?${query}`);
    expect([status, json]).toEqual([
      400,
      {
        errors: {
          base: [expect.stringMatching(/^This query costs as much as an answer of \d+ objects, but may cost 300000 at most\. Ask for/)],
        },
      },
    ]);
  });
  expect(statements).toEqual([]);
});
