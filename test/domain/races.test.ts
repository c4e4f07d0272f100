import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { expectUnbrokenHistory, historyOf, type Move, type MoveAnswer, makeRun, moveByGraphQL, moveByRest, moves, rowOf } from './runs.js';

const world = useWorld();

const fifty = Array.from({ length: 50 }, (_, index) => index);

/** Sends all at once, each through the door that comes next, and gives back the HTTP status and what was answered. */
const race = (id: number, movesToMake: readonly Move[]): Promise<{ move: Move; outcome: string; status: number }[]> =>
  Promise.all(
    movesToMake.map(async (move, index) => {
      if (index % 2 === 1) {
        const { status, json } = await moveByRest(world, id, move);
        return { move, status, outcome: status === 200 ? `now ${json.status}` : `refused: ${json.errors.integration_run[0]}` };
      }
      const answer: MoveAnswer = await moveByGraphQL(world, id, move);
      if (answer.integrationRun) return { move, status: 200, outcome: `now ${answer.integrationRun.status.toLowerCase()}` };
      return { move, status: 200, outcome: `refused: ${answer.message}` };
    }),
  );

/** Nothing in these tests is refused for any other reason. */
const isRefusedByStatus = (id: number, outcome: string) => new RegExp(`^refused: Integration run ${id} is \\w+; only a `).test(outcome);

test('of 50 equal moves at once one moves the run, and the others are harmless', async () => {
  const id = await makeRun(world, 'PENDING');
  const answers = await race(
    id,
    fifty.map(() => 'START'),
  );
  expect(answers.map(({ outcome }) => outcome)).toEqual(fifty.map(() => 'now running'));
  const row = await rowOf(world, id);
  expect(row).toMatchObject({ status: 'RUNNING', version: 8, startTime: row.updatedAt });
  expect(await historyOf(world, id)).toMatchObject([{ from: 'PENDING', to: 'RUNNING', at: row.updatedAt }]);
});

test('of 50 equal moves with errors at once one adds its errors', async () => {
  const id = await makeRun(world, 'RUNNING');
  await Promise.all(fifty.map((index) => moveByGraphQL(world, id, 'FAIL', { integrationErrors: [{ externalId: `E-${index}` }] })));
  expect(await world.database.prisma.integrationError.count({ where: { integrationRunId: id } })).toBe(1);
  expect(await rowOf(world, id)).toMatchObject({ status: 'FAILED', version: 8 });
});

test('of 50 moves at once to success or failure exactly one outcome wins', async () => {
  const id = await makeRun(world, 'RUNNING');
  const answers = await race(
    id,
    fifty.map((index) => (index % 4 < 2 ? 'SUCCEED' : 'FAIL')),
  );
  const { status, version } = await rowOf(world, id);
  expect(['SUCCESSFUL', 'FAILED']).toContain(status);
  expect(version).toBe(8);
  expect(await historyOf(world, id)).toMatchObject([{ from: 'RUNNING', to: status }]);

  const winner: Move = status === 'SUCCESSFUL' ? 'SUCCEED' : 'FAIL';
  for (const { move, outcome } of answers) {
    if (move === winner) expect(outcome).toBe(`now ${status.toLowerCase()}`);
    else expect(outcome).toMatch(new RegExp(`^refused: Integration run ${id} is ${status.toLowerCase()}; only a `));
  }
});

test('of 50 moves of every kind at once each one made is one row of an unbroken history', async () => {
  const id = await makeRun(world, 'PENDING');
  const answers = await race(
    id,
    fifty.map((index) => moves[index % moves.length] ?? 'START'),
  );
  for (const { status, outcome } of answers) {
    expect(status).toBeLessThan(500);
    expect(outcome.startsWith('now ') || isRefusedByStatus(id, outcome)).toBe(true);
  }
  await expectUnbrokenHistory(world, id, 'PENDING');
});

describe('concurrent updates of one run', () => {
  const update = (id: number, attributes: object) =>
    world.graphql<{ updateIntegrationRun: { integrationRun: { version: number } } }, never>(
      'mutation($input: UpdateIntegrationRunInput!) { updateIntegrationRun(input: $input) { ... on UpdateIntegrationRunSuccess { integrationRun { version } } } }',
      { input: { by: { databaseId: id }, ...attributes } },
    );

  test('count every change that changed something, each with a version of its own', async () => {
    const id = await makeRun(world, 'RUNNING');
    const answers = await Promise.all(fifty.map((index) => update(id, { recordsProcessed: 1000 + index })));
    const versions = answers.map(({ data }) => data?.updateIntegrationRun.integrationRun.version ?? 0);
    expect(versions.sort((one, other) => one - other)).toEqual(fifty.map((index) => 8 + index));
    expect((await rowOf(world, id)).version).toBe(57);
  });

  test('count equal changes once', async () => {
    const id = await makeRun(world, 'RUNNING');
    const answers = await Promise.all(fifty.map(() => update(id, { recordsProcessed: 5, flow: { same: [1, 2] } })));
    expect(answers.map(({ data }) => data?.updateIntegrationRun.integrationRun.version)).toEqual(fifty.map(() => 8));
    expect((await rowOf(world, id)).version).toBe(8);
  });

  test('lose nothing of what others changed', async () => {
    const id = await makeRun(world, 'RUNNING');
    await Promise.all([
      ...fifty.map(() => update(id, { totalRecords: 500 })),
      ...fifty.map(() => update(id, { recordsProcessed: 250 })),
      ...fifty.map((index) => update(id, { integrationErrors: [{ externalId: `E-${index}` }] })),
      moveByGraphQL(world, id, 'PAUSE'),
    ]);
    expect(await rowOf(world, id)).toMatchObject({ status: 'PAUSED', totalRecords: 500, recordsProcessed: 250, version: 10 });
    expect(await world.database.prisma.integrationError.count({ where: { integrationRunId: id } })).toBe(50);
  });

  test('never put the end before the start', async () => {
    const id = await makeRun(world, 'RUNNING');
    const minute = (index: number) => new Date(Date.UTC(2026, 2, 1, 10, index)).toISOString();
    const answers = await Promise.all(
      fifty.map((index) => update(id, index % 2 ? { startTime: minute(index) } : { endTime: minute(50 - index) })),
    );
    for (const { status, errors } of answers) expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    const { startTime, endTime } = await rowOf(world, id);
    expect(endTime?.getTime()).toBeGreaterThanOrEqual(startTime?.getTime() ?? Number.POSITIVE_INFINITY);
  });
});

describe('records with one unique value made at once', () => {
  const integration = { businessObject: 'Item', direction: 'TO_COUPA', endSystem: 'X', endSystemType: 'ERP' };

  interface Created {
    readonly result: {
      readonly __typename: string;
      readonly fieldErrors?: readonly { readonly path: readonly string[]; readonly message: string }[];
    };
  }

  const createAll = async (mutation: string, type: string, inputs: readonly object[]): Promise<Created['result'][]> => {
    const query = `mutation($input: ${type}!) { result: ${mutation}(input: $input) { __typename ... on ValidationError { fieldErrors { path message } } } }`;
    const answers = await Promise.all(inputs.map((input) => world.graphql<Created, never>(query, { input })));
    return answers.flatMap(({ data }) => (data ? [data.result] : []));
  };

  test.each([
    ['code', 'Code has already been taken', (index: number) => ({ ...integration, code: 'one', name: `Name ${index}` })],
    ['name', 'Name has already been taken', (index: number) => ({ ...integration, code: `code-${index}`, name: 'One name' })],
  ])('let one integration have the %s', async (field, message, input) => {
    const results = await createAll('createIntegration', 'CreateIntegrationInput', fifty.map(input));
    expect(results.filter(({ __typename }) => __typename === 'CreateIntegrationSuccess')).toHaveLength(1);
    const refused = results.filter(({ __typename }) => __typename !== 'CreateIntegrationSuccess');
    expect(refused).toEqual(fifty.slice(1).map(() => ({ __typename: 'ValidationError', fieldErrors: [{ path: [field], message }] })));
  });

  test('let one contract have the number', async () => {
    const inputs = fifty.map((index) => ({ number: 'C-1', name: `Contract ${index}`, status: 'draft' }));
    const results = await createAll('createContract', 'CreateContractInput', inputs);
    expect(results.filter(({ __typename }) => __typename === 'CreateContractSuccess')).toHaveLength(1);
    expect(results.filter(({ fieldErrors }) => fieldErrors?.[0]?.message === 'Number has already been taken')).toHaveLength(49);
    expect(await world.database.prisma.contract.count({ where: { number: 'C-1' } })).toBe(1);
  });
});
