import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeClient } from '../support/credentials.js';
import { fuzzRuns } from '../support/fuzz.js';
import { useWorld } from '../support/world.js';
import { type Filter, holds, type Node, readEverything } from './plain-filter.js';
import { type Block, type Group, statisticsOf, textOf } from './plain-statistics.js';

const world = useWorld();
let runs: readonly Node[];

/** The same everywhere: a figure that was wrong once is wrong again. */
const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};

/** Hours around both changes of summer time in Berlin, and months around them. */
const moments = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-07-01T00:00:00Z'].map((text) => new Date(text).getTime());

beforeAll(async () => {
  const next = random(7);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item; // never of an empty list
  const { prisma } = world.database;
  const data = Array.from({ length: 120 }, () => {
    const createdAt = new Date(pick(moments) + Math.floor((next() - 0.5) * pick([1, 20, 2_000]) * 7_200_000));
    const startTime = next() < 0.7 ? new Date(createdAt.getTime() + Math.floor(next() * 600_000)) : null;
    const ended = (startTime ?? createdAt).getTime() + Math.floor(next() * 7_200_000);
    return {
      integrationId: 1 + Math.floor(next() * 5),
      status: pick(['PENDING', 'RUNNING', 'PAUSED', 'SUCCESSFUL', 'SUCCESSFUL', 'FAILED'] as const),
      createdAt,
      startTime,
      endTime: next() < 0.6 ? new Date(ended) : null,
      recordsProcessed: next() < 0.8 ? Math.floor(next() * 2_000_000_000) : null,
    };
  });
  const made = await prisma.integrationRun.createManyAndReturn({ data, select: { id: true, integrationId: true } });
  await prisma.integrationError.createMany({
    data: made.flatMap(({ id, integrationId }) =>
      Array.from({ length: Math.floor(next() * 4) }, () => ({ integrationRunId: id, integrationId, isResolved: next() < 0.5 })),
    ),
  });
  await prisma.integration.create({
    data: { name: 'No runs', code: 'no-runs', businessObject: 'Item', direction: 'TO_COUPA', endSystem: 'X', endSystemType: 'OTHER' },
  });
  runs = (await readEverything(world)).integrationRun;
});

const filters: readonly Filter[] = [
  {},
  { status: { in: ['SUCCESSFUL', 'FAILED'] } },
  { status: { eq: 'PENDING' }, endTime: { isNull: false } },
  { createdAt: { gte: '2026-10-25T00:00:00.000Z', lt: '2026-10-26T00:00:00.000Z' } },
  { integrationErrors: { some: { isResolved: { eq: false } } } },
  { or: [{ integration: { code: { startsWith: 'erp' } } }, { recordsProcessed: { gt: 1_000_000_000 } }] },
  { not: { startTime: { isNull: false } } },
  { createdAt: { lt: '2000-01-01T00:00:00.000Z' } },
];

const hour = 3_600_000;
const spans = { HOUR: 40 * hour, DAY: 60 * 24 * hour, WEEK: 300 * 24 * hour, MONTH: 500 * 24 * hour };

const group = (depth: number): fc.Arbitrary<Group> =>
  fc.oneof(
    fc.record({
      by: fc.constant('integration' as const),
      name: fc.constantFrom('a', 'b'),
      first: fc.constantFrom(0, 1, 3, 20),
      field: fc.constantFrom('COUNT', 'FAILED', 'SUCCESS_RATE', 'DURATION_P95'),
      direction: fc.constantFrom('ASC' as const, 'DESC' as const),
      inner: block(depth - 1),
    }),
    fc.constantFrom('HOUR' as const, 'DAY' as const, 'WEEK' as const, 'MONTH' as const).chain((unit) =>
      fc.record({
        by: fc.constant('time' as const),
        name: fc.constantFrom('c', 'd'),
        unit: fc.constant(unit),
        from: fc.constantFrom(...moments).chain((moment) => fc.nat(spans[unit] / 2).map((before) => new Date(moment - before))),
        to: fc.constantFrom(...moments).chain((moment) => fc.nat(spans[unit] / 2).map((after) => new Date(moment + after))),
        zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
        on: fc.constantFrom('createdAt' as const, 'startTime' as const, 'endTime' as const),
        inner: block(depth - 1),
      }),
    ),
  );

const hasOrder = (each: Group): boolean =>
  each.by === 'integration' || (each.from <= each.to && each.to.getTime() - each.from.getTime() <= spans[each.unit]);

const block = (depth: number): fc.Arbitrary<Block> =>
  depth === 0
    ? fc.constant({ groups: [] })
    : fc.uniqueArray(group(depth).filter(hasOrder), { maxLength: 2, selector: ({ name }) => name }).map((groups) => ({ groups }));

/** The expectation with `{ near }` made what vitest compares nearly; both sides walk alike. */
const nearly = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(nearly);
  if (typeof value !== 'object' || value === null) return value;
  if ('near' in value) return expect.closeTo(Number(value.near), 6);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, nearly(inner)]));
};

describe('statistics of runs', () => {
  test('are what a plain reckoning gives, of any filter and any groups, in one statement', { timeout: fuzzRuns(60_000) }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...filters), block(2), async (filter, asked) => {
        let answer: Awaited<ReturnType<typeof world.graphql<{ block: unknown }, never>>> | undefined;
        const statements = await world.statementsOf(async () => {
          answer = await world.graphql(
            `query($filter: IntegrationRunFilter) { block: integrationRunStatistics(filter: $filter) ${textOf(asked)} }`,
            {
              filter,
            },
          );
        });
        expect(answer?.errors).toBeUndefined();
        expect(answer?.data?.block).toEqual(
          nearly(
            statisticsOf(
              runs.filter((run) => holds('integrationRun', filter, run)),
              asked,
            ),
          ),
        );
        expect(statements).toHaveLength(1);
      }),
      { numRuns: fuzzRuns(25) },
    );
  });

  test('of each integration in a list cost one statement more, and are of its own runs', async () => {
    const list = (more: string) => `{ integrations(first: 20, orderBy: { field: ID }) { nodes { databaseId ${more} } } }`;
    const asked: Block = {
      groups: [{ by: 'integration', name: 'a', first: 5, field: 'COUNT', direction: 'DESC', inner: { groups: [] } }],
    };
    let answer:
      | Awaited<ReturnType<typeof world.graphql<{ integrations: { nodes: { databaseId: number; statistics: unknown }[] } }, never>>>
      | undefined;
    const plain = await world.statementsOf(() => world.graphql(list('')));
    const statements = await world.statementsOf(async () => {
      answer = await world.graphql(list(`statistics(filter: { status: { ne: PENDING } }) ${textOf(asked)}`));
    });
    expect(statements).toHaveLength(plain.length + 1);
    const nodes = answer?.data?.integrations.nodes ?? [];
    expect(nodes).toHaveLength(13);
    for (const { databaseId, statistics } of nodes) {
      const own = runs.filter(({ values }) => values['integrationId'] === databaseId && values['status'] !== 'PENDING');
      expect(statistics).toEqual(nearly(statisticsOf(own, asked)));
    }
  });

  test('have each list under its name, whatever is called alike', async () => {
    const { data, errors } = await world.graphql<
      { block: { x: { one: { count: number; x: unknown[] }; two: { x: unknown[] } }[] } },
      never
    >(`{
      block: integrationRunStatistics { ...B }
    }
    fragment B on IntegrationRunStatistics {
      x: byIntegration(first: 1) {
        one: statistics { x: byIntegration { integration { latestRun { status } } } }
        two: statistics { x: timeline(unit: MONTH, from: "2026-01-01", to: "2026-03-01") { from } }
        one: statistics { count }
      }
    }`);
    expect(errors).toBeUndefined();
    const [first] = data?.block.x ?? [];
    expect(first?.one.x).toEqual([{ integration: { latestRun: { status: expect.any(String) } } }]);
    expect(first?.one.count).toBeGreaterThan(0);
    expect(first?.two.x).toEqual([{ from: '2026-01-01T00:00:00.000Z' }, { from: '2026-02-01T00:00:00.000Z' }]);
  });
});

describe('refuses', () => {
  const timeline = (given: string) => `{ integrationRunStatistics { timeline(${given}) { from } } }`;
  test.each([
    ['a timeline that ends before it begins', timeline('unit: DAY, from: "2026-02-01", to: "2026-01-01"'), /is after its "to"/],
    ['more than 1,000 buckets', timeline('unit: HOUR, from: "2026-01-01", to: "2026-03-01"'), /more than 1000 buckets/],
    ['what is no time zone', timeline('unit: DAY, from: "2026-01-01", to: "2026-02-01", timeZone: "Mars/Olympus"'), /no IANA time zone/],
    ['an offset for a time zone', timeline('unit: DAY, from: "2026-01-01", to: "2026-02-01", timeZone: "+01:00"'), /no IANA time zone/],
    [
      'more than 500 integrations',
      '{ integrationRunStatistics { byIntegration(first: 501) { integration { name } } } }',
      /from 0 to 500\.$/,
    ],
    ['fewer than none', '{ integrationRunStatistics { byIntegration(first: -1) { integration { name } } } }', /from 0 to 500\.$/],
  ])('%s', async (_what, query, message) => {
    const { data, errors } = await world.graphql(query);
    expect(data).toEqual({ integrationRunStatistics: null });
    const path = ['integrationRunStatistics', query.includes('timeline') ? 'timeline' : 'byIntegration'];
    expect(errors).toMatchObject([{ path, message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('a mistake at the list that it is in, under the name that it is asked by, wherever the block stands', async () => {
    const days = 'by: timeline(unit: DAY, from: "2026-01-01", to: "2026-01-02")';
    const wrong = 'byIntegration(first: 501) { integration { name } }';
    const within = await world.graphql(`{ integrationRunStatistics { ${days} { statistics { ${wrong} } } } }`);
    expect(within.errors?.map(({ path }) => path)).toEqual([['integrationRunStatistics', 'by']]);
    const below = await world.graphql(`{ integrations(first: 2) { nodes { statistics { them: ${wrong} } } } }`);
    expect(below.errors?.map(({ path }) => path)).toContainEqual(['integrations', 'nodes', 0, 'statistics', 'them']);
    const payload = `... on UpdateIntegrationSuccess { integration { statistics { ${wrong} } } }`;
    const change = await world.graphql(`mutation { updateIntegration(input: { by: { databaseId: 1 }, endSystem: "X" }) { ${payload} } }`);
    expect(change.errors?.map(({ path }) => path)).toEqual([['updateIntegration']]);
  });

  test('takes 1,000 buckets, and none where there is no time between', async () => {
    const { data } = await world.graphql<Record<string, { timeline: unknown[] }>, never>(`{
      most: integrationRunStatistics { timeline(unit: HOUR, from: "2026-01-01T00:30:00Z", to: "2026-02-11T15:30:00Z") { from } }
      none: integrationRunStatistics { timeline(unit: HOUR, from: "2026-01-01", to: "2026-01-01") { from } }
    }`);
    expect([data?.['most']?.timeline.length, data?.['none']?.timeline.length]).toEqual([1_000, 0]);
  });
});

describe('need the scopes of all that they look at', () => {
  const guarded = useWorld({ auth: { mode: 'required' } });
  const about = 'filter: { integrationErrors: { some: { contract: { number: { eq: "C-1" } } } } }';

  test.each([
    ['a filter through contracts', 'core.integration.read', `{ integrationRunStatistics(${about}) { count } }`, 'core.contract.read'],
    [
      'the same of an integration',
      'core.integration.read',
      `{ integration(by: { databaseId: 1 }) { statistics(${about}) { count } } }`,
      'core.contract.read',
    ],
    ['runs', 'core.contract.read', '{ integrationRunStatistics { count } }', 'core.integration.read'],
  ])('%s', async (_what, scope, query, missing) => {
    const { apiKey } = await makeClient(guarded, [scope]);
    const { errors } = await guarded.graphql(query, {}, { 'x-coupa-api-key': apiKey ?? '' });
    expect(errors).toMatchObject([{ message: expect.stringContaining(missing), extensions: { code: 'FORBIDDEN' } }]);
  });

  test('before anything is written, below a mutation', async () => {
    const { apiKey } = await makeClient(guarded, ['core.integration.read', 'core.integration.write']);
    const selection = `... on UpdateIntegrationSuccess { integration { statistics(${about}) { count } } }`;
    const { errors } = await guarded.graphql(
      `mutation { updateIntegration(input: { by: { databaseId: 1 }, endSystem: "Changed" }) { ${selection} } }`,
      {},
      { 'x-coupa-api-key': apiKey ?? '' },
    );
    expect(errors).toMatchObject([{ path: ['updateIntegration'], extensions: { code: 'FORBIDDEN' } }]);
    const found = await guarded.database.prisma.integration.findUniqueOrThrow({ where: { id: 1 } });
    expect(found.endSystem).not.toBe('Changed');
  });
});
