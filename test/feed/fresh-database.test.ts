// A database that was made by this process: PGlite knows the types that there were when it opened, and no list of those that migrations add.
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { useEmbedded } from '../../src/db/embedded/embedded.js';
import { startInMemory } from '../../src/db/embedded/pglite.js';
import { migrate } from '../../src/db/migrate/migrate.js';
import { createFeed } from '../../src/domain/feed/feed.js';
import { createLogger } from '../../src/observability/logger.js';
import { browser } from '../support/world.js';

test('changes by types are found at both doors', async () => {
  const database = useEmbedded(await startInMemory(), () => undefined);
  onTestFinished(() => database.close());
  await migrate(database);
  const logger = createLogger('silent');
  const feed = createFeed(database, logger);
  onTestFinished(() => feed.stop());
  const app = createApp({ database, feed, logger, bodyLimit: 10_000, requestTimeout: 5_000, browser });
  for (const types of ['[]', '[RUN_MOVED]', '[RUN_MOVED, ERROR_CREATED]']) {
    const body = JSON.stringify({ query: `{ changes(types: ${types}) { nodes { type } } }` });
    const headers = { 'content-type': 'application/json' };
    const answer = await app(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
    expect(await answer.json()).toEqual({ data: { changes: { nodes: [] } } });
  }
  const list = await app(new Request('http://gateway.test/api/changes.json?types=run_moved,error_created'));
  expect([list.status, await list.json()]).toEqual([200, []]);
});
