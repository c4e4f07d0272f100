// Those who don't read, who come and go, and who lose what allowed them to listen.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { revokeApiClient } from '../../src/domain/api-client/revoke.js';
import { createFeed, type Feed } from '../../src/domain/feed/feed.js';
import { createLive, type Live } from '../../src/domain/feed/live.js';
import { createIntegrationRun } from '../../src/domain/integration-run/create.js';
import { moveIntegrationRuns } from '../../src/domain/integration-run/move-many.js';
import type { Cohort, Member } from '../../src/graphql/subscriptions/cohort.js';
import type { Placed } from '../../src/graphql/subscriptions/evaluate.js';
import { createMember } from '../../src/graphql/subscriptions/member.js';
import type { StreamMessage } from '../../src/graphql/subscriptions/stream.js';
import { createLogger } from '../../src/observability/logger.js';
import { bearerOf, makeClient, operatorOn } from '../support/credentials.js';
import { browser, useWorld } from '../support/world.js';
import { follow } from './follower.js';
import { settled } from './settled.js';

const world = useWorld();
const logger = createLogger('silent');
let feed: Feed;
let app: App;
const settings = () => ({ database: world.database, feed, logger, bodyLimit: 10_000, requestTimeout: 5_000, browser });

beforeAll(() => {
  feed = createFeed(world.database, logger);
  app = createApp(settings());
});
afterAll(() => feed.stop());

const create = async () => (await createIntegrationRun(operatorOn(world.database), { id: 1 }, {})).id;

test('who doesn’t read holds a bounded number of messages, and is ended with the position to go on from', async () => {
  let member: Member | undefined;
  const position = { place: 10, mark: 'a' };
  const cohort: Cohort = {
    plan: { sourcesOf: async () => [], first: null },
    position,
    resume: async () => [],
    first: async () => [],
    join: (joining) => {
      member = joining;
    },
    leave: () => {
      member = undefined;
    },
    close: () => undefined,
  };
  const live: Live = { follow: () => Promise.reject(new Error('Nobody follows here.')), kept: () => [] };
  const lastMessage = (error: unknown): StreamMessage => ({ position: null, result: { errors: [error as never] } });
  const onClosed = vi.fn();
  const stream = createMember({ database: world.database, live, cohort, after: null, lastMessage, onClosed });
  const placed = (place: number): Placed => ({ place, message: { position: `${place.toString(16)}-a`, result: { data: {} } } });
  const first = stream.next();
  await vi.waitFor(() => expect(member).toBeDefined());
  member?.push([placed(11)]);
  expect(await first).toEqual([placed(11).message]);
  for (let place = 12; member !== undefined && place < 10_000; place += 100)
    member.push(Array.from({ length: 100 }, (_, index) => placed(place + index)));
  expect(await stream.next()).toMatchObject([{ position: null, result: { errors: [{ code: 'SLOW_CONSUMER', position: 'b-a' }] } }]);
  expect(await stream.next()).toBeNull();
  expect(onClosed).toHaveBeenCalledTimes(1);
});

test('many changes at once reach whoever reads, and nothing is left of those who leave', { timeout: 60_000 }, async () => {
  const ids: number[] = [];
  for (let count = 0; count < 300; count += 1) ids.push(await create());
  await settled(world.database);
  const follower = await follow(
    app,
    'subscription { integrationRunsChanged(filter: { status: { eq: FAILED } }) { change integrationRun { databaseId } } }',
  );
  await sleep(50);
  await moveIntegrationRuns(operatorOn(world.database), 'FAIL', { selection: { ids }, limit: 1_000, isDryRun: false });
  const told = await follower.data(ids.length);
  expect(told.map(({ integrationRunsChanged: { change, integrationRun } }) => `${change} ${integrationRun.databaseId}`)).toEqual(
    ids.map((id) => `ENTERED ${id}`),
  );
  await follower.leave();
  const feedListeners = vi.spyOn(feed, 'onGrowth');
  const alone = createApp(settings());
  for (let count = 0; count < 200; count += 1) {
    const leaving = await follow(alone, 'subscription { changes { position } }', {});
    await leaving.leave();
  }
  // each time the last one leaves, the reader stops; nobody is left listening
  const begun = feedListeners.mock.results.length;
  expect(begun).toBeGreaterThan(0);
  const statements = await world.statementsOf(async () => {
    await create();
    await settled(world.database);
  });
  expect(statements.filter(({ sql }) => sql.includes('json_agg(found'))).toEqual([]);
});

test('live changes are read once for all, and again from where the feed is when somebody comes back', async () => {
  const live = createLive(world.database, feed, logger);
  const told: number[] = [];
  const follower = {
    changed: (changes: readonly { place: number }[]) => void told.push(...changes.map(({ place }) => place)),
    lost: () => undefined,
  };
  await settled(world.database);
  const following = await live.follow(follower);
  await create();
  await vi.waitFor(() => expect(told).toEqual([following.position.place + 1]));
  following.leave();
  await create();
  await settled(world.database);
  const again = await live.follow(follower);
  expect(again.position.place).toBe(following.position.place + 2);
  await create();
  await vi.waitFor(() => expect(told).toEqual([following.position.place + 1, following.position.place + 3]));
  again.leave();
});

test('a credential that is revoked ends its streams, and without the scope there is none', { timeout: 20_000 }, async () => {
  const guarded = createApp({ ...settings(), auth: { mode: 'required' } });
  const client = await makeClient(world, ['core.integration.read']);
  const headers = await bearerOf({ app: guarded } as never, client);
  const follower = await follow(guarded, 'subscription { changes { type } }', {}, headers);
  await sleep(100);
  await create();
  await follower.data(1);
  await revokeApiClient(operatorOn(world.database), { id: client.apiClient.id });
  await vi.waitFor(() => expect(follower.isOver()).toBe(true), { timeout: 6_000 });
  expect(follower.told.at(-1)?.result.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  const count = follower.told.length;
  await create();
  await settled(world.database);
  expect(follower.told).toHaveLength(count);
  const other = await bearerOf({ app: guarded } as never, await makeClient(world, ['core.contract.read']));
  const refused = await follow(guarded, 'subscription { integrationRunsChanged { change } }', {}, other);
  expect((await refused.data(1))[0].errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});
