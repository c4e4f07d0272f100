// What frontends are written with, on the feed itself: each receives what changes, by its own way to ask for it, and goes on where it was.
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { createClient as createSseClient } from 'graphql-sse';
import { Environment, Network, Observable, RecordSource, Store } from 'relay-runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { createFeed, type Feed } from '../../src/domain/feed/feed.js';
import { createIntegrationRun } from '../../src/domain/integration-run/create.js';
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

beforeAll(async () => {
  feed = createFeed(world.database, logger);
  app = createApp({ database: world.database, feed, logger, bodyLimit: 10_000, requestTimeout: 5_000 });
  server = await listen((request) => app.handle(request), '127.0.0.1', 0, 5_000);
});
afterAll(async () => {
  app.endLongLived();
  await server.stop(0);
  await feed.stop();
});

const query = `subscription Created($after: Position) {
  changes(types: [RUN_CREATED], after: $after) { position integrationRun { id databaseId } }
}`;
interface Data {
  readonly changes: { readonly position: string; readonly integrationRun: { readonly databaseId: number } };
}
const create = async () => (await createIntegrationRun(operatorOn(world.database), { id: 1 }, {})).id;
const url = () => `${server.url}/graphql`;

/** Follows from the position; gives how to stop. */
type Follow = (after: string, told: (data: Data) => void) => () => void;

/** Receives two, leaves, and comes back for what came meanwhile. */
const leaveAndComeBack = async (follow: Follow): Promise<void> => {
  await settled(world.database);
  let after = (await world.graphql<{ feedPosition: string }, never>('{ feedPosition }')).data?.feedPosition ?? '';
  const [made, told]: [number[], Data[]] = [[], []];
  for (const count of [2, 3]) {
    const stop = follow(after, (data) => told.push(data));
    for (let each = 0; each < count; each += 1) made.push(await create());
    await expect.poll(() => told.map(({ changes }) => changes.integrationRun.databaseId), { timeout: 5_000 }).toEqual(made);
    stop();
    after = told.at(-1)?.changes.position ?? '';
    made.push(await create()); // while it is away
  }
};

test('Apollo Client, by its HttpLink', () => {
  const client = new ApolloClient({ link: new HttpLink({ uri: url() }), cache: new InMemoryCache() });
  return leaveAndComeBack((after, told) => {
    const subscription = client
      .subscribe<Data>({ query: gql(query), variables: { after }, fetchPolicy: 'no-cache' })
      .subscribe(({ data }) => void (data && told(data)));
    return () => subscription.unsubscribe();
  });
});

test('urql, by its fetchExchange', () => {
  const client = new Client({ url: url(), exchanges: [fetchExchange], fetchSubscriptions: true, preferGetMethod: false });
  return leaveAndComeBack((after, told) => {
    const { unsubscribe } = client.subscription<Data>(query, { after }).subscribe(({ data }) => void (data && told(data)));
    return unsubscribe;
  });
});

test('Relay, by a network of its own', () => {
  const sse = createSseClient({ url: url(), retryAttempts: 0 });
  const network = Network.create(
    () => Promise.reject(new Error('Nothing is queried here.')),
    ({ text }, variables) =>
      Observable.create((sink) =>
        sse.subscribe(
          { query: text ?? '', variables },
          { next: (value) => sink.next(value as never), error: sink.error, complete: sink.complete },
        ),
      ),
  );
  const environment = new Environment({ network, store: new Store(new RecordSource()) });
  // what its compiler makes of the text
  const params = { cacheID: 'created', id: null, metadata: {}, name: 'Created', operationKind: 'subscription', text: query } as const;
  return leaveAndComeBack((after, told) => {
    const { unsubscribe } = environment
      .getNetwork()
      .execute(params, { after }, { force: true })
      .subscribe({
        next: (payload) => told((payload as { data: Data }).data),
      });
    return unsubscribe;
  }).finally(() => sse.dispose());
});
