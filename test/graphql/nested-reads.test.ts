import { describe, expect, test } from 'vitest';
import type { Statement } from '../../src/db/database.js';
import { useWorld } from '../support/world.js';

const world = useWorld();

/** Asks the executor, and gives back the statements that it cost. The short way costs one always: see `direct/answers.test.ts`. */
const costOf = (query: string): Promise<readonly Statement[]> =>
  world.statementsOf(async () => {
    const { status, data, errors } = await world.fieldByField(query);
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    expect(data).toBeTruthy();
  });

/** The one statement that reads rows (not counts) of a table. */
const readsOf = (statements: readonly Statement[], table: string): Statement[] =>
  statements.filter(({ sql }) => new RegExp(`FROM ${table} AS t0`).test(sql) && !/count\(\*\)/.test(sql));

/** What a board shows: the newest runs, each with its integration, its errors with the contracts that they are about, and who did what. */
const board = (first: number, more = '') => `{
  integrationRuns(first: ${first}) {
    nodes {
      integration { name }
      integrationErrors(first: 10) { nodes { message contract { number } } totalCount }
      ${more}
    }
  }
}`;

describe('a board of runs', () => {
  test.each([1, 10, 50])('of %i costs six statements', async (first) => {
    // runs, integrations, errors, their counts, messages, contracts
    expect(await costOf(board(first))).toHaveLength(first === 1 ? 4 : 6);
  });

  test('costs no more for what is asked for twice with the same arguments', async () => {
    const again = 'again: integrationErrors(first: 10) { nodes { externalId contract { name } } } integration { latestRun { id } }';
    expect(await costOf(board(50, again))).toHaveLength(7); // the latest runs
  });

  test.each([
    ['another size', 'other: integrationErrors(first: 3) { nodes { id } }'],
    ['another order', 'other: integrationErrors(first: 10, orderBy: { field: ID }) { nodes { id } }'],
    ['a filter', 'other: integrationErrors(first: 10, filter: { isResolved: { eq: false } }) { nodes { id } }'],
    ['the other end', 'other: integrationErrors(last: 10) { nodes { id } }'],
    ['page information', 'other: integrationErrors(first: 10) { pageInfo { hasNextPage } }'],
    ['a filter on the count', 'other: integrationErrors(filter: { isResolved: { eq: false } }) { totalCount }'],
    ['the history', 'transitions { nodes { to at actor { name } } }'],
  ])('costs one statement more for %s', async (_title, more) => {
    expect(await costOf(board(50, more))).toHaveLength(7);
  });

  test('costs one statement more for each of two aliases with arguments of their own', async () => {
    const more =
      'open: integrationErrors(filter: { isResolved: { eq: false } }) { nodes { id } } two: integrationErrors(first: 2) { nodes { id } }';
    expect(await costOf(board(50, more))).toHaveLength(8);
  });

  test('reads the people of all its rows in one statement', async () => {
    await world.graphql('mutation { startIntegrationRun(input: { by: { databaseId: 200 } }) { __typename } }');
    const more = 'createdBy { name } updatedBy { name } transitions { nodes { actor { name } } }';
    expect(await costOf(board(50, more))).toHaveLength(8); // transitions, actors
  });
});

describe('the rows of a nested list', () => {
  const errorCounts = async (limit: number): Promise<number> => {
    const runs = await world.database.prisma.integrationRun.findMany({
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: 50,
      include: { _count: { select: { integrationErrors: true } } },
    });
    return runs.reduce((sum, { _count }) => sum + Math.min(limit, _count.integrationErrors), 0);
  };

  test.each([1, 2, 3, 10])('are no more than the first %i of each parent', async (first) => {
    const statements = await costOf(`{ integrationRuns(first: 50) { nodes { integrationErrors(first: ${first}) { nodes { id } } } } }`);
    expect(statements.map(({ rows }) => rows)).toEqual([50, await errorCounts(first)]);
  });

  test.each([1, 2, 3])('are one more of each parent where page information is asked for: first %i', async (first) => {
    const list = `integrationErrors(first: ${first}) { nodes { id } pageInfo { hasNextPage } }`;
    const statements = await costOf(`{ integrationRuns(first: 50) { nodes { ${list} } } }`);
    expect(statements.map(({ rows }) => rows)).toEqual([50, await errorCounts(first + 1)]);
  });

  test('are none for first: 0', async () => {
    expect(await costOf('{ integrationRuns(first: 50) { nodes { integrationErrors(first: 0) { nodes { id } } } } }')).toHaveLength(1);
    expect(await costOf('{ integrationRuns(first: 0) { nodes { id } edges { cursor } } }')).toEqual([]);
  });

  test('are read once for nodes, edges and page information together', async () => {
    const list = 'integrationErrors(first: 2) { nodes { id } edges { cursor node { id } } pageInfo { endCursor } }';
    expect(await costOf(`{ integrationRuns(first: 50) { nodes { ${list} } edges { cursor } pageInfo { hasNextPage } } }`)).toHaveLength(2);
  });
});

describe('totalCount alone', () => {
  test('reads no rows of the list', async () => {
    const statements = await costOf('{ integrationRuns { totalCount } }');
    expect(statements).toMatchObject([{ rows: 1, sql: expect.stringMatching(/^SELECT count\(\*\)::int/) }]);
  });

  test('reads no rows of a nested list, but one number for each parent', async () => {
    const statements = await costOf('{ integrationRuns(first: 50) { nodes { integrationErrors { totalCount } } } }');
    expect(statements.map(({ rows }) => rows)).toEqual([50, 50]);
    expect(readsOf(statements, 'integration_errors')).toEqual([]);
  });
});

describe('every list below every type', () => {
  test('of integrations, costs a statement whatever the number of integrations', async () => {
    const query = (first: number) => `{
      integrations(first: ${first}) {
        nodes {
          latestRun { status integration { name } }
          integrationRuns(first: 3) { nodes { status } totalCount }
          integrationErrors(first: 3) { nodes { contract { number } } totalCount }
        }
      }
    }`;
    const one = await costOf(query(1));
    const all = await costOf(query(12));
    expect(all).toHaveLength(8); // integrations, latest runs, their integrations, runs, counts, errors, counts, contracts
    expect(one.length).toBeLessThanOrEqual(all.length);
    const rowsRead = readsOf(all, 'integration_runs').map(({ rows }) => rows); // at once, so in any order
    expect(rowsRead.sort((one, other) => one - other)).toEqual([12, 36]);
  });

  test('of contracts, costs a statement whatever the number of contracts', async () => {
    const statements = await costOf(`{
      contracts(first: 20) {
        nodes {
          integrationErrors(first: 2) { nodes { integrationRun { status } integration { name } responses { code message } } }
          integrationRuns(first: 2) { nodes { integration { name } } totalCount }
        }
      }
    }`);
    // contracts, errors, their runs and integrations and responses, runs and their integrations, counts
    expect(statements.length).toBeLessThanOrEqual(8);
    expect(readsOf(statements, 'contracts').map(({ rows }) => rows)).toEqual([20]);
    for (const { rows } of readsOf(statements, 'integration_errors')) expect(rows).toBeLessThanOrEqual(40);
  });

  test('of errors, reads one response each for the message', async () => {
    const statements = await costOf('{ integrationErrors(first: 30) { nodes { message } } }');
    expect(statements.map(({ rows }) => rows)).toEqual([30, 30]);
  });

  test('of nodes, costs a statement for each type', async () => {
    const ids = [
      'Integration:1',
      'IntegrationRun:1',
      'Integration:2',
      'Contract:1',
      'IntegrationError:1',
      'IntegrationRun:2',
      'Contract:9999',
    ];
    const list = ids.map((id) => `"${Buffer.from(id).toString('base64')}"`).join(', ');
    expect((await costOf(`{ nodes(ids: [${list}]) { __typename id } }`)).map(({ rows }) => rows).sort()).toEqual([1, 1, 2, 2]);
  });
});
