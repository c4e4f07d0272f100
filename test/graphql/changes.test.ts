// `changes` and `feedPosition`: what has changed, and from where on.
import { describe, expect, test } from 'vitest';
import { createIntegrationRun } from '../../src/domain/integration-run/create.js';
import { transitionIntegrationRun } from '../../src/domain/integration-run/transition.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { operatorOn } from '../support/credentials.js';
import { useWorld } from '../support/world.js';

const world = useWorld();
const sequence = () => world.database.write(Prisma.sql`SELECT sequence_events()::float8`);
const run = async () => {
  const { id } = await createIntegrationRun(operatorOn(world.database), { id: 1 }, {});
  await transitionIntegrationRun(operatorOn(world.database), { id }, 'START', {});
  await sequence();
  return id;
};

interface Page {
  readonly nodes: readonly { readonly type: string; readonly position: string }[];
  readonly pageInfo: {
    readonly endCursor: string;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
  };
}
const ask = async (args: string): Promise<Page> => {
  const { data, errors } = await world.graphql<{ changes: Page }, never>(
    `{ changes${args} { nodes { type position } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } }`,
  );
  expect(errors).toBeUndefined();
  if (!data) throw new Error('There is an answer.');
  return data.changes;
};

describe('the feed', () => {
  test('is read by pages, in its order, from the oldest on', async () => {
    const id = await run();
    const { data } = await world.graphql(
      `{ changes(first: 2) { edges { cursor node { type version at source actor { name } integrationRun { databaseId status version } integrationError { id } integration { id } contract { id } } } } }`,
    );
    const about = {
      integrationRun: { databaseId: id, status: 'RUNNING', version: 2 },
      integrationError: null,
      integration: null,
      contract: null,
    };
    const by = { at: expect.any(String), source: 'SYSTEM', actor: { name: 'Local developer' } };
    expect(data).toEqual({
      changes: {
        edges: [
          { cursor: expect.stringMatching(/^1-[0-9a-f]+$/), node: { type: 'RUN_CREATED', version: 1, ...by, ...about } },
          { cursor: expect.stringMatching(/^2-[0-9a-f]+$/), node: { type: 'RUN_MOVED', version: 2, ...by, ...about } },
        ],
      },
    });
    const first = await ask('(first: 1)');
    expect(first.pageInfo).toEqual({
      endCursor: first.nodes[0]?.position,
      startCursor: first.nodes[0]?.position,
      hasNextPage: true,
      hasPreviousPage: false,
    });
    const second = await ask(`(first: 1, after: "${first.pageInfo.endCursor}")`);
    expect(second.nodes).toMatchObject([{ type: 'RUN_MOVED' }]);
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const none = await ask(`(after: "${second.pageInfo.endCursor}", types: [RUN_CREATED])`);
    expect(none).toEqual({
      nodes: [],
      pageInfo: { endCursor: second.pageInfo.endCursor, startCursor: null, hasNextPage: false, hasPreviousPage: true },
    });
    expect((await ask('(types: [RUN_MOVED])')).nodes).toHaveLength(1);
  });

  test('gives the place where it began to who asks for no changes', async () => {
    const all = (await ask('')).nodes.map(({ position }) => position);
    const fromTheOldest = await ask('(first: 0)');
    expect(fromTheOldest).toMatchObject({ nodes: [], pageInfo: { startCursor: null, hasNextPage: true, hasPreviousPage: false } });
    const rest = await ask(`(after: "${fromTheOldest.pageInfo.endCursor}")`);
    expect(rest.nodes.map(({ position }) => position)).toEqual(all);
    const [first] = all;
    expect((await ask(`(first: 0, after: "${first}")`)).pageInfo).toMatchObject({ endCursor: first, hasNextPage: true });
    expect((await ask(`(first: 0, after: "${all.at(-1)}")`)).pageInfo).toMatchObject({ endCursor: all.at(-1), hasNextPage: false });
  });

  test('costs a statement for the page and one for each kind of record', async () => {
    const statements = await world.statementsOf(() => world.graphql('{ changes { nodes { integrationRun { status } actor { name } } } }'));
    expect(statements).toHaveLength(3);
  });

  test('and its end, together with lists, come from one statement, or the end first', async () => {
    const query = '{ integrationRuns(first: 1, orderBy: { field: ID, direction: DESC }) { nodes { databaseId } } feedPosition }';
    let direct: unknown;
    const statements = await world.statementsOf(async () => {
      direct = (await world.graphql(query)).data;
    });
    expect(statements).toHaveLength(1);
    const fieldByField = await world.statementsOf(async () => {
      expect((await world.fieldByField(query)).data).toEqual(direct);
    });
    expect(fieldByField.map(({ sql }) => sql.includes('event_ticks'))).toEqual([true, false]);
    const { feedPosition } = direct as { feedPosition: string };
    expect((await ask(`(after: "${feedPosition}")`)).nodes).toEqual([]);
    await run();
    expect((await ask(`(after: "${feedPosition}")`)).nodes.map(({ type }) => type)).toEqual(['RUN_CREATED', 'RUN_MOVED']);
  });

  test.each([
    ['"x"', 'BAD_USER_INPUT', /^"x" is no position of the feed\./],
    ['7', 'BAD_USER_INPUT', /^A Position is written in quotes/],
    ['"1-0"', 'FEED_DIVERGED', /Read the records anew together with feedPosition/],
  ])('refuses to go on from %s', async (after, code, message) => {
    const { errors } = await world.graphql(`{ changes(after: ${after}) { nodes { type } } }`);
    expect(errors).toMatchObject([{ message: expect.stringMatching(message), extensions: { code } }]);
  });

  test('tells a position that is no longer kept from others', async () => {
    const { pageInfo } = await ask('(first: 1)');
    await world.database.write(Prisma.sql`DELETE FROM event_ticks WHERE last_position <= 2`);
    const { data, errors } = await world.graphql(
      `{ changes(after: "${pageInfo.endCursor}") { nodes { type } } integrations { totalCount } }`,
    );
    expect(errors).toMatchObject([{ path: ['changes'], extensions: { code: 'FEED_POSITION_EXPIRED' } }]);
    expect(data).toEqual({ changes: null, integrations: { totalCount: expect.any(Number) } });
  });
});
