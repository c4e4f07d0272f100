// Clients that others have written, as they are: each receives, and the one that can by itself goes on where it was.
import { EventSource } from 'eventsource';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { listen, type RunningServer } from '../../src/http/server.js';
import { createLogger } from '../../src/observability/logger.js';
import { useWorld } from '../support/world.js';
import { document, handFed, numbered, stream } from './hand-fed.js';

const world = useWorld();
const { subscribe, streams } = handFed();
const settings = () => ({
  database: world.database,
  logger: createLogger('silent'),
  bodyLimit: 10_000,
  requestTimeout: 5_000,
  graphql: { subscribe },
});
let app: App;
let server: RunningServer;

beforeAll(async () => {
  app = createApp(settings());
  server = await listen((request) => app.handle(request), '127.0.0.1', 0, 5_000);
});
afterAll(() => server.stop(0));

test('graphql-sse has the messages, and the end', async () => {
  const client = createClient({ url: `${server.url}/graphql`, retryAttempts: 0 });
  const results: unknown[] = [];
  const following = (async () => {
    for await (const result of client.iterate({ query: document })) results.push(result);
  })();
  const fed = await stream(streams, 1);
  fed.give(numbered(1), { position: 'p2', result: null });
  fed.give(numbered(3));
  await expect.poll(() => results).toEqual([numbered(1).result, numbered(3).result]);
  fed.end();
  await following;
  client.dispose();
});

test('graphql-sse is told what is wrong', async () => {
  const client = createClient({ url: `${server.url}/graphql`, retryAttempts: 0 });
  const results: unknown[] = [];
  for await (const result of client.iterate({ query: 'subscription {' })) results.push(result);
  expect(results).toEqual([{ errors: [expect.objectContaining({ extensions: { code: 'GRAPHQL_PARSE_FAILED' } })] }]);
  client.dispose();
});

test('graphql-sse asks queries and mutations as well', async () => {
  const client = createClient({ url: `${server.url}/graphql`, retryAttempts: 0 });
  const ask = async (query: string) => {
    const results: unknown[] = [];
    for await (const result of client.iterate({ query })) results.push(result);
    return results;
  };
  expect(await ask('{ integrationRun(by: { databaseId: 1 }) { databaseId } }')).toEqual([{ data: { integrationRun: { databaseId: 1 } } }]);
  const change =
    'mutation { updateIntegration(input: { by: { databaseId: 1 }, endSystem: "S4" }) { ... on UpdateIntegrationSuccess { integration { endSystem } } } }';
  expect(await ask(change)).toEqual([{ data: { updateIntegration: { integration: { endSystem: 'S4' } } } }]);
  client.dispose();
});

test('EventSource comes back after a stop, with its place', async () => {
  const source = new EventSource(`${server.url}/graphql?query=${encodeURIComponent(document)}`);
  const results: unknown[] = [];
  source.addEventListener('next', ({ data }) => results.push(JSON.parse(data)));
  const fed = await stream(streams, 2);
  fed.give({ position: 'p0', result: null }, numbered(5));
  await expect.poll(() => results).toEqual([numbered(5).result]);
  const stopping = app;
  app = createApp(settings()); // the gateway that takes over
  stopping.endLongLived();
  const again = await stream(streams, 3);
  expect(again.asked.lastEventId).toBe('p5');
  again.give(numbered(6));
  await expect.poll(() => results).toEqual([numbered(5).result, numbered(6).result]);
  source.close();
  await expect.poll(() => again.isClosed()).toBe(true);
});
