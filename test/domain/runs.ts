// Runs to test with: made as plain rows, moved through both doors, and read as they lie in the database.
import { expect } from 'vitest';
import { type IntegrationRunMove, moves as legalMoves } from '../../src/domain/integration-run/status.js';
import type { IntegrationRun, IntegrationRunTransition } from '../../src/generated/prisma/client.js';
import { IntegrationRunStatus } from '../../src/generated/prisma/enums.js';
import type { World } from '../support/world.js';

/** All that there are: a new one doesn't compile before the tests' tables by hand have it. */
export type Status = IntegrationRunStatus;
export type Move = IntegrationRunMove;
export const statuses: readonly Status[] = Object.values(IntegrationRunStatus);
export const moves: readonly Move[] = legalMoves;

export const started = new Date('2026-03-01T10:00:00.123Z');
export const ended = new Date('2026-03-01T10:20:00.456Z');
const changed = new Date('2026-03-01T10:30:00.789Z');

/** A row in the status, with the times that such a run has, at version 7, and without a history. */
export const makeRun = async ({ database }: World, status: Status, values: Partial<IntegrationRun> = {}): Promise<number> => {
  const { flow, ...columns } = values;
  const { id } = await database.prisma.integrationRun.create({
    data: {
      integrationId: 1,
      status,
      startTime: status === 'PENDING' ? null : started,
      endTime: status === 'SUCCESSFUL' || status === 'FAILED' ? ended : null,
      version: 7,
      createdAt: changed,
      updatedAt: changed,
      ...(flow == null ? {} : { flow }),
      ...columns,
    },
  });
  return id;
};

export const rowOf = ({ database }: World, id: number): Promise<IntegrationRun> =>
  database.prisma.integrationRun.findUniqueOrThrow({ where: { id } });

export const historyOf = ({ database }: World, id: number): Promise<IntegrationRunTransition[]> =>
  database.prisma.integrationRunTransition.findMany({ where: { integrationRunId: id }, orderBy: { id: 'asc' } });

/** Of a run from `makeRun` that moves have raced for: each move made is one version, and one row of a history that leads from the status to the last. */
export const expectUnbrokenHistory = async (world: World, id: number, status: Status): Promise<void> => {
  const history = await historyOf(world, id);
  const row = await rowOf(world, id);
  expect(row.version).toBe(7 + history.length);
  expect(history.map(({ from }) => from)).toEqual([status, ...history.slice(0, -1).map(({ to }) => to)]);
  expect(history.at(-1)?.to).toBe<Status>(row.status);
  const times = history.map(({ at }) => at.getTime());
  expect(times).toEqual([...times].sort((one, other) => one - other));
};

const mutations: Record<Move, string> = {
  START: 'startIntegrationRun',
  PAUSE: 'pauseIntegrationRun',
  REQUEUE: 'requeueIntegrationRun',
  SUCCEED: 'succeedIntegrationRun',
  FAIL: 'failIntegrationRun',
};
const paths: Record<Move, string> = { START: 'run', PAUSE: 'pause', REQUEUE: 'pending', SUCCEED: 'success', FAIL: 'fail' };

/** What a door answers to a move: the run's status and version, or why it was refused. */
export interface MoveAnswer {
  readonly __typename: string;
  readonly integrationRun?: { readonly status: Status; readonly version: number };
  readonly message?: string;
  readonly code?: string;
  readonly currentStatus?: Status;
  readonly requestedStatus?: Status;
  readonly allowedTransitions?: readonly Move[];
  readonly fieldErrors?: readonly { readonly path: readonly string[]; readonly message: string }[];
}

export const moveByGraphQL = async (world: World, id: number, move: Move, input: object = {}): Promise<MoveAnswer> => {
  const field = mutations[move];
  const name = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const { data, errors } = await world.graphql<{ result: MoveAnswer }, never>(
    `mutation($input: ${name}Input!) {
      result: ${field}(input: $input) {
        __typename
        ... on ${name}Success { integrationRun { status version } }
        ... on Error { message code }
        ... on InvalidTransitionError { currentStatus requestedStatus allowedTransitions }
        ... on ValidationError { fieldErrors { path message } }
      }
    }`,
    { input: { by: { databaseId: id }, ...input } },
  );
  if (!data || errors) throw new Error(`The move failed: ${JSON.stringify(errors)}`);
  return data.result;
};

export const moveByRest = (world: World, id: number, move: Move, body?: object) =>
  world.rest('PUT', `/api/integration_runs/${id}/${paths[move]}`, body);
