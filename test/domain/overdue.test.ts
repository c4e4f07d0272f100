// Signs of life, and when a run is overdue: by its integration's deadline, or by how long its runs usually take.
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { failOverdueRuns } from '../../src/domain/integration-run/running/overdue.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { createLogger } from '../../src/observability/logger.js';
import { startBackground } from '../../src/process/background-work.js';
import { useWorld } from '../support/world.js';
import { historyOf, makeRun, rowOf, type Status, statuses } from './runs.js';

const world = useWorld();

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);

const heartbeat = async (id: number, counts = {}) => {
  const { data, errors } = await world.graphql<{ result: { __typename: string; message?: string } }, never>(
    `mutation($input: HeartbeatIntegrationRunInput!) {
      result: heartbeatIntegrationRun(input: $input) {
        __typename
        ... on HeartbeatIntegrationRunSuccess { integrationRun { version lastHeartbeatAt totalRecords recordsProcessed } }
        ... on Error { message code }
        ... on RunNotRunningError { currentStatus }
      }
    }`,
    { input: { by: { databaseId: id }, ...counts } },
  );
  expect(errors).toBeUndefined();
  return data?.result;
};

describe('a sign of life', () => {
  test('is recorded of a running run without being a change of it', async () => {
    const id = await makeRun(world, 'RUNNING');
    const before = await rowOf(world, id);
    expect(before.lastHeartbeatAt).toBeNull();
    const start = Date.now();
    expect(await heartbeat(id)).toMatchObject({ integrationRun: { version: 7, lastHeartbeatAt: expect.any(String) } });
    const { lastHeartbeatAt, ...after } = await rowOf(world, id);
    expect(Math.abs((lastHeartbeatAt?.getTime() ?? 0) - start)).toBeLessThan(20_000);
    expect({ ...after, lastHeartbeatAt: null }).toEqual(before);
  });

  test('changes the run by counts that differ, and by no others', async () => {
    const id = await makeRun(world, 'RUNNING', { totalRecords: 10, recordsProcessed: 1 });
    expect(await heartbeat(id, { recordsProcessed: 4 })).toMatchObject({
      integrationRun: { version: 8, totalRecords: 10, recordsProcessed: 4 },
    });
    const changed = await rowOf(world, id);
    expect(changed.lastHeartbeatAt).toEqual(changed.updatedAt);
    expect(await heartbeat(id, { recordsProcessed: 4, totalRecords: 10 })).toMatchObject({ integrationRun: { version: 8 } });
    const again = await rowOf(world, id);
    expect({ ...again, lastHeartbeatAt: null }).toEqual({ ...changed, lastHeartbeatAt: null });
    expect(again.lastHeartbeatAt?.getTime()).toBeGreaterThanOrEqual(changed.lastHeartbeatAt?.getTime() ?? 0);
    expect(await heartbeat(id, { recordsProcessed: -1 })).toMatchObject({ __typename: 'ValidationError' });
  });

  test.each(statuses.filter((status) => status !== 'RUNNING'))('is refused of a run that is %s', async (status) => {
    const id = await makeRun(world, status);
    const before = await rowOf(world, id);
    const message = `Integration run ${id} is ${status.toLowerCase()}; only a running run can give a sign of life. Start it first.`;
    const refused = { __typename: 'RunNotRunningError', code: 'RUN_NOT_RUNNING', message, currentStatus: status };
    expect(await heartbeat(id)).toEqual(refused);
    expect(await heartbeat(id, { totalRecords: 5 })).toEqual(refused);
    expect(await rowOf(world, id)).toEqual(before);
  });

  test('is refused of no run', async () => {
    expect(await heartbeat(999_999)).toMatchObject({ __typename: 'NotFoundError' });
  });

  test('is an update of a running run through either door, but no move, and no update that changes nothing', async () => {
    const seen = async (id: number) => (await rowOf(world, id)).lastHeartbeatAt !== null;
    const running = await makeRun(world, 'RUNNING', { totalRecords: 3 });
    await world.rest('PATCH', `/api/integration_runs/${running}`, { 'total-records': 3 });
    expect(await seen(running)).toBe(false);
    await world.rest('PATCH', `/api/integration_runs/${running}`, { 'total-records': 4 });
    expect(await seen(running)).toBe(true);
    const failing = await makeRun(world, 'RUNNING');
    const before = await rowOf(world, failing);
    const { data } = await world.graphql<{ updateIntegrationRun: { integrationRun: { lastHeartbeatAt: string; version: number } } }, never>(
      `mutation { updateIntegrationRun(input: { by: { databaseId: ${failing} }, integrationErrors: [{}] }) { ... on UpdateIntegrationRunSuccess { integrationRun { lastHeartbeatAt version } } } }`,
    );
    const after = await rowOf(world, failing);
    expect(data?.updateIntegrationRun.integrationRun).toEqual({ lastHeartbeatAt: after.lastHeartbeatAt?.toISOString(), version: 7 });
    expect({ ...after, lastHeartbeatAt: null }).toEqual(before);
    const paused = await makeRun(world, 'PAUSED');
    await world.rest('PATCH', `/api/integration_runs/${paused}`, { 'total-records': 4 });
    await world.rest('PATCH', `/api/integration_runs/${paused}`, { 'integration-errors': [{}] });
    await world.rest('PUT', `/api/integration_runs/${paused}/run`, { 'total-records': 5 });
    expect(await seen(paused)).toBe(false);
  });
});

describe('a run is overdue', () => {
  const integrations: Record<string, number> = {};

  /** An integration that sets a deadline, or whose past runs took so many seconds each. */
  const makeIntegration = async (code: string, deadlineSeconds: number | null, past: readonly number[]) => {
    const text = { name: code, businessObject: 'x', endSystem: 'x' };
    const { id } = await world.database.prisma.integration.create({
      data: { ...text, code, direction: 'TO_COUPA', endSystemType: 'ERP', deadlineSeconds },
    });
    const end = ago(100_000);
    await world.database.prisma.integrationRun.createMany({
      data: past.map((seconds, index) => ({
        integrationId: id,
        status: 'SUCCESSFUL' as const,
        startTime: new Date(end.getTime() - seconds * 1000),
        endTime: end,
        createdAt: ago(200_000 - index),
      })),
    });
    integrations[code] = id;
  };

  beforeAll(async () => {
    await makeIntegration('set', 100, Array(20).fill(1000));
    await makeIntegration(
      'learnt',
      null,
      Array.from({ length: 60 }, (_, index) => (index < 10 ? 9_999 : index - 9)),
    );
    await makeIntegration('short', null, Array(10).fill(2));
    await makeIntegration('new', null, Array(9).fill(2));
  });

  const asked = 'deadline isOverdue';

  /** The answer in one statement and field by field, which is the same. */
  const deadlineOf = async (id: number) => {
    const query = `{ integrationRun(by: { databaseId: ${id} }) { ${asked} } }`;
    const direct = (await world.graphql<{ integrationRun: { deadline: string | null; isOverdue: boolean } }, never>(query)).data;
    expect((await world.fieldByField(query)).data).toEqual(direct);
    return direct?.integrationRun;
  };

  test.each([
    ['set', 1000],
    ['learnt', 47.55],
    ['short', 2],
    ['new', null],
  ])('the integration %s usually takes %s s', async (code, expected) => {
    const query = `{ integration(by: { code: "${code}" }) { expectedDurationSeconds } }`;
    const { data } = await world.graphql<{ integration: { expectedDurationSeconds: number | null } }, never>(query);
    expect((await world.fieldByField(query)).data).toEqual(data);
    if (expected === null) expect(data?.integration.expectedDurationSeconds).toBeNull();
    else expect(data?.integration.expectedDurationSeconds).toBeCloseTo(expected, 6);
  });

  test('what an integration usually takes is asked under two names in one statement', async () => {
    const query = '{ integration(by: { code: "set" }) { one: expectedDurationSeconds other: expectedDurationSeconds } }';
    const statements = await world.statementsOf(async () => {
      expect((await world.graphql(query)).data).toEqual((await world.fieldByField(query)).data);
    });
    expect(statements.length).toBe(1 + (await world.statementsOf(() => world.fieldByField(query))).length);
  });

  const runs: readonly (readonly [
    code: string,
    startedAgo: number | null,
    heartbeatAgo: number | null,
    deadlineAfterStart: number | null,
    isOverdue: boolean,
  ])[] = [
    ['set', 50, null, 100, false],
    ['set', 150, null, 100, true],
    ['set', 1000, 299, 1000 - 299 + 300, false],
    ['set', 1000, 310, 1000 - 310 + 300, true],
    ['set', 50, 45, 5 + 300, false],
    ['set', null, 10, null, false],
    ['learnt', 100, null, 3 * 47.55, false],
    ['learnt', 200, null, 3 * 47.55, true],
    ['short', 50, null, 60, false],
    ['short', 70, null, 60, true],
    ['new', 100_000, null, null, false],
    ['new', 100_000, 1000, null, false],
  ];

  test.each(runs)(
    'of %s, started %s s ago, alive %s s ago: %s s after the start, overdue %s',
    async (code, started, alive, after, isOverdue) => {
      const startTime = started === null ? null : ago(started);
      const lastHeartbeatAt = alive === null ? null : ago(alive);
      const id = await makeRun(world, 'RUNNING', { integrationId: integrations[code] ?? 0, startTime, lastHeartbeatAt });
      const answer = await deadlineOf(id);
      expect(answer?.isOverdue).toBe(isOverdue);
      if (after === null) expect(answer?.deadline).toBeNull();
      else expect((Date.parse(answer?.deadline ?? '') - (startTime?.getTime() ?? 0)) / 1000).toBeCloseTo(after, 1);
    },
  );

  test('is at the last moment of the calendar where it would be later', async () => {
    const startTime = new Date('9999-12-31T23:59:59.000Z');
    const id = await makeRun(world, 'RUNNING', { integrationId: integrations['set'] ?? 0, startTime });
    expect(await deadlineOf(id)).toEqual({ deadline: '9999-12-31T23:59:59.999Z', isOverdue: false });
  });

  test.each(statuses.filter((status) => status !== 'RUNNING'))('never while it is %s', async (status: Status) => {
    const id = await makeRun(world, status, { integrationId: integrations['set'] ?? 0, startTime: ago(10_000), endTime: null });
    expect(await deadlineOf(id)).toEqual({ deadline: null, isOverdue: false });
  });

  test('and is found by the filter, which is the exact complement when negated', async () => {
    const integrationId = integrations['set'] ?? 0;
    const late = await makeRun(world, 'RUNNING', { integrationId, startTime: ago(5000) });
    const timely = await makeRun(world, 'RUNNING', { integrationId, startTime: ago(5) });
    const found = async (filter: string) => {
      const query = `{ integrationRuns(first: 500, filter: { databaseId: { in: [${late}, ${timely}, 1] }, ${filter} }) { totalCount nodes { databaseId isOverdue } } }`;
      const { data, errors } = await world.graphql<{ integrationRuns: { nodes: { databaseId: number }[] } }, never>(query);
      expect(errors).toBeUndefined();
      expect((await world.fieldByField(query)).data).toEqual(data);
      return data?.integrationRuns.nodes.map(({ databaseId }) => databaseId).sort((one, other) => one - other);
    };
    expect(await found('isOverdue: { eq: true }')).toEqual([late]);
    expect(await found('isOverdue: { in: [true] }')).toEqual([late]);
    for (const other of [
      'isOverdue: { eq: false }',
      'isOverdue: { ne: true }',
      'not: { isOverdue: { eq: true } }',
      'isOverdue: { notIn: [true] }',
    ])
      expect(await found(other), other).toEqual([1, timely]);
  });

  test('by a deadline that clients set and take away', async () => {
    const set = async (deadlineSeconds: number | null) =>
      (
        await world.graphql<{ result: object }, never>(
          `mutation($seconds: Int) { result: updateIntegration(input: { by: { code: "new" }, deadlineSeconds: $seconds }) {
            ... on UpdateIntegrationSuccess { integration { deadlineSeconds } } ... on ValidationError { fieldErrors { path message } } } }`,
          { seconds: deadlineSeconds },
        )
      ).data?.result;
    expect(await set(5)).toEqual({ integration: { deadlineSeconds: 5 } });
    expect(await set(null)).toEqual({ integration: { deadlineSeconds: null } });
    expect(await set(0)).toEqual({
      fieldErrors: [{ path: ['deadlineSeconds'], message: 'Deadline seconds must be a whole number from 1 to 2147483647' }],
    });
  });
});

describe('overdue runs are failed', () => {
  const sweep = (fence = Prisma.sql`TRUE`) => failOverdueRuns(world.database, createLogger('silent'), fence);
  const lateRun = async (values = {}) => {
    const { id } = await world.database.prisma.integration.upsert({
      where: { code: 'swept' },
      create: {
        code: 'swept',
        name: 'swept',
        businessObject: 'x',
        endSystem: 'x',
        direction: 'TO_COUPA',
        endSystemType: 'ERP',
        deadlineSeconds: 60,
      },
      update: {},
    });
    return makeRun(world, 'RUNNING', { integrationId: id, startTime: new Date('2026-03-01T10:00:00.500Z'), ...values });
  };

  test('with their version, an end, and a note in their history that says the deadline; others are left alone', async () => {
    while (await sweep());
    const [late, timely, paused] = [await lateRun(), await lateRun({ startTime: ago(1) }), await makeRun(world, 'PAUSED')];
    const untouched = await Promise.all([timely, paused].map((id) => rowOf(world, id)));
    const before = await rowOf(world, late);
    expect(await sweep()).toBe(false);
    const after = await rowOf(world, late);
    expect(after).toEqual({
      ...before,
      status: 'FAILED',
      endTime: after.updatedAt,
      updatedAt: after.updatedAt,
      updatedById: null,
      version: 8,
    });
    expect(await historyOf(world, late)).toEqual([
      expect.objectContaining({
        from: 'RUNNING',
        to: 'FAILED',
        at: after.updatedAt,
        actorId: null,
        source: 'SYSTEM',
        note: 'Overdue: it was to end by 2026-03-01T10:01:00Z.',
      }),
    ]);
    expect(await Promise.all([timely, paused].map((id) => rowOf(world, id)))).toEqual(untouched);
  });

  test('by none whose lease has run out, and once by two at the same time', async () => {
    const late = await lateRun();
    await sweep(Prisma.sql`FALSE`);
    expect((await rowOf(world, late)).status).toBe('RUNNING');
    await Promise.all([sweep(), sweep()]);
    expect(await historyOf(world, late)).toHaveLength(1);
  });

  test('in batches, as long as there are more', async () => {
    await Promise.all(Array.from({ length: 201 }, () => lateRun()));
    expect(await sweep()).toBe(true);
    expect(await sweep()).toBe(false);
    expect(
      await world.database.prisma.integrationRun.count({
        where: { status: 'RUNNING', integration: { code: 'swept' }, startTime: { lt: ago(100) } },
      }),
    ).toBe(0);
  });

  test('by the background work of a gateway, where operators have chosen that', async () => {
    const late = await lateRun();
    const random = vi.spyOn(Math, 'random').mockReturnValue(0); // it begins at once
    const settings = { eventsRetentionDays: 7, idempotencyHours: 24 };
    try {
      const flagging = startBackground(world.database, createLogger('silent'), { ...settings, overdueRuns: 'flag' });
      await expect.poll(() => world.database.prisma.lease.count()).toBeGreaterThan(2); // all other work has had its turn
      await flagging.stop();
      expect((await rowOf(world, late)).status).toBe('RUNNING');
      const failing = startBackground(world.database, createLogger('silent'), { ...settings, overdueRuns: 'fail' });
      await expect.poll(async () => (await rowOf(world, late)).status).toBe('FAILED');
      await failing.stop();
    } finally {
      random.mockRestore();
    }
  });
});
