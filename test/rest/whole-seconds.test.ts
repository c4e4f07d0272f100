// A client of this door is shown whole seconds, and sends them. What it sends back as it was shown is no change, and nothing comes before what happened
// within the same second.
import { beforeAll, describe, expect, test } from 'vitest';
import { resources } from '../../src/rest/wire/resources.js';
import { makeRun, moves, rowOf, type Status } from '../domain/runs.js';
import { useWorld } from '../support/world.js';
import { ask, formats } from './both-formats.js';

const world = useWorld();

const second = '2026-03-01T10:00:00+00:00';
const [early, late] = [new Date('2026-03-01T10:00:00.250Z'), new Date('2026-03-01T10:00:00.750Z')];

/** A record of each resource with paths that has times in every element that shows one. */
const paths: Readonly<Record<string, () => Promise<string>>> = {
  integrationRun: async () =>
    `/api/integration_runs/${await makeRun(world, 'SUCCESSFUL', { startTime: early, endTime: late, maxUpdatedAt: late })}`,
  contract: async () => {
    await world.database.prisma.contract.update({ where: { id: 5 }, data: { startDate: early, endDate: late } });
    return '/api/contracts/5';
  },
};

const times = Object.entries(resources).flatMap(([resource, { elements }]) =>
  elements.filter(({ kind, writable }) => kind === 'time' && writable).map(({ name }) => [resource, name] as const),
);

const versionOf = async (path: string): Promise<string> => String((await world.rest('GET', path)).headers.get('etag')?.slice(0, 3));

describe.each(formats)('in %s', (format) => {
  test.each(times)('%s: %s that is put back as it was shown changes nothing', async (resource, name) => {
    const path = (await paths[resource]?.()) ?? '';
    const before = await versionOf(path);
    for (const value of [second, '2026-03-01T10:00:00Z', '2026-03-01T11:00:00.000+01:00', '20260301T100000']) {
      const { status, value: shown } = await ask(world, format, 'PUT', path, { [name]: value });
      expect([status, shown]).toEqual([200, expect.objectContaining({ [name]: second })]);
      expect(await versionOf(path)).toBe(before);
    }
    await ask(world, format, 'PUT', path, { [name]: '2026-03-01T10:00:00.500Z' });
    expect(await versionOf(path), 'a fraction is meant').not.toBe(before);
  });

  test.each(Object.keys(paths))('a record of %s that is put back whole changes nothing', async (resource) => {
    const path = (await paths[resource]?.()) ?? '';
    const before = await versionOf(path);
    const { value } = await ask(world, format, 'GET', path);
    const own = Object.entries(value as object).filter(([name]) => times.some(([of, time]) => of === resource && time === name));
    expect(own.length).toBeGreaterThan(1);
    expect((await ask(world, format, 'PUT', path, Object.fromEntries(own))).status).toBe(200);
    expect(await versionOf(path)).toBe(before);
  });
});

const from: Readonly<Record<(typeof moves)[number], Status>> = {
  START: 'PAUSED',
  PAUSE: 'RUNNING',
  REQUEUE: 'RUNNING',
  SUCCEED: 'RUNNING',
  FAIL: 'RUNNING',
};
const verbs = { START: 'run', PAUSE: 'pause', REQUEUE: 'pending', SUCCEED: 'success', FAIL: 'fail' } as const;

describe.each(moves)('with %s', (move) => {
  const moveWith = async (id: number, body: object) => {
    const { status } = await world.rest('PUT', `/api/integration_runs/${id}/${verbs[move]}`, body);
    const { startTime, endTime } = await rowOf(world, id);
    return [status, startTime, endTime];
  };

  test('an end in the second of the start is not before it', async () => {
    const id = await makeRun(world, from[move], { startTime: late });
    expect(await moveWith(id, { 'end-time': second })).toEqual([200, late, late]);
    expect(await moveWith(id, { 'end-time': second }), 'nor when it is repeated').toEqual([200, late, late]);
  });

  test('times that were shown stay as they are', async () => {
    const id = await makeRun(world, from[move], { startTime: early, endTime: late });
    expect(await moveWith(id, { 'start-time': second, 'end-time': second })).toEqual([200, early, late]);
  });

  test('an end in an earlier second is refused', async () => {
    const id = await makeRun(world, from[move], { startTime: late });
    expect(await moveWith(id, { 'end-time': '2026-03-01T09:59:59Z' })).toEqual([400, late, null]);
  });
});

const updates: readonly (readonly [title: string, held: [Date | null, Date | null], sent: object, then: [Date | null, Date | null]])[] = [
  ['a start is put into the second of the end', [null, late], { 'start-time': second }, [new Date(second), late]],
  ['an end is put into the second of the start', [late, null], { 'end-time': second }, [late, late]],
  ['a later end into it', [late, new Date('2026-03-01T11:00:00Z')], { 'end-time': second }, [late, late]],
  ['both', [null, null], { 'start-time': second, 'end-time': second }, [new Date(second), new Date(second)]],
  ['an exact start and an end', [null, null], { 'start-time': '2026-03-01T10:00:00.750Z', 'end-time': second }, [late, late]],
  [
    'an exact start and an end that is there',
    [early, early],
    { 'start-time': '2026-03-01T10:00:00.750Z', 'end-time': second },
    [late, late],
  ],
  ['neither', [early, late], { 'start-time': null, 'end-time': null }, [null, null]],
];

test.each(updates)('an update: %s', async (_title, [startTime, endTime], sent, [start, end]) => {
  const id = await makeRun(world, 'RUNNING', { startTime, endTime });
  expect((await world.rest('PUT', `/api/integration_runs/${id}`, sent)).status).toBe(200);
  expect(await rowOf(world, id)).toMatchObject({ startTime: start, endTime: end });
});

test.each([
  ['integration_runs', { integration: { code: 'hr-users' } }, 'start-time', 'end-time'],
  ['contracts', { name: 'Exact', number: 'C-exact', status: 'draft' }, 'start-date', 'end-date'],
])('a new record of %s may end in the second of its exact start', async (path, body, start, end) => {
  const { status, json } = await world.rest('POST', `/api/${path}`, { ...body, [start]: '2026-03-01T10:00:00.750Z', [end]: second });
  expect([status, json[start], json[end]]).toEqual([201, second, second]);
});

describe('GraphQL knows milliseconds', () => {
  const update = async (id: number, input: object) =>
    (
      await world.graphql<{ updateIntegrationRun: { __typename: string } }, object>(
        'mutation ($input: UpdateIntegrationRunInput!) { updateIntegrationRun(input: $input) { __typename } }',
        { input: { by: { databaseId: id }, ...input } },
      )
    ).data?.updateIntegrationRun.__typename;
  let id = 0;
  beforeAll(async () => {
    id = await makeRun(world, 'RUNNING', { startTime: early });
  });

  test('a whole second is that millisecond, and before the others', async () => {
    expect(await update(id, { endTime: second })).toBe('ValidationError');
    expect(await update(id, { startTime: second })).toBe('UpdateIntegrationRunSuccess');
    expect((await rowOf(world, id)).startTime).toEqual(new Date(second));
  });
});
