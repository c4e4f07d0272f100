// How a process learns that the feed has grown: soon, by whichever way, and without anybody else's help.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import type { Database } from '../../src/db/database.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';
import { createFeed, type Feed } from '../../src/domain/feed/feed.js';
import { createIntegrationRun } from '../../src/domain/integration-run/create.js';
import { server } from '../db/on-server.js';
import { cloneDatabaseUrl } from '../support/clone.js';
import { operatorOn } from '../support/credentials.js';
import { startDisguise } from '../support/disguise.js';
import { hasPooler, startPooler } from '../support/pgbouncer.js';
import { useWorld } from '../support/world.js';

const kinds = inject('template').server ? (['embedded', 'postgres'] as const) : (['embedded'] as const);
const journal = { info: vi.fn(), warn: vi.fn() };
const feeds: Feed[] = [];
const follow = (database: Database): Feed => {
  const feed = createFeed(database, journal);
  feeds.push(feed);
  return feed;
};
afterEach(async () => {
  await Promise.all(feeds.splice(0).map((feed) => feed.stop()));
  journal.warn.mockClear();
});

/** Milliseconds until the feed has grown beyond the place. */
const growth = async (feed: Feed, place: number): Promise<number> => {
  const begun = performance.now();
  await vi.waitFor(() => expect(feed.head).toBeGreaterThan(place), { timeout: 5_000, interval: 5 });
  return performance.now() - begun;
};

describe.each(kinds)('on the database %s', (kind) => {
  const world = useWorld({}, kind);
  const write = () => createIntegrationRun(operatorOn(world.database), { id: 1 }, {});

  test('it is told within half a second of a write of its own, as often as it grows', async () => {
    const feed = follow(world.database);
    await vi.waitFor(() => expect(feed.wakeUp).toBe('notified'), { timeout: 3_000 });
    const told = vi.fn();
    const forget = feed.onGrowth(told);
    for (let count = 1; count <= 3; count += 1) {
      const { head } = feed;
      await write();
      expect(await growth(feed, head)).toBeLessThan(500);
      expect(told).toHaveBeenCalledTimes(count);
    }
    forget();
    await write();
    await growth(feed, feed.head);
    expect(told).toHaveBeenCalledTimes(3);
  });

  test('where notifications do not come it looks for itself, and says so', async () => {
    const deaf: Database = { ...world.database, listen: () => ({ isLive: false, close: async () => undefined }) };
    const feed = follow(deaf);
    feed.onGrowth(() => undefined);
    expect(feed.wakeUp).toBe('polling');
    const { head } = feed;
    const other = follow(world.database);
    await write();
    expect(await growth(feed, head)).toBeLessThan(500);
    await other.stop();
    await vi.waitFor(() => expect(journal.warn).toHaveBeenCalledTimes(1), { timeout: 7_000 });
    expect(journal.warn.mock.calls[0]?.[1]).toMatch(/^PostgreSQL's notifications don't arrive/);
  }, 15_000);
});

describe.skipIf(!server)('of several processes on one server', () => {
  test('a change of one that died before it could give places is there within two seconds, and a lost connection loses nothing', async () => {
    const clone = await cloneDatabaseUrl();
    const open = () =>
      openPostgres({ url: clone.url, poolSize: 4, statementTimeout: 30_000, observer: () => undefined, onConnectionLost: () => undefined });
    const [database, others] = [open(), open()];
    const write = () => createIntegrationRun(operatorOn(others), { id: 1 }, {});
    const feed = follow(database);
    await vi.waitFor(() => expect(feed.wakeUp).toBe('notified'), { timeout: 3_000 });
    await write(); // nobody of that process gives it a place
    expect(await growth(feed, 0)).toBeLessThan(2_000);
    const sequencing = follow(others);
    await write();
    expect(await growth(feed, 1)).toBeLessThan(500);
    const admin = new pg.Client({ connectionString: clone.url });
    await admin.connect();
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`);
    await sleep(20);
    await write();
    expect(await growth(feed, 2)).toBeLessThan(2_000);
    await vi.waitFor(() => expect(feed.wakeUp).toBe('notified'), { timeout: 3_000 });
    await admin.end();
    await sequencing.stop();
    await feed.stop();
    await Promise.all([database.close(), others.close()]);
    await clone.remove();
  }, 20_000);
});

const poolers = [
  { name: 'that is recognised', isDisguised: false },
  { name: 'that can not be recognised', isDisguised: true },
];

describe.runIf(hasPooler).each(poolers)('behind a pooler by transaction $name', ({ isDisguised }) => {
  test('it looks for itself, unless an address leads past the pooler', { timeout: 60_000 }, async () => {
    const clone = await cloneDatabaseUrl();
    const pooler = await startPooler({ mode: 'transaction', size: 3 });
    const pooled = pooler.urlOf(new URL(clone.url).pathname.slice(1));
    const disguise = isDisguised ? await startDisguise(pooler.port) : null;
    const url = new URL(pooled);
    if (disguise) url.port = String(disguise.port);
    const open = (listenUrl?: string) =>
      openPostgres({
        url: url.href,
        listenUrl,
        poolSize: 4,
        statementTimeout: 30_000,
        observer: () => undefined,
        onConnectionLost: () => undefined,
      });
    const [polling, listening] = [open(), open(clone.url)];
    const [blind, notified] = [follow(polling), follow(listening)];
    blind.onGrowth(() => undefined);
    await vi.waitFor(() => expect(notified.wakeUp).toBe('notified'), { timeout: 5_000 });
    for (let count = 0; count < 3; count += 1) {
      const { head } = notified;
      await createIntegrationRun(operatorOn(listening), { id: 1 }, {});
      expect(await growth(notified, head)).toBeLessThan(1_000);
      expect(await growth(blind, head)).toBeLessThan(1_000);
    }
    await vi.waitFor(() => expect(blind.wakeUp).toBe('polling'), { timeout: 8_000 });
    await Promise.all(feeds.splice(0).map((feed) => feed.stop()));
    await Promise.all([polling.close(), listening.close()]);
    await disguise?.stop();
    await pooler.stop();
    await clone.remove();
  });
});
