// Several gateways on one PostgreSQL move the same runs at once: the database alone can tell them apart.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.js';
import { updateDocumentRecord } from '../../src/domain/document-record/update.js';
import type { IntegrationRunMove } from '../../src/domain/integration-run/status.js';
import { transitionIntegrationRun } from '../../src/domain/integration-run/transition.js';
import { InvalidTransitionError } from '../../src/domain/rules/errors.js';
import { capitalised } from '../../src/lib/words.js';
import { openOnServer, server } from '../db/on-server.js';
import { operatorOn } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { expectUnbrokenHistory, historyOf, makeRun, moves, rowOf } from './runs.js';

describe.runIf(server !== undefined)('on PostgreSQL', () => {
  const world = useWorld({}, 'postgres');
  const gateways: Database[] = [];

  beforeAll(async () => {
    const [row] = await world.database.read<{ name: string }>({ text: 'SELECT current_database() AS "name"', values: [] });
    gateways.push(...[1, 2, 3].map(() => openOnServer({ database: row?.name })));
    const warmUps = gateways.flatMap((gateway) => moves.map(async (move) => moveOn(gateway, await makeRun(world, 'PENDING'), move)));
    await Promise.allSettled(warmUps);
  });

  afterAll(async () => {
    for (const gateway of gateways) await gateway.close();
  });

  const moveOn = (gateway: Database, id: number, move: IntegrationRunMove) =>
    transitionIntegrationRun(operatorOn(gateway), { id }, move, {});

  /** Sends the moves all at once, each by the gateway that comes next; whatever isn't made is refused for the run's status. */
  const race = async (id: number, chosen: readonly IntegrationRunMove[]) => {
    const answers = await Promise.allSettled(chosen.map((move, index) => moveOn(gateways[index % 3] as Database, id, move))); // there are three
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(InvalidTransitionError);
    return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : null));
  };

  test('of moves to success or failure exactly one outcome wins', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await makeRun(world, 'RUNNING');
      const answers = await race(
        id,
        Array.from({ length: 30 }, (_, index) => (index % 2 ? 'SUCCEED' : 'FAIL')),
      );
      const { status, version } = await rowOf(world, id);
      expect(version).toBe(8);
      expect(await historyOf(world, id)).toMatchObject([{ from: 'RUNNING', to: status }]);
      expect(new Set(answers)).toEqual(new Set([status, null]));
    }
  });

  test('of moves of every kind each one made is one row of an unbroken history', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await makeRun(world, 'PENDING');
      const ends = round % 2 ? moves : moves.filter((move) => move !== 'SUCCEED'); // after which nothing moves
      await race(
        id,
        Array.from({ length: 60 }, (_, index) => ends[(index * 7 + round) % ends.length] ?? 'START'),
      );
      await expectUnbrokenHistory(world, id, 'PENDING');
    }
  });

  test('of runs and errors by a filter only those are changed that meet it once they are locked', async () => {
    const [moved, silent, alive] = [await makeRun(world, 'PENDING'), await makeRun(world, 'PENDING'), await makeRun(world, 'PENDING')];
    const { id: error } = await world.database.prisma.integrationError.create({
      data: { integrationRunId: moved, integrationId: 1, status: 'new' },
    });
    const runs = { filter: { databaseId: { in: [moved, silent, alive] }, status: { eq: 'PENDING' } } };
    const errors = { filter: { databaseId: { eq: error }, status: { eq: 'new' } } };
    const many = (name: string, input: object) =>
      world.graphql<{ result: object }, never>(
        `mutation($input: ${capitalised(name)}Input!) { result: ${name}(input: $input) { ... on Error { code } ... on ${capitalised(name)}Success { matchedCount changedCount } } }`,
        { input },
      );
    const waiting = await world.database.prisma.$transaction(async (transaction) => {
      await transaction.integrationRun.update({ where: { id: moved }, data: { status: 'RUNNING' } });
      await transaction.integrationRun.update({ where: { id: alive }, data: { totalRecords: 5 } });
      await transaction.integrationError.update({ where: { id: error }, data: { status: 'in hand' } });
      const all = [many('pauseIntegrationRuns', { runs }), many('resolveIntegrationErrors', { errors })];
      await sleep(200);
      return all;
    });
    expect((await Promise.all(waiting)).map(({ data }) => data?.result)).toEqual([
      { matchedCount: 2, changedCount: 2 },
      { matchedCount: 0, changedCount: 0 },
    ]);
    expect((await rowOf(world, moved)).status).toBe('RUNNING');
    expect([(await rowOf(world, silent)).status, (await rowOf(world, alive)).status]).toEqual(['PAUSED', 'PAUSED']);
    expect(await world.database.prisma.integrationError.findUnique({ where: { id: error } })).toMatchObject({
      isResolved: false,
      version: 1,
    });
  });

  test('whoever waits for a run behind others waits no longer than they', async () => {
    const id = await makeRun(world, 'PENDING');
    const headers = { 'idempotency-key': 'behind-others' };
    const start = async () => {
      const begun = performance.now();
      const { status } = await world.rest('PUT', `/api/integration_runs/${id}/run`, undefined, headers);
      return { status, seconds: (performance.now() - begun) / 1000 };
    };
    const answers = await world.database.prisma.$transaction(
      async (transaction) => {
        await transaction.$queryRaw`SELECT id FROM integration_runs WHERE id = ${id} FOR UPDATE`;
        const first = start();
        await sleep(1_000);
        return Promise.all([first, start(), start()]);
      },
      { timeout: 20_000 },
    );
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409]);
    for (const { seconds } of answers) expect(seconds).toBeLessThan(8);
    expect((await rowOf(world, id)).status).toBe('PENDING');
  });

  test('of lists of responses that replace each other exactly one stays, also where the others had waited for the error', async () => {
    const id = 1;
    const replace = (gateway: number, round: number) => {
      const context = operatorOn(gateways[gateway] as Database); // there are three
      return updateDocumentRecord(
        context,
        'integrationError',
        { id },
        { responses: [{ code: `${round} of ${gateway}` }, { message: 'second' }] },
      );
    };
    await Promise.all([0, 1, 2].map((gateway) => replace(gateway, 1))); // prepared from here on
    const { version } = await world.database.prisma.integrationError.findUniqueOrThrow({ where: { id } });
    const waiting = await world.database.prisma.$transaction(async (transaction) => {
      await transaction.$queryRawUnsafe('SELECT id FROM integration_errors WHERE id = 1 FOR UPDATE');
      const all = [0, 1, 2].map((gateway) => replace(gateway, 2));
      await sleep(200);
      return all;
    });
    const versions = (await Promise.all(waiting)).map((error) => error.version);
    expect(versions.toSorted()).toEqual([version + 1, version + 2, version + 3]);
    const { responses, version: last } = await world.database.prisma.integrationError.findUniqueOrThrow({
      where: { id },
      select: { version: true, responses: { select: { code: true, message: true }, orderBy: { id: 'asc' } } },
    });
    expect(last).toBe(Math.max(...versions));
    expect(responses).toEqual([
      { code: `2 of ${versions.indexOf(last)}`, message: null },
      { code: null, message: 'second' },
    ]);
  });
});
