// Retries are new runs that are linked to the failed one, which stays as it is; of two at once one is made.
import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { historyOf, makeRun, moveByGraphQL, rowOf, type Status, statuses } from './runs.js';

const world = useWorld();

const retryMutation = `mutation($id: Int!, $note: String) {
  result: retryIntegrationRun(input: { by: { databaseId: $id }, note: $note }) {
    __typename
    ... on RetryIntegrationRunSuccess { integrationRun { databaseId status version flow attempt startTime endTime totalRecords retryOf { databaseId } integration { databaseId } } }
    ... on Error { message code }
    ... on InvalidTransitionError { currentStatus requestedStatus allowedTransitions }
    ... on RetryInProgressError { integrationRun { databaseId } }
  }
}`;

interface RetryAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly integrationRun?: { readonly databaseId: number; readonly attempt: number };
}

const retry = async (id: number, note?: string): Promise<RetryAnswer> => {
  const { data, errors } = await world.graphql<{ result: RetryAnswer }, never>(retryMutation, { id, note });
  expect(errors).toBeUndefined();
  return data?.result as RetryAnswer;
};

const failed = (values = {}) => makeRun(world, 'FAILED', { flow: { step: 1, of: ['a'] }, totalRecords: 7, ...values });

test('a failed run is retried by a pending run of the same integration and flow, linked to it; it stays as it is', async () => {
  const id = await failed();
  const before = await rowOf(world, id);
  const { integrationRun } = await retry(id, 'after the outage');
  expect(integrationRun).toEqual({
    databaseId: expect.any(Number),
    status: 'PENDING',
    version: 1,
    flow: { step: 1, of: ['a'] },
    attempt: 2,
    startTime: null,
    endTime: null,
    totalRecords: null,
    retryOf: { databaseId: id },
    integration: { databaseId: 1 },
  });
  expect(await rowOf(world, id)).toEqual(before);
  const made = integrationRun?.databaseId ?? 0;
  expect(await historyOf(world, made)).toMatchObject([
    { from: null, to: 'PENDING', actorId: 1, source: 'GRAPHQL', note: 'after the outage' },
  ]);
  expect(await rowOf(world, made)).toMatchObject({ createdById: 1, updatedById: 1, retryNumber: 1 });
});

test('a run has its direct retries, oldest first; a retry of a retry is the next attempt', async () => {
  const id = await failed();
  const first = (await retry(id)).integrationRun?.databaseId ?? 0;
  await moveByGraphQL(world, first, 'FAIL');
  const second = (await retry(id)).integrationRun?.databaseId ?? 0;
  const ofFirst = (await retry(first)).integrationRun;
  expect(ofFirst?.attempt).toBe(3);
  const query = `{ integrationRun(by: { databaseId: ${id} }) { attempt retryOf { id } retries(first: 5) { totalCount nodes { databaseId attempt } } } }`;
  const expected = {
    attempt: 1,
    retryOf: null,
    retries: { totalCount: 2, nodes: [first, second].map((databaseId) => ({ databaseId, attempt: 2 })) },
  };
  expect((await world.graphql(query)).data).toEqual({ integrationRun: expected });
  expect((await world.fieldByField(query)).data).toEqual({ integrationRun: expected });

  const found = async (filter: string) =>
    (
      await world.graphql<{ integrationRuns: { nodes: unknown[] } }, never>(
        `{ integrationRuns(filter: ${filter}, orderBy: { field: ID }) { nodes { databaseId } } }`,
      )
    ).data?.integrationRuns.nodes;
  expect(await found(`{ retryOf: { databaseId: { eq: ${id} } } }`)).toEqual([{ databaseId: first }, { databaseId: second }]);
  expect(await found(`{ attempt: { gt: 2 }, retryOf: { databaseId: { eq: ${first} } } }`)).toEqual([{ databaseId: ofFirst?.databaseId }]);
});

describe('is refused', () => {
  const words: Record<Status, string> = {
    PENDING: 'is pending; only a failed run can be retried. It can start, be paused, succeed or fail.',
    RUNNING: 'is running; only a failed run can be retried. It can be paused, be put back in the queue, succeed or fail.',
    PAUSED: 'is paused; only a failed run can be retried. It can start, be put back in the queue, succeed or fail.',
    SUCCESSFUL: 'is successful; only a failed run can be retried. It is final.',
    FAILED: '',
  };
  test.each(statuses.filter((status) => status !== 'FAILED'))('of a run that is %s', async (status) => {
    const id = await makeRun(world, status);
    expect(await retry(id)).toMatchObject({
      __typename: 'InvalidTransitionError',
      message: `Integration run ${id} ${words[status]}`,
      currentStatus: status,
      requestedStatus: 'PENDING',
    });
    const { status: code, json } = await world.rest('POST', `/api/integration_runs/${id}/retry`);
    expect({ code, json }).toEqual({ code: 400, json: { errors: { integration_run: [`Integration run ${id} ${words[status]}`] } } });
    expect(await world.database.prisma.integrationRun.count({ where: { retryOfId: id } })).toBe(0);
  });

  test.each(statuses)('while there is a retry that is %s, unless it has ended', async (status) => {
    const id = await failed();
    const open = await makeRun(world, status, { retryOfId: id, retryNumber: 1, attempt: 2 });
    const answer = await retry(id);
    if (status === 'SUCCESSFUL' || status === 'FAILED') {
      expect(answer).toMatchObject({ __typename: 'RetryIntegrationRunSuccess', integrationRun: { attempt: 2 } });
      return;
    }
    const message = `Integration run ${id} is being retried by run ${open}, which is ${status.toLowerCase()}. It can be retried again when that one has ended.`;
    expect(answer).toEqual({
      __typename: 'RetryInProgressError',
      code: 'RETRY_IN_PROGRESS',
      message,
      integrationRun: { databaseId: open },
    });
    const rest = await world.rest('POST', `/api/integration_runs/${id}/retry`, {});
    expect({ status: rest.status, json: rest.json }).toEqual({ status: 409, json: { errors: { integration_run: [message] } } });
    expect(await world.database.prisma.integrationRun.count({ where: { retryOfId: id } })).toBe(1);
  });

  test('of no run, and with too long a note', async () => {
    expect(await retry(999_999)).toMatchObject({ __typename: 'NotFoundError' });
    expect((await world.rest('POST', '/api/integration_runs/999999/retry')).status).toBe(404);
    const id = await failed();
    expect(await retry(id, 'x'.repeat(2001))).toMatchObject({ __typename: 'ValidationError' });
  });
});

test('over REST the answer is 201 with the new run, in XML as well', async () => {
  const [one, other] = [await failed(), await failed()];
  const { status, json } = await world.rest('POST', `/api/integration_runs/${one}/retry`);
  expect({ status, json }).toMatchObject({
    status: 201,
    json: { status: 'pending', flow: { step: 1, of: ['a'] }, integration: { id: 1 } },
  });
  const xml = await world.rest('POST', `/api/integration_runs/${other}/retry.xml`);
  expect(xml.status).toBe(201);
  expect(xml.text).toContain('<status>pending</status>');
});

test('of ten at once through both doors one is made, and the others are told which', async () => {
  const id = await failed();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0
        ? retry(id).then(({ code }) => code ?? 201)
        : world.rest('POST', `/api/integration_runs/${id}/retry`).then(({ status }) => status),
    ),
  );
  expect(answers.filter((answer) => answer === 201)).toHaveLength(1);
  expect(answers.filter((answer) => answer === 409 || answer === 'RETRY_IN_PROGRESS')).toHaveLength(9);
  expect(await world.database.prisma.integrationRun.count({ where: { retryOfId: id } })).toBe(1);
});
