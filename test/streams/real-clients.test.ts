// Clients that others have written, on the feed itself: each receives what changes, and goes on where it was when it comes back.
import { EventSource } from 'eventsource';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type App, createApp } from '../../src/app.js';
import { createFeed, type Feed } from '../../src/domain/feed/feed.js';
import { createIntegrationRun } from '../../src/domain/integration-run/create.js';
import { subprotocol } from '../../src/graphql/transports/websocket.js';
import { listen, type RunningServer } from '../../src/http/server.js';
import { createLogger } from '../../src/observability/logger.js';
import { operatorOn } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { settled } from './settled.js';

const world = useWorld();
const logger = createLogger('silent');
let feed: Feed;
let app: App;
let server: RunningServer;
const makeApp = () => createApp({ database: world.database, feed, logger, bodyLimit: 10_000, requestTimeout: 5_000 });

beforeAll(async () => {
  feed = createFeed(world.database, logger);
  app = makeApp();
  server = await listen((request) => app.handle(request), '127.0.0.1', 0, 5_000, undefined, {
    decide: (request) => app.upgrade(request),
    protocol: subprotocol,
    mostBytes: 10_000,
  });
});
afterAll(async () => {
  await server.stop(0);
  await feed.stop();
});

const query = 'subscription ($after: Position) { changes(types: [RUN_CREATED], after: $after) { position integrationRun { databaseId } } }';
interface Data {
  readonly changes: { readonly position: string; readonly integrationRun: { readonly databaseId: number } };
}
const create = async () => (await createIntegrationRun(operatorOn(world.database), { id: 1 }, {})).id;
const position = async () => {
  await settled(world.database);
  return (await world.graphql<{ feedPosition: string }, never>('{ feedPosition }')).data?.feedPosition ?? '';
};
const idsOf = (told: readonly Data[]) => told.map(({ changes }) => changes.integrationRun.databaseId);

type Iterate = (variables: Record<string, unknown>) => AsyncIterableIterator<{ data?: Data | null | undefined }>;

/** Receives two, leaves, and comes back for what came meanwhile. */
const leaveAndComeBack = async (iterate: Iterate): Promise<void> => {
  const made: number[] = [];
  const told: Data[] = [];
  let after = await position();
  for (const count of [2, 3]) {
    const iterator = iterate({ after });
    for (let each = 0; each < count; each += 1) made.push(await create());
    while (told.length < made.length) {
      const { value } = await iterator.next();
      if (!value?.data) throw new Error(`A message without data: ${JSON.stringify(value)}`);
      told.push(value.data);
    }
    await iterator.return?.();
    after = told.at(-1)?.changes.position ?? '';
    made.push(await create()); // while it is away
  }
  expect(idsOf(told)).toEqual(made.slice(0, -1));
};

test('graphql-sse', async () => {
  const client = createSseClient({ url: `${server.url}/graphql`, retryAttempts: 0 });
  await leaveAndComeBack((variables) => client.iterate<Data>({ query, variables }));
  client.dispose();
});

test('graphql-ws', async () => {
  const client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 });
  await leaveAndComeBack((variables) => client.iterate<Data>({ query, variables }));
  await client.dispose();
});

test('EventSource, which comes back by itself', async () => {
  const after = await position();
  const address = `${server.url}/graphql?query=${encodeURIComponent(query)}&variables=${encodeURIComponent(JSON.stringify({ after }))}`;
  const source = new EventSource(address);
  const told: Data[] = [];
  source.addEventListener('next', ({ data }) => told.push(JSON.parse(data).data));
  const made = [await create(), await create()];
  await expect.poll(() => idsOf(told), { timeout: 5_000 }).toEqual(made);
  const stopping = app;
  app = makeApp(); // the gateway that takes over
  stopping.endLongLived();
  made.push(await create(), await create());
  await expect.poll(() => idsOf(told), { timeout: 10_000 }).toEqual(made);
  source.close();
});
