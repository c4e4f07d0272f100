import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuzzRuns } from '../support/fuzz.js';
import { type GraphQLAnswer, useWorld } from '../support/world.js';
import { type Facts, inOrder, movingLists } from './moving-lists.js';
import { readPage, walk } from './walk.js';

const world = useWorld();
const lists = movingLists(world);

const common = { ID: 'id', CREATED_AT: 'createdAt', UPDATED_AT: 'updatedAt' };
const orders: Record<string, Record<string, string>> = {
  integrationRuns: {
    ...common,
    START_TIME: 'startTime',
    END_TIME: 'endTime',
    STATUS: 'status',
    TOTAL_RECORDS: 'totalRecords',
    RECORDS_PROCESSED: 'recordsProcessed',
  },
  integrationErrors: { ...common, DOCUMENT_TYPE: 'documentType', DOCUMENT_ID: 'documentId' },
  integrationHistoryRecords: { ...common, DOCUMENT_TYPE: 'documentType', DOCUMENT_ID: 'documentId' },
  historyRecords: { ...common, DOCUMENT_TYPE: 'documentType', DOCUMENT_ID: 'documentId' },
  integrations: { ...common, NAME: 'name', CODE: 'code' },
  contracts: { ...common, NUMBER: 'number', NAME: 'name', START_DATE: 'startDate', END_DATE: 'endDate' },
};

const few = fc.option(fc.integer({ min: 0, max: 4 }), { freq: 3 });
// U+FFFF is before U+1D11E by code point, and after it by UTF-16
const texts = fc.constantFrom('a', 'A', 'Z', 'z', 'é', '_', '%', 'ß', '\uffff', '\u{1d11e}', ' ', '~');
const facts: fc.Arbitrary<Facts> = fc.record({ number: few, other: few, text: texts, pick: fc.integer({ min: 0, max: 4 }) });

const plan = (columns: Record<string, string>) =>
  fc.record({
    order: fc.constantFrom(...Object.entries(columns)),
    direction: fc.constantFrom('ASC' as const, 'DESC' as const),
    backward: fc.boolean(),
    size: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 6, max: 60 })),
    stay: fc.array(facts, { minLength: 2, maxLength: 8 }),
    leave: fc.array(facts, { minLength: 1, maxLength: 6 }),
    events: fc.array(fc.record({ kind: fc.constantFrom('insert' as const, 'change' as const, 'remove' as const), facts }), {
      maxLength: 30,
    }),
  });

describe.each(Object.entries(lists))('%s, walked page by page while rows come, go and change', (_name, moving) => {
  test('gives every row that stays where it is exactly once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        plan(orders[moving.list] ?? {}),
        async ({ order: [field, column], direction, backward, size, stay, leave, events }) => {
          const present = new Set<number>();
          const add = async (given: Facts): Promise<number> => {
            const id = await moving.insert(given);
            present.add(id);
            return id;
          };
          try {
            for (const given of stay) await add(given);
            const restless: number[] = [];
            for (const given of leave) restless.push(await add(given));
            const staying = (await moving.rows()).filter(({ id }) => !restless.includes(id));
            const expected = inOrder(staying, column, direction);

            const queue = [...events];
            const disturb = async (): Promise<void> => {
              const event = queue.shift();
              if (event?.kind === 'insert') await add(event.facts);
              const id = event && event.kind !== 'insert' ? restless[event.facts.pick % restless.length] : undefined;
              if (id === undefined || !present.has(id)) return;
              if (event?.kind === 'change') await moving.change(id, event.facts);
              if (event?.kind === 'remove' && present.delete(id)) await moving.remove(id);
            };
            const args = `${moving.filter} orderBy: { field: ${field}, direction: ${direction} }`;
            const seen = await walk(world, { list: moving.list, within: moving.within, args, size, backward }, disturb);
            const stayed = new Set(expected);
            expect(seen.filter((id) => stayed.has(id))).toEqual(expected);
          } finally {
            for (const id of present) await moving.remove(id);
          }
        },
      ),
      { numRuns: fuzzRuns(4) },
    );
  });
});

test('the history of a run, walked one entry a page while it grows, has every entry once, oldest first', async () => {
  const move = (name: string) => world.graphql(`mutation { ${name}IntegrationRun(input: { by: { databaseId: 200 } }) { __typename } }`);
  await move('start');
  const growth = ['pause', 'start', 'fail', 'requeue'];
  const seen: string[] = [];
  interface History {
    readonly integrationRun: {
      readonly transitions: {
        readonly nodes: { readonly to: string }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      };
    };
  }
  for (let after: string | null = null, more = true; more; ) {
    const answer: GraphQLAnswer<History> = await world.graphql<History, never>(
      'query($after: String) { integrationRun(by: { databaseId: 200 }) { transitions(first: 1, after: $after) { nodes { to } pageInfo { hasNextPage endCursor } } } }',
      { after },
    );
    if (!answer.data) throw new Error(JSON.stringify(answer.errors));
    const { nodes, pageInfo } = answer.data.integrationRun.transitions;
    seen.push(...nodes.map(({ to }) => to));
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
    const next = growth.shift();
    if (next) await move(next);
  }
  expect(seen).toEqual(['PENDING', 'RUNNING', 'PAUSED', 'RUNNING', 'FAILED', 'PENDING']);
});

describe('a page', () => {
  const whole = { list: 'integrationRuns', within: ['', ''] as const, args: '', size: 20, backward: false };
  const newest = Array.from({ length: 200 }, (_, index) => 200 - index);
  const ids = async (page: string) => (await readPage(world, whole, page)).nodes.map(({ databaseId }) => databaseId);

  test('has the newest 20 rows unless asked otherwise', async () => {
    const { data } = await world.graphql<{ integrationRuns: { nodes: { databaseId: number }[] } }, never>(
      '{ integrationRuns { nodes { databaseId } } }',
    );
    expect(data?.integrationRuns.nodes.map(({ databaseId }) => databaseId)).toEqual(newest.slice(0, 20));
  });

  test('has as many rows as can be asked for', async () => {
    expect(await ids('first: 500')).toEqual(newest);
    expect(await ids('last: 500')).toEqual(newest);
  });

  test.each(['first', 'last'])('of %s: 0 has no rows, but says whether there are any', async (argument) => {
    const { data } = await world.graphql(
      `{ integrationRuns(${argument}: 0) { nodes { id } edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    );
    expect(data).toEqual({
      integrationRuns: {
        nodes: [],
        edges: [],
        totalCount: 200,
        pageInfo: { hasNextPage: argument === 'first', hasPreviousPage: argument === 'last', startCursor: null, endCursor: null },
      },
    });
  });

  test('begins after and ends before the cursor of any edge', async () => {
    const { edges } = await readPage(world, whole, 'first: 10');
    const cursor = (index: number) => `"${edges[index]?.cursor}"`;
    for (const index of [0, 4, 9]) {
      expect(await ids(`first: 3, after: ${cursor(index)}`)).toEqual(newest.slice(index + 1, index + 4));
      expect(await ids(`last: 3, before: ${cursor(index)}`)).toEqual(newest.slice(Math.max(0, index - 3), index));
      expect(await ids(`last: 3, after: ${cursor(index)}`)).toEqual([3, 2, 1]);
      expect(await ids(`first: 3, before: ${cursor(index)}`)).toEqual(newest.slice(0, Math.min(3, index)));
    }
    expect(await ids(`first: 500, after: ${cursor(2)}, before: ${cursor(7)}`)).toEqual(newest.slice(3, 7));
    expect(await ids(`first: 2, after: ${cursor(2)}, before: ${cursor(7)}`)).toEqual(newest.slice(3, 5));
    expect(await ids(`last: 2, after: ${cursor(2)}, before: ${cursor(7)}`)).toEqual(newest.slice(5, 7));
    expect(await ids(`first: 5, after: ${cursor(7)}, before: ${cursor(2)}`)).toEqual([]);
  });

  test('is counted by the filter, not by the page or its cursors', async () => {
    const { pageInfo } = await readPage(world, whole, 'first: 150');
    const { data } = await world.graphql(`{
      all: integrationRuns { totalCount }
      rest: integrationRuns(first: 1, after: "${pageInfo.endCursor}") { totalCount }
      failed: integrationRuns(first: 1, filter: { status: { eq: FAILED } }) { totalCount }
      none: integrationRuns(filter: { databaseId: { lt: 0 } }) { totalCount nodes { id } pageInfo { hasNextPage endCursor } }
    }`);
    const failed = await world.database.prisma.integrationRun.count({ where: { status: 'FAILED' } });
    expect(data).toEqual({
      all: { totalCount: 200 },
      rest: { totalCount: 200 },
      failed: { totalCount: failed },
      none: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
    });
  });

  test.each(['ASC', 'DESC'])('has unset values last, %s', async (direction) => {
    const { data } = await world.graphql<{ integrationRuns: { nodes: { startTime: string | null }[] } }, never>(
      `{ integrationRuns(first: 500, orderBy: { field: START_TIME, direction: ${direction} }) { nodes { startTime } } }`,
    );
    const times = data?.integrationRuns.nodes.map(({ startTime }) => startTime) ?? [];
    const pending = await world.database.prisma.integrationRun.count({ where: { startTime: null } });
    expect(pending).toBeGreaterThan(5);
    expect(times.slice(-pending)).toEqual(times.slice(-pending).map(() => null));
    expect(times.slice(0, -pending)).not.toContain(null);
  });
});
