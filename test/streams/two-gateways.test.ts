// Subscribers of a gateway that dies in the middle of many changes, over to another on the same database: each has every change once, in order.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createApp } from '../../src/app.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';
import { createFeed } from '../../src/domain/feed/feed.js';
import { createIntegrationRun } from '../../src/domain/integration-run/create.js';
import { transitionIntegrationRun } from '../../src/domain/integration-run/transition.js';
import { listen } from '../../src/http/server.js';
import { createLogger } from '../../src/observability/logger.js';
import { server } from '../db/on-server.js';
import { cloneDatabaseUrl } from '../support/clone.js';
import { operatorOn } from '../support/credentials.js';
import { followChanges } from './resuming.js';

const ignore = () => undefined;
const [subscribers, runs] = [60, 250];

const gateway = async (url: string) => {
  const database = openPostgres({ url, poolSize: 8, statementTimeout: 30_000, observer: ignore, onConnectionLost: ignore });
  const logger = createLogger('silent');
  const feed = createFeed(database, logger);
  const app = createApp({ database, feed, logger, bodyLimit: 10_000, requestTimeout: 10_000 });
  const running = await listen(app.handle, '127.0.0.1', 0, 10_000);
  const stop = async () => {
    await running.stop(0);
    await feed.stop();
    await database.close();
  };
  return { database, url: running.url, stop };
};

test.skipIf(!server)('a gateway that dies takes no change with it', { timeout: 120_000 }, async () => {
  const clone = await cloneDatabaseUrl();
  const [dying, living] = [await gateway(clone.url), await gateway(clone.url)];
  const controller = new AbortController();
  const all = Array.from({ length: subscribers }, () => followChanges([dying.url, living.url], controller.signal));
  await vi.waitFor(() => expect(all.every(({ connected }) => connected() === 1)).toBe(true), { timeout: 30_000 });
  await sleep(300);
  const context = operatorOn(living.database);
  let made = 0;
  let stopping: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (made < runs) {
      made += 1;
      if (made === runs / 2) stopping = dying.stop();
      const { id } = await createIntegrationRun(context, { id: 1 }, {});
      await transitionIntegrationRun(context, { id }, 'START', {});
    }
  };
  await Promise.all(Array.from({ length: 8 }, write));
  const expected = Array.from({ length: 2 * runs }, (_, index) => index + 1);
  await vi.waitFor(() => expect(all.every(({ places }) => places.length >= expected.length)).toBe(true), { timeout: 60_000 });
  await sleep(300);
  for (const { places } of all) expect(places).toEqual(expected);
  expect(all.every(({ connected }) => connected() >= 2)).toBe(true);
  controller.abort();
  await Promise.all(all.map(({ following }) => following));
  await stopping;
  await living.stop();
  await clone.remove();
});
