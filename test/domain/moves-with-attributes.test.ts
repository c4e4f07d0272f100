import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { contentsOf, expectNothingWritten } from './contents.js';
import { ended, historyOf, type Move, makeRun, moveByGraphQL, moveByRest, moves, rowOf, type Status, started } from './runs.js';

const world = useWorld();

const target: Record<Move, Status> = { START: 'RUNNING', PAUSE: 'PAUSED', REQUEUE: 'PENDING', SUCCEED: 'SUCCESSFUL', FAIL: 'FAILED' };

const errorsOf = (integrationRunId: number) =>
  world.database.prisma.integrationError.findMany({
    where: { integrationRunId },
    orderBy: { id: 'asc' },
    include: { responses: { orderBy: { id: 'asc' } } },
  });

/** The same attributes in the words of each door. */
const attributes = {
  totalRecords: 120,
  recordsProcessed: 30,
  flow: { some_key: ['x'] },
  maxUpdatedAt: '2026-03-01T09:00:00.250Z',
  integrationErrors: [{ externalId: 'first', responses: [{ code: '1', message: 'one' }, { code: '2' }] }, { externalId: 'second' }],
};
const body = {
  total_records: 120,
  'records-processed': 30,
  flow: { some_key: ['x'] },
  'max-updated-at': '2026-03-01T09:00:00.250Z',
  integration_errors: [
    { external_id: 'first', responses: [{ response_code: '1', response_message: 'one' }, { 'response-code': '2' }] },
    { 'external-id': 'second' },
  ],
};
const columns = {
  totalRecords: 120,
  recordsProcessed: 30,
  flow: { some_key: ['x'] },
  maxUpdatedAt: new Date('2026-03-01T09:00:00.250Z'),
};

const doors = {
  GRAPHQL: async (id: number, move: Move) => expect((await moveByGraphQL(world, id, move, attributes)).__typename).toMatch(/Success$/),
  REST: async (id: number, move: Move) => expect((await moveByRest(world, id, move, body)).status).toBe(200),
};

describe.each(['GRAPHQL', 'REST'] as const)('through %s', (door) => {
  test('applies attributes and adds errors with the move, and counts it as one change', async () => {
    const id = await makeRun(world, 'PENDING');
    await doors[door](id, 'START');
    const row = await rowOf(world, id);
    expect(row).toMatchObject({ ...columns, status: 'RUNNING', version: 8, startTime: row.updatedAt });
    expect(await historyOf(world, id)).toHaveLength(1);
    expect(await errorsOf(id)).toMatchObject([
      {
        externalId: 'first',
        integrationId: 1,
        contactAlertType: 'Technical',
        createdById: 1,
        responses: [
          { code: '1', message: 'one' },
          { code: '2', message: null },
        ],
      },
      { externalId: 'second', responses: [] },
    ]);
  });

  test.each(moves)('applies attributes but no errors and no history where %s finds the run there already', async (move) => {
    const id = await makeRun(world, target[move]);
    const before = await rowOf(world, id);
    await doors[door](id, move);
    const after = await rowOf(world, id);
    expect(after).toEqual({ ...before, ...columns, version: 8, updatedAt: after.updatedAt, updatedById: 1 });
    expect(await historyOf(world, id)).toEqual([]);
    expect(await errorsOf(id)).toEqual([]);

    await doors[door](id, move); // again, and nothing differs
    expect(await rowOf(world, id)).toEqual(after);
  });
});

test.each(moves)('a refused %s applies no attributes and adds no errors', async (move) => {
  const id = await makeRun(world, move === 'SUCCEED' ? 'FAILED' : 'SUCCESSFUL');
  const before = await contentsOf(world);
  expect((await moveByGraphQL(world, id, move, attributes)).__typename).toBe('InvalidTransitionError');
  expect((await moveByRest(world, id, move, body)).status).toBe(400);
  expect(await contentsOf(world)).toEqual(before);
});

test('takes times that the client sends with the move before those that it would set itself', async () => {
  const id = await makeRun(world, 'PENDING');
  await moveByGraphQL(world, id, 'START', { startTime: started });
  await moveByRest(world, id, 'FAIL', { end_time: ended });
  expect(await rowOf(world, id)).toMatchObject({ startTime: started, endTime: ended, version: 9 });
  await moveByGraphQL(world, id, 'REQUEUE', { endTime: '2026-03-02' });
  expect(await rowOf(world, id)).toMatchObject({ status: 'PENDING', endTime: new Date('2026-03-02T00:00:00.000Z'), version: 10 });
});

test('sets the time of the move where the client clears it with the move', async () => {
  const id = await makeRun(world, 'PAUSED');
  await moveByGraphQL(world, id, 'START', { startTime: null });
  const running = await rowOf(world, id);
  expect(running.startTime).toEqual(running.updatedAt);
});

test('records the note of a move, and none where the run was there already', async () => {
  const id = await makeRun(world, 'PENDING');
  await moveByGraphQL(world, id, 'PAUSE', { note: 'Waiting for the “bank” 🏦' });
  await moveByGraphQL(world, id, 'PAUSE', { note: 'Again' });
  await moveByGraphQL(world, id, 'START', { note: null });
  expect((await historyOf(world, id)).map(({ to, note }) => [to, note])).toEqual([
    ['PAUSED', 'Waiting for the “bank” 🏦'],
    ['RUNNING', null],
  ]);
});

test('a start after the end that the run has is refused by its own name, through both doors', async () => {
  const id = await makeRun(world, 'FAILED');
  const message = "Start time can't be after the end time";
  const { data } = await world.graphql(
    `mutation { updateIntegrationRun(input: { by: { databaseId: ${id} }, startTime: "2027-01-01" }) { ... on ValidationError { fieldErrors { path message } } } }`,
  );
  expect(data).toEqual({ updateIntegrationRun: { fieldErrors: [{ path: ['startTime'], message }] } });
  const { json } = await world.rest('PATCH', `/api/integration_runs/${id}`, { start_time: '2027-01-01', end_time: null, total_records: 1 });
  expect(json['start-time']).toBe('2027-01-01T00:00:00+00:00');
  const ended = await makeRun(world, 'FAILED');
  const refused = await world.rest('PATCH', `/api/integration_runs/${ended}`, { start_time: '2027-01-01' });
  expect({ status: refused.status, json: refused.json }).toEqual({ status: 400, json: { errors: { integration_run: [message] } } });
});

describe('a move with an attribute that breaks a rule', () => {
  expectNothingWritten(world); // run 101 of the sample world is pending

  test.each([
    [{ totalRecords: -1 }, ['totalRecords'], 'Total records must be a whole number from 0 to 2147483647'],
    [{ recordsProcessed: -5 }, ['recordsProcessed'], 'Records processed must be a whole number from 0 to 2147483647'],
    [{ startTime: ended, endTime: started }, ['endTime'], "End time can't be before the start time"],
    [{ note: 'x'.repeat(2001) }, ['note'], 'Note is too long (at most 2000 characters)'],
    [
      { totalRecords: 5, integrationErrors: [{}, { documentRevision: -1 }] },
      ['integrationErrors', '1', 'documentRevision'],
      'Document revision must be a whole number from 0 to 2147483647',
    ],
  ])('changes nothing: %j', async (input, path, message) => {
    for (const move of moves)
      expect(await moveByGraphQL(world, 101, move, input)).toEqual({
        __typename: 'ValidationError',
        code: 'VALIDATION_FAILED',
        message,
        fieldErrors: [{ path, message }],
      });
  });

  test.each([
    [{ total_records: -1 }, 'Total records must be a whole number from 0 to 2147483647'],
    [{ 'total-records': 'many' }, 'Total records must be a whole number'],
    [{ start_time: ended, end_time: started }, "End time can't be before the start time"],
    [{ 'start-time': '2026-02-30' }, 'Start time must be a time in ISO 8601, such as 2026-01-31T09:30:00+00:00'],
    [
      { integration_errors: [{ document_revision: -1 }] },
      'Integration error 1: Document revision must be a whole number from 0 to 2147483647',
    ],
  ])('changes nothing through REST: %j', async (sent, message) => {
    for (const move of moves)
      expect(await moveByRest(world, 101, move, sent)).toMatchObject({ status: 400, json: { errors: { integration_run: [message] } } });
  });
});

test.each([
  ['run', 'start-time', 'RUNNING', 'startTime'],
  ['success', 'end-time', 'SUCCESSFUL', 'endTime'],
  ['fail', 'end-time', 'FAILED', 'endTime'],
] as const)(
  'a repeated %s with %s as null, as it was read before, keeps the time that the move has set',
  async (path, element, status, column) => {
    const { json: created } = await world.rest('POST', '/api/integration_runs', { integration: { id: 1 } });
    const send = () => world.rest('PUT', `/api/integration_runs/${created.id}/${path}`, { [element]: null });
    const first = await send();
    expect(first.json[element]).not.toBeNull();
    expect((await send()).text).toBe(first.text);
    const row = await world.database.prisma.integrationRun.findUniqueOrThrow({ where: { id: created.id } });
    expect([row.status, row.version, row[column] === null]).toEqual([status, 2, false]);
  },
);
