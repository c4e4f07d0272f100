// Several gateways on one PostgreSQL move the same runs at once: the database alone can tell them apart.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.js';
import { InvalidTransitionError } from '../../src/domain/errors.js';
import type { IntegrationRunAction } from '../../src/domain/integration-run/status.js';
import { transitionIntegrationRun } from '../../src/domain/integration-run/transition.js';
import { openOnServer, server } from '../db/on-server.js';
import { operatorOn } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { expectUnbrokenHistory, historyOf, makeRun, moves, rowOf } from './runs.js';

describe.runIf(server !== undefined)('on PostgreSQL', () => {
  const world = useWorld();
  const gateways: Database[] = [];

  beforeAll(async () => {
    const [row] = await world.database.query<{ name: string }>({ text: 'SELECT current_database() AS "name"', values: [] });
    gateways.push(...[1, 2, 3].map(() => openOnServer({ database: row?.name })));
    const warmUps = gateways.flatMap((gateway) => moves.map(async (move) => moveOn(gateway, await makeRun(world, 'PENDING'), move)));
    await Promise.allSettled(warmUps);
  });

  afterAll(async () => {
    for (const gateway of gateways) await gateway.close();
  });

  const moveOn = (gateway: Database, id: number, move: IntegrationRunAction) =>
    transitionIntegrationRun(operatorOn(gateway), { id }, move, {});

  /** Sends the moves all at once, each by the gateway that comes next; whatever isn't made is refused for the run's status. */
  const race = async (id: number, chosen: readonly IntegrationRunAction[]) => {
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
});
