import { describe, expect, test } from 'vitest';
import { transitionOf } from '../../src/domain/integration-run/status.js';
import type { IntegrationRun } from '../../src/generated/prisma/client.js';
import { useWorld } from '../support/world.js';
import { ended, historyOf, type Move, makeRun, moveByGraphQL, moveByRest, moves, rowOf, type Status, started, statuses } from './runs.js';

const world = useWorld();

/** The whole table by hand: the status after each move, `same` where the run has it already, `refused` where the move is not allowed. */
const table: Record<Status, Record<Move, Status | 'same' | 'refused'>> = {
  PENDING: { START: 'RUNNING', PAUSE: 'PAUSED', REQUEUE: 'same', SUCCEED: 'SUCCESSFUL', FAIL: 'FAILED' },
  RUNNING: { START: 'same', PAUSE: 'PAUSED', REQUEUE: 'PENDING', SUCCEED: 'SUCCESSFUL', FAIL: 'FAILED' },
  PAUSED: { START: 'RUNNING', PAUSE: 'same', REQUEUE: 'PENDING', SUCCEED: 'SUCCESSFUL', FAIL: 'FAILED' },
  SUCCESSFUL: { START: 'refused', PAUSE: 'refused', REQUEUE: 'refused', SUCCEED: 'same', FAIL: 'refused' },
  FAILED: { START: 'refused', PAUSE: 'refused', REQUEUE: 'PENDING', SUCCEED: 'refused', FAIL: 'same' },
};

const requested: Record<Move, Status> = { START: 'RUNNING', PAUSE: 'PAUSED', REQUEUE: 'PENDING', SUCCEED: 'SUCCESSFUL', FAIL: 'FAILED' };

/** The moves that a refusal has to name as the way out. */
const allowed: Record<Status, Move[]> = {
  PENDING: ['START', 'PAUSE', 'SUCCEED', 'FAIL'],
  RUNNING: ['PAUSE', 'REQUEUE', 'SUCCEED', 'FAIL'],
  PAUSED: ['START', 'REQUEUE', 'SUCCEED', 'FAIL'],
  SUCCESSFUL: [],
  FAILED: ['REQUEUE'],
};

/** A failed run can be retried as well, which is no move of it. */
const withRetry = (status: Status): string[] => [...allowed[status], ...(status === 'FAILED' ? ['RETRY'] : [])];

const refusals: Partial<Record<Status, Partial<Record<Move, string>>>> = {
  SUCCESSFUL: {
    START: 'is successful; only a pending or paused run can start. It is final.',
    PAUSE: 'is successful; only a pending or running run can be paused. It is final.',
    REQUEUE: 'is successful; only a running, paused or failed run can be put back in the queue. It is final.',
    FAIL: 'is successful; only a pending, running or paused run can fail. It is final.',
  },
  FAILED: {
    START: 'is failed; only a pending or paused run can start. It can be put back in the queue.',
    PAUSE: 'is failed; only a pending or running run can be paused. It can be put back in the queue.',
    SUCCEED: 'is failed; only a pending, running or paused run can succeed. It can be put back in the queue.',
  },
};

/** What the doors have to say: GraphQL's answer, and the status and body of REST. */
const doors = {
  GRAPHQL: async (id: number, status: Status, move: Move) => {
    const outcome = table[status][move];
    const answer = await moveByGraphQL(world, id, move);
    if (outcome === 'refused') {
      expect(answer).toEqual({
        __typename: 'InvalidTransitionError',
        code: 'INVALID_TRANSITION',
        message: `Integration run ${id} ${refusals[status]?.[move]}`,
        currentStatus: status,
        requestedStatus: requested[move],
        allowedTransitions: withRetry(status),
      });
    } else {
      expect(answer.__typename).toMatch(/^\w+IntegrationRunSuccess$/);
      expect(answer.integrationRun).toEqual({ status: requested[move], version: outcome === 'same' ? 7 : 8 });
    }
  },
  REST: async (id: number, status: Status, move: Move) => {
    const answer = await moveByRest(world, id, move);
    if (table[status][move] === 'refused') {
      expect({ status: answer.status, json: answer.json }).toEqual({
        status: 400,
        json: { errors: { integration_run: [`Integration run ${id} ${refusals[status]?.[move]}`] } },
      });
    } else {
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({ id, status: requested[move].toLowerCase() });
    }
  },
};

/** The time that each move sets, and whether a run that had failed loses its end time by it. */
const times: Record<Move, { readonly sets?: 'startTime' | 'endTime'; readonly reopens?: boolean }> = {
  START: { sets: 'startTime' },
  PAUSE: {},
  REQUEUE: { reopens: true },
  SUCCEED: { sets: 'endTime' },
  FAIL: { sets: 'endTime' },
};

/** The times that the run has to have afterwards; `moment` is when it moved. */
const timesAfter = (status: Status, move: Move, moment: Date): Pick<IntegrationRun, 'startTime' | 'endTime'> => {
  const { sets } = times[move];
  const startTime = status === 'PENDING' ? (sets === 'startTime' ? moment : null) : started;
  return { startTime, endTime: sets === 'endTime' ? moment : null };
};

test.each(moves)('%s sets no other time than it should, also where the run has it already', (move) => {
  const { sets, reopens } = transitionOf(move);
  expect({ ...(sets && { sets }), ...(reopens && { reopens }) }).toEqual(times[move]);
});

const cases = statuses.flatMap((status) => moves.map((move) => [status, move, table[status][move]] as const));

describe.each(['GRAPHQL', 'REST'] as const)('through %s', (door) => {
  test.each(cases)('a run that is %s, asked to %s, ends %s', async (status, move, outcome) => {
    const id = await makeRun(world, status);
    const before = await rowOf(world, id);
    const asked = Date.now();
    await doors[door](id, status, move);

    const after = await rowOf(world, id);
    const history = await historyOf(world, id);
    if (outcome === 'same' || outcome === 'refused') {
      expect(after).toEqual(before);
      expect(history).toEqual([]);
      return;
    }
    const moment = after.updatedAt;
    expect(Math.abs(moment.getTime() - asked)).toBeLessThan(20_000);
    expect(after).toEqual({
      ...before,
      ...timesAfter(status, move, moment),
      status: outcome,
      version: 8,
      updatedAt: moment,
      updatedById: 1,
    });
    expect(history).toEqual([
      { id: expect.any(Number), integrationRunId: id, from: status, to: outcome, at: moment, actorId: 1, source: door, note: null },
    ]);
  });
});

test.each(statuses)('a run that is %s names the moves that it can make', async (status) => {
  const id = await makeRun(world, status);
  const { data } = await world.graphql('query($id: Int!) { integrationRun(by: { databaseId: $id }) { allowedTransitions } }', { id });
  expect(data).toEqual({ integrationRun: { allowedTransitions: withRetry(status) } });
});

describe('the times of a run', () => {
  test.each(['GRAPHQL', 'REST'] as const)('are those of one long life, through %s', async (door) => {
    const id = await makeRun(world, 'PENDING');
    const go = async (move: Move) => {
      await (door === 'GRAPHQL' ? moveByGraphQL(world, id, move) : moveByRest(world, id, move));
      return rowOf(world, id);
    };
    const first = await go('START');
    expect(first.startTime).toEqual(first.updatedAt);
    await go('PAUSE');
    expect((await go('START')).startTime).toEqual(first.startTime);
    const failed = await go('FAIL');
    expect(failed.endTime).toEqual(failed.updatedAt);
    expect(await go('REQUEUE')).toMatchObject({ startTime: first.startTime, endTime: null });
    expect((await go('START')).startTime).toEqual(first.startTime);
    const successful = await go('SUCCEED');
    expect(successful).toMatchObject({ startTime: first.startTime, endTime: successful.updatedAt, version: 14 });
    expect((await historyOf(world, id)).map(({ from, to }) => `${from} ${to}`)).toEqual([
      'PENDING RUNNING',
      'RUNNING PAUSED',
      'PAUSED RUNNING',
      'RUNNING FAILED',
      'FAILED PENDING',
      'PENDING RUNNING',
      'RUNNING SUCCESSFUL',
    ]);
  });

  test('stay where the client has set them', async () => {
    const pending = await makeRun(world, 'PENDING', { startTime: started });
    await moveByGraphQL(world, pending, 'START');
    expect((await rowOf(world, pending)).startTime).toEqual(started);
    const running = await makeRun(world, 'RUNNING', { endTime: ended });
    await moveByRest(world, running, 'SUCCEED');
    expect((await rowOf(world, running)).endTime).toEqual(ended);
  });

  test('never end before the start, even where the client put the start into the future', async () => {
    const future = new Date('2999-01-01T00:00:00.000Z');
    for (const move of ['SUCCEED', 'FAIL'] as const) {
      const id = await makeRun(world, 'PENDING', { startTime: future });
      await moveByGraphQL(world, id, move);
      expect(await rowOf(world, id)).toMatchObject({ startTime: future, endTime: future });
    }
  });

  test('never start after the end that the client has set', async () => {
    const id = await makeRun(world, 'PENDING', { endTime: ended });
    await moveByGraphQL(world, id, 'START');
    expect(await rowOf(world, id)).toMatchObject({ startTime: ended, endTime: ended });
  });

  test('keep the end of a run that is put back in the queue without having failed', async () => {
    const id = await makeRun(world, 'PAUSED', { endTime: ended });
    await moveByRest(world, id, 'REQUEUE');
    expect(await rowOf(world, id)).toMatchObject({ status: 'PENDING', startTime: started, endTime: ended });
  });
});
