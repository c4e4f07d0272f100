import { expect, test } from 'vitest';
import { expectNothingWritten } from '../domain/contents.js';
import { useWorld } from '../support/world.js';
import { refuse } from './refusals.js';

const world = useWorld();
expectNothingWritten(world);

interface Page {
  readonly list: { readonly pageInfo: { readonly endCursor: string } };
}

const cursorOf = async (list: string): Promise<string> => {
  const { data } = await world.graphql<Page, never>(`{ list: ${list} { pageInfo { endCursor } } }`);
  return data?.list.pageInfo.endCursor ?? '';
};

const go = (cursor: string, list = 'integrationRuns') =>
  refuse(world, `query($cursor: String) { ${list}(first: 1, after: $cursor) { nodes { id } } }`, { cursor });

const made = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');

test.each(['', 'x', 'not base64!', 'eA', '\0', '\ud800', made({}), made([]), made(['integrationRun', 'createdAt', 'DESC', null, '1'])])(
  'refuses %j as a cursor',
  async (cursor) => {
    expect(await go(cursor)).toEqual({
      status: 200,
      code: 'BAD_USER_INPUT',
      message: 'The argument "after" is no cursor. Take it from `pageInfo` or `edges { cursor }` of the page before, unchanged.',
    });
  },
);

test('refuses a cursor of a list of another type', async () => {
  expect(await go(await cursorOf('integrations(first: 1)'))).toEqual({
    status: 200,
    code: 'BAD_USER_INPUT',
    message: 'The cursor in "after" comes from a list of another type. Take one from this list.',
  });
});

test.each(['orderBy: { field: ID, direction: DESC }', 'orderBy: { field: CREATED_AT, direction: ASC }'])(
  'refuses a cursor of the same list with %s',
  async (order) => {
    expect(await go(await cursorOf(`integrationRuns(first: 1, ${order})`))).toEqual({
      status: 200,
      code: 'BAD_USER_INPUT',
      message: 'The cursor in "after" was taken from a list in another order. Take one from this list, in its order, or start without it.',
    });
  },
);

test.each([
  ['a day that does not exist', '2026-02-30T00:00:00.000Z'],
  ['year 0', '0000-01-01T00:00:00.000Z'],
  ['an hour that does not exist', '2026-02-03T25:00:00.000Z'],
  ['no time', 'soon'],
  ['a number', 5],
  ['a truth', true],
  ['an object', { a: 1 }],
])('refuses a cursor whose time was altered to %s', async (_title, value) => {
  expect(await go(made(['integrationRun', 'createdAt', 'DESC', value, 1]))).toEqual({
    status: 200,
    code: 'BAD_USER_INPUT',
    message: 'The argument "after" is no cursor of this list: its value was altered.',
  });
});

test.each([
  ['integrationRuns', 'STATUS', ['integrationRun', 'status', 'ASC', 'DONE', 1]],
  ['integrationRuns', 'STATUS', ['integrationRun', 'status', 'ASC', 'toString', 1]],
  ['integrationRuns', 'TOTAL_RECORDS', ['integrationRun', 'totalRecords', 'ASC', 1.5, 1]],
  ['integrationRuns', 'TOTAL_RECORDS', ['integrationRun', 'totalRecords', 'ASC', '1', 1]],
  ['integrations', 'NAME', ['integration', 'name', 'ASC', 'a\0b', 1]],
  ['integrations', 'NAME', ['integration', 'name', 'ASC', '\ud800', 1]],
  ['integrations', 'NAME', ['integration', 'name', 'ASC', 5, 1]],
  ['integrations', 'NAME', ['integration', 'name', 'ASC', null, 1]],
  ['integrationRuns', 'CREATED_AT', ['integrationRun', 'createdAt', 'ASC', null, 1]],
  ['integrationRuns', 'STATUS', ['integrationRun', 'status', 'ASC', null, 1]],
  ['integrationErrorGroups', 'COUNT', ['integrationErrorGroup', 'COUNT', 'ASC', null, 'a']],
  ['integrationErrorGroups', 'LAST_SEEN_AT', ['integrationErrorGroup', 'LAST_SEEN_AT', 'ASC', 5, 'a']],
])('refuses a cursor of %s by %s that was altered to %j', async (list, field, parts) => {
  const answer = await refuse(
    world,
    `query($c: String) { ${list}(first: 1, after: $c, orderBy: { field: ${field}, direction: ASC }) { nodes { __typename } } }`,
    {
      c: made(parts),
    },
  );
  expect(answer).toMatchObject({ status: 200, code: 'BAD_USER_INPUT' });
});

test.each([
  ['integrationRuns', 'ID', ['integrationRun', 'id', 'ASC', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
  ['integrationErrorGroups', 'COUNT', ['integrationErrorGroup', 'COUNT', 'ASC', 2_147_483_648, 'a']],
  ['integrationErrorGroups', 'OPEN_COUNT', ['integrationErrorGroup', 'OPEN_COUNT', 'ASC', Number.MAX_SAFE_INTEGER, 'a']],
])('takes a cursor of %s by %s that is far beyond every row as the end of the list', async (list, field, parts) => {
  const { data } = await world.graphql(
    `query($c: String) { ${list}(first: 1, after: $c, orderBy: { field: ${field}, direction: ASC }) { nodes { __typename } } }`,
    { c: made(parts) },
  );
  expect(data).toEqual({ [list]: { nodes: [] } });
});
