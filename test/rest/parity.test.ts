import { describe, expect, test } from 'vitest';
import { makeRun, moves, type Status, statuses } from '../domain/runs.js';
import { useWorld } from '../support/world.js';
import { byGraphQL, byRest, compare, errorBody, errorInput, keptOf, sourcesOf } from './both-doors.js';

const world = useWorld();

const both = ['NotFoundError', 'ValidationError'];

/** The same attributes of a run in the words of each door. */
const runAttributes: [title: string, input: object, body: object, code: string][] = [
  ['nothing', {}, {}, 'OK'],
  [
    'counts, times and flow',
    {
      totalRecords: 5,
      recordsProcessed: 4,
      startTime: '2026-01-31T09:30:00+01:00',
      endTime: '2026-02-01T00:00:00Z',
      maxUpdatedAt: '2026-01-01T00:00:00Z',
      flow: { a: [1, null] },
    },
    {
      'total-records': 5,
      'records-processed': 4,
      'start-time': '2026-01-31T09:30:00+01:00',
      'end-time': '2026-02-01',
      'max-updated-at': '2026-01-01',
      flow: { a: [1, null] },
    },
    'OK',
  ],
  ['unset values', { totalRecords: null, flow: null, startTime: null }, { 'total-records': null, flow: null, 'start-time': null }, 'OK'],
  ['errors with responses', { integrationErrors: [errorInput, {}] }, { 'integration-errors': [errorBody, {}] }, 'OK'],
  ['a negative count', { totalRecords: -1 }, { 'total-records': -1 }, 'VALIDATION_FAILED'],
  [
    'an end before the start',
    { startTime: '2026-02-01T00:00:00Z', endTime: '2026-01-01T00:00:00Z' },
    { 'start-time': '2026-02-01', 'end-time': '2026-01-01' },
    'VALIDATION_FAILED',
  ],
  [
    'a text that is too long',
    { integrationErrors: [{ status: 'x'.repeat(256) }] },
    { 'integration-errors': [{ status: 'x'.repeat(256) }] },
    'VALIDATION_FAILED',
  ],
  [
    'two mistakes',
    { totalRecords: -1, integrationErrors: [{ documentRevision: -1 }] },
    { 'total-records': -1, 'integration-errors': [{ 'document-revision': -1 }] },
    'VALIDATION_FAILED',
  ],
  [
    'a text that no database holds',
    { integrationErrors: [{ status: '\0' }] },
    { 'integration-errors': [{ status: '\0' }] },
    'VALIDATION_FAILED',
  ],
];

const runCount = () => world.database.prisma.integrationRun.count();

describe('a run is the same through both doors', () => {
  test.each(runAttributes)('created with %s', async (_title, input, body, code) => {
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'createIntegrationRun', { integration: { code: 'hr-users' }, ...input }, both)
          : byRest(world, 'POST', '/api/integration_runs', { integration: { code: 'hr-users' }, ...body }),
      async ({ id }, door) => {
        if (id === null) return runCount();
        expect(await sourcesOf(world, id)).toEqual([door.toUpperCase()]);
        return keptOf(world, 'run', id);
      },
    );
    expect(result?.outcome).toMatchObject({ code });
  });

  test.each([{ code: 'none' }, { name: 'none' }])('created for an integration that is not there: %j', async (integration) => {
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'createIntegrationRun', { integration }, both)
          : byRest(world, 'POST', '/api/integration_runs', { integration }),
      runCount,
    );
    expect(result?.outcome).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  test.each(runAttributes)('updated with %s', async (_title, input, body, code) => {
    const ids: Record<string, number> = { graphql: await makeRun(world, 'RUNNING'), rest: await makeRun(world, 'RUNNING') };
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'updateIntegrationRun', { by: { databaseId: ids[door] }, ...input }, both)
          : byRest(world, 'PUT', `/api/integration_runs/${ids[door]}`, body),
      (_outcome, door) => keptOf(world, 'run', ids[door] ?? 0),
    );
    expect(result?.outcome).toMatchObject({ code });
  });

  const mutations = {
    START: 'startIntegrationRun',
    PAUSE: 'pauseIntegrationRun',
    REQUEUE: 'requeueIntegrationRun',
    SUCCEED: 'succeedIntegrationRun',
    FAIL: 'failIntegrationRun',
  } as const;
  const paths = { START: ['run'], PAUSE: ['pause'], REQUEUE: ['pending'], SUCCEED: ['success', 'finish'], FAIL: ['fail'] } as const;
  const legal: Readonly<Record<Status, string>> = {
    PENDING: 'START PAUSE REQUEUE SUCCEED FAIL',
    RUNNING: 'START PAUSE REQUEUE SUCCEED FAIL',
    PAUSED: 'START PAUSE REQUEUE SUCCEED FAIL',
    SUCCESSFUL: 'SUCCEED',
    FAILED: 'REQUEUE FAIL',
  };

  const table = statuses.flatMap((status) => moves.flatMap((move) => paths[move].map((path) => [status, move, path] as const)));

  describe.each(runAttributes.filter(([title]) => /nothing|counts|errors|negative/.test(title)))(
    'moved with %s',
    (_title, input, body, attributesCode) => {
      test.each(table)('from %s by %s, at /%s', async (status, move, path) => {
        const ids: Record<string, number> = { graphql: await makeRun(world, status), rest: await makeRun(world, status) };
        const result = await compare(
          async (door) => {
            const outcome =
              door === 'graphql'
                ? await byGraphQL(world, mutations[move], { by: { databaseId: ids[door] }, ...input }, both)
                : await byRest(world, 'PUT', `/api/integration_runs/${ids[door]}/${path}`, body);
            return { ...outcome, messages: outcome.messages.map((message) => message.replace(/run \d+ is/, 'run … is')) };
          },
          async (_outcome, door) => {
            const sources = await sourcesOf(world, ids[door] ?? 0);
            expect(sources.filter((source) => source !== door.toUpperCase())).toEqual([]);
            return keptOf(world, 'run', ids[door] ?? 0);
          },
        );
        const expected = attributesCode !== 'OK' ? attributesCode : legal[status].includes(move) ? 'OK' : 'INVALID_TRANSITION';
        expect(result?.outcome).toMatchObject({ code: expected });
      });
    },
  );

  test.each([
    ['updateIntegrationRun', 'integration_runs/99999'],
    ...moves.flatMap((move) => paths[move].map((path) => [mutations[move], `integration_runs/99999/${path}`])),
  ])('%s of one that is not there', async (mutation = '', path = '') => {
    const result = await compare(
      (door) =>
        door === 'graphql' ? byGraphQL(world, mutation, { by: { databaseId: 99_999 } }, both) : byRest(world, 'PUT', `/api/${path}`),
      runCount,
    );
    expect(result?.outcome).toEqual({ id: null, code: 'NOT_FOUND', messages: ['There is no integration run with the id 99999.'] });
  });
});
