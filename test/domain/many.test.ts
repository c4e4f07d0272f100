// Moves, retries and resolves of many records at once: what each of them becomes is what it would have become alone.
import { describe, expect, test } from 'vitest';
import { verbs } from '../support/verbs.js';
import { useWorld } from '../support/world.js';
import { historyOf, type Move, makeRun, moveByGraphQL, moves, rowOf, type Status, statuses } from './runs.js';

const world = useWorld();

interface Outcome {
  readonly integrationRun: { readonly databaseId: number; readonly status: Status };
  readonly outcome: string;
  readonly refusal: { readonly message: string; readonly code: string } | null;
  readonly retry: { readonly databaseId: number } | null;
}

interface Answer {
  readonly __typename: string;
  readonly isDryRun: boolean;
  readonly matchedCount: number;
  readonly changedCount: number;
  readonly unchangedCount: number;
  readonly refusedCount: number;
  readonly notFoundCount: number;
  readonly hasMore: boolean;
  readonly outcomes: readonly Outcome[];
  readonly fieldErrors?: readonly { readonly path: readonly string[]; readonly message: string }[];
}

const all = async (move: Move | 'RETRY', input: object, select = '(first: 500)'): Promise<Answer> => {
  const name = `${verbs[move]}IntegrationRuns`;
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const { data, errors } = await world.graphql<{ result: Answer }, never>(
    `mutation($input: ${type}Input!) { result: ${name}(input: $input) {
      __typename
      ... on ${type}Success {
        isDryRun matchedCount changedCount unchangedCount refusedCount notFoundCount hasMore
        outcomes${select} { integrationRun { databaseId status } outcome refusal { message code } retry { databaseId } }
      }
      ... on ValidationError { fieldErrors { path message } }
    } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data?.result as Answer;
};

const counts = ({ matchedCount, changedCount, unchangedCount, refusedCount, notFoundCount, hasMore }: Answer) => ({
  matchedCount,
  changedCount,
  unchangedCount,
  refusedCount,
  notFoundCount,
  hasMore,
});

/** What is made of each, so that their ids ascend: outcomes are told in the order of ids. */
const oneByOne = async <Item, Made>(items: readonly Item[], make: (item: Item) => Promise<Made>): Promise<Made[]> => {
  const made: Made[] = [];
  for (const item of items) made.push(await make(item));
  return made;
};

/** What of a run doesn't depend on which one it is, or on the time. */
const likeness = async (id: number) => {
  const { id: _id, updatedAt: _updatedAt, startTime, endTime, ...row } = await rowOf(world, id);
  const history = (await historyOf(world, id)).map(({ from, to, actorId, source, note }) => ({ from, to, actorId, source, note }));
  return { row, hasStart: startTime !== null, hasEnd: endTime !== null, history };
};

describe('of runs in every status', () => {
  test.each(moves)('%s does with each what it does with one, and says so', async (move) => {
    const many = await oneByOne(statuses, (status) => makeRun(world, status));
    const alone = await oneByOne(statuses, (status) => makeRun(world, status));
    const before = await Promise.all(many.map((id) => rowOf(world, id)));
    const dry = await all(move, { runs: { databaseIds: many }, isDryRun: true, note: 'all' });
    expect(await Promise.all(many.map((id) => rowOf(world, id)))).toEqual(before);
    const answer = await all(move, { runs: { databaseIds: many }, note: 'all' });
    expect({ ...counts(dry), isDryRun: dry.isDryRun }).toEqual({ ...counts(answer), isDryRun: true });
    expect(dry.outcomes.map(({ outcome, refusal }) => [outcome, refusal])).toEqual(
      answer.outcomes.map(({ outcome, refusal }) => [outcome, refusal]),
    );
    for (const [index, id] of alone.entries()) {
      const single = await moveByGraphQL(world, id, move, { note: 'all' });
      const one = answer.outcomes[index];
      const ofMany = many[index] ?? 0;
      expect(await likeness(ofMany)).toEqual(await likeness(id));
      const { status, updatedAt } = await rowOf(world, ofMany);
      expect(one?.integrationRun).toEqual({ databaseId: ofMany, status });
      const isRefused = single.__typename === 'InvalidTransitionError';
      const isChanged = (await historyOf(world, id)).length > 0;
      expect(one?.outcome).toBe(isRefused ? 'REFUSED' : isChanged ? 'CHANGED' : 'UNCHANGED');
      const message = single.message?.replace(`run ${id} `, `run ${ofMany} `);
      expect(one?.refusal).toEqual(isRefused ? { message, code: 'INVALID_TRANSITION' } : null);
      if (isChanged) expect((await historyOf(world, ofMany))[0]?.at).toEqual(updatedAt);
    }
    const of = (wanted: string) => answer.outcomes.filter(({ outcome }) => outcome === wanted).length;
    expect(counts(answer)).toEqual({
      matchedCount: statuses.length,
      changedCount: of('CHANGED'),
      unchangedCount: of('UNCHANGED'),
      refusedCount: of('REFUSED'),
      notFoundCount: 0,
      hasMore: false,
    });
  });

  test('RETRY makes a run for each that is failed and has no open retry', async () => {
    const many = await oneByOne(statuses, (status) => makeRun(world, status, { flow: { of: status } }));
    const busy = await makeRun(world, 'FAILED');
    const open = await makeRun(world, 'PAUSED', { retryOfId: busy, retryNumber: 1, attempt: 2 });
    const runs = { databaseIds: [...many, busy] };
    const dry = await all('RETRY', { runs, isDryRun: true });
    expect(await world.database.prisma.integrationRun.count({ where: { retryOfId: { in: many } } })).toBe(0);
    const answer = await all('RETRY', { runs, note: 'again' });
    expect(counts(answer)).toEqual({
      matchedCount: 6,
      changedCount: 1,
      unchangedCount: 0,
      refusedCount: 5,
      notFoundCount: 0,
      hasMore: false,
    });
    expect(counts(dry)).toEqual(counts(answer));
    const failed = answer.outcomes.find(({ outcome }) => outcome === 'CHANGED');
    const made = failed?.retry?.databaseId ?? 0;
    expect(await rowOf(world, made)).toMatchObject({
      retryOfId: failed?.integrationRun.databaseId,
      attempt: 2,
      status: 'PENDING',
      flow: { of: 'FAILED' },
      version: 1,
    });
    expect(await historyOf(world, made)).toMatchObject([{ from: null, to: 'PENDING', note: 'again' }]);
    const refusals = answer.outcomes.flatMap(({ refusal }) => (refusal ? [refusal.code] : []));
    expect(refusals).toEqual([...Array(4).fill('INVALID_TRANSITION'), 'RETRY_IN_PROGRESS']);
    expect(answer.outcomes.at(-1)?.refusal?.message).toContain(`run ${open}, which is paused`);
  });
});

describe('which are meant', () => {
  test('by opaque ids, each once, and those that are not there are counted', async () => {
    const id = await makeRun(world, 'PENDING');
    const opaque = Buffer.from(`IntegrationRun:${id}`).toString('base64');
    const missing = Buffer.from('IntegrationRun:999999').toString('base64');
    const answer = await all('START', { runs: { ids: [opaque, missing, opaque] } });
    expect(counts(answer)).toMatchObject({ matchedCount: 1, changedCount: 1, notFoundCount: 1, hasMore: false });
  });

  test('by a filter, the lowest ids first and no more than the limit', async () => {
    const integrationId = 12;
    const made: number[] = [];
    for (let index = 0; index < 5; index += 1) made.push(await makeRun(world, 'PENDING', { integrationId, totalRecords: 777 }));
    const filter = { totalRecords: { eq: 777 }, integration: { databaseId: { eq: integrationId } } };
    const first = await all('PAUSE', { runs: { filter }, limit: 3 });
    expect(counts(first)).toMatchObject({ matchedCount: 3, changedCount: 3, hasMore: true });
    expect(first.outcomes.map(({ integrationRun }) => integrationRun.databaseId)).toEqual(made.slice(0, 3));
    const rest = await all('PAUSE', { runs: { filter: { ...filter, status: { eq: 'PENDING' } } } });
    expect(counts(rest)).toMatchObject({ matchedCount: 2, changedCount: 2, hasMore: false });
  });

  test('and of the outcomes only those that are asked for', async () => {
    const ids = [await makeRun(world, 'SUCCESSFUL'), await makeRun(world, 'PENDING'), await makeRun(world, 'RUNNING')];
    const answer = await all('START', { runs: { databaseIds: ids } }, '(only: [REFUSED, UNCHANGED], first: 1)');
    expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual(['REFUSED']);
    expect(answer.matchedCount).toBe(3);
  });

  test.each([
    [{ runs: { databaseIds: [1] }, limit: 0 }, ['limit'], 'Limit must be a whole number from 1 to 10000'],
    [{ runs: { databaseIds: [1] }, limit: 10_001 }, ['limit'], 'Limit must be a whole number from 1 to 10000'],
    [{ runs: { databaseIds: [1] }, note: 'x'.repeat(2001) }, ['note'], 'Note is too long (at most 2000 characters)'],
    [
      { runs: { databaseIds: Array.from({ length: 10_001 }, (_, index) => index) } },
      ['runs'],
      'There are 10001 ids, but at most 10000 can be changed at once',
    ],
  ])('%j is refused', async (input, path, message) => {
    const answer = await all('START', input);
    expect(answer.fieldErrors).toEqual([{ path, message }]);
  });
});

test('takes the same few statements whatever the number of records', async () => {
  const statementsFor = async (number: number) => {
    const ids = await Promise.all(Array.from({ length: number }, () => makeRun(world, 'PENDING')));
    return (await world.statementsOf(() => all('START', { runs: { databaseIds: ids } }))).length;
  };
  expect(await statementsFor(2)).toBe(2);
  expect(await statementsFor(40)).toBe(2);
});

test('thousands are moved and retried in a moment', async () => {
  const data = Array.from({ length: 3_000 }, () => ({ integrationId: 12, totalRecords: 778 }));
  await world.database.prisma.integrationRun.createMany({ data });
  const runs = { filter: { totalRecords: { eq: 778 }, recordsProcessed: { eq: null }, maxUpdatedAt: { eq: null }, attempt: { eq: 1 } } }; // few are foreseen
  for (const move of ['START', 'FAIL', 'RETRY'] as const) {
    const begun = performance.now();
    expect(counts(await all(move, { runs, limit: 10_000 }, '(first: 1)'))).toMatchObject({ matchedCount: 3_000, changedCount: 3_000 });
    expect(performance.now() - begun).toBeLessThan(3_000);
  }
}, 30_000);

test('costs as much as the records that may change, whether or not they do', async () => {
  const costOf = async (input: string) => {
    const response = await world.app(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-graphql-cost': '1' },
        body: JSON.stringify({
          query: `mutation { startIntegrationRuns(input: ${input}) { ... on StartIntegrationRunsSuccess { matchedCount } } }`,
        }),
      }),
    );
    return ((await response.json()) as { extensions: { cost: { objects: number } } }).extensions.cost.objects;
  };
  const [few, usual, most] = [
    await costOf('{ runs: { databaseIds: [999998, 999999] } }'),
    await costOf('{ runs: { filter: { databaseId: { eq: 999999 } } } }'),
    await costOf('{ runs: { filter: { databaseId: { eq: 999999 } } }, limit: 10000 }'),
  ];
  expect(few).toBeLessThan(30);
  expect(usual).toBeGreaterThan(5_000);
  expect(most - usual).toBe(45_000);
});

test('of two at once over the same runs each run is moved once', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => makeRun(world, 'PENDING')));
  const [one, other] = await Promise.all([
    all('START', { runs: { databaseIds: ids } }),
    all('START', { runs: { databaseIds: [...ids].reverse() } }),
  ]);
  expect((one?.changedCount ?? 0) + (other?.changedCount ?? 0)).toBe(20);
  for (const id of ids) expect(await historyOf(world, id)).toHaveLength(1);
});

describe('errors', () => {
  const resolve = async (verb: 'resolve' | 'unresolve', input: object) => {
    const type = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}IntegrationErrors`;
    const { data, errors } = await world.graphql<{ result: Record<string, unknown> }, never>(
      `mutation($input: ${type}Input!) { result: ${verb}IntegrationErrors(input: $input) { ... on ${type}Success {
        isDryRun matchedCount changedCount unchangedCount notFoundCount hasMore integrationErrors { databaseId isResolved version } } } }`,
      { input },
    );
    expect(errors).toBeUndefined();
    return data?.result;
  };

  test('are resolved and opened again, those that already are untouched', async () => {
    const [one, two] = await oneByOne([false, true], (isResolved) =>
      world.database.prisma.integrationError.create({
        data: { integrationRunId: 1, integrationId: 1, isResolved },
        select: { id: true },
      }),
    );
    const [first, second] = [one?.id ?? 0, two?.id ?? 0];
    const errors = { databaseIds: [first, second, 999_999] };
    const told = { matchedCount: 2, changedCount: 1, unchangedCount: 1, notFoundCount: 1, hasMore: false };
    const dry = await resolve('resolve', { errors, isDryRun: true });
    const state = (isResolved: boolean, versions: readonly number[]) => [
      { databaseId: first, isResolved, version: versions[0] },
      { databaseId: second, isResolved: true, version: versions[1] },
    ];
    expect(dry).toEqual({ ...told, isDryRun: true, integrationErrors: state(false, [1, 1]) });
    expect(await resolve('resolve', { errors })).toEqual({ ...told, isDryRun: false, integrationErrors: state(true, [2, 1]) });
    const open = await resolve('unresolve', { errors: { filter: { databaseId: { in: [first, second] } } }, limit: 1 });
    expect(open).toEqual({
      ...told,
      matchedCount: 1,
      unchangedCount: 0,
      notFoundCount: 0,
      hasMore: true,
      isDryRun: false,
      integrationErrors: [{ databaseId: first, isResolved: false, version: 3 }],
    });
  });
});
