// Whoever reads the feed has each change once, whatever the writers do; whoever reads the events by their ids has not.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Database } from '../../src/db/database.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';
import { createFeed } from '../../src/domain/feed/feed.js';
import type { FeedPosition } from '../../src/domain/feed/position.js';
import { type Change, readChanges } from '../../src/domain/feed/read-changes.js';
import { createLogger } from '../../src/observability/logger.js';
import { server } from '../db/on-server.js';
import { type ClonedServerDatabase, cloneDatabaseUrl } from '../support/clone.js';
import { type Written, writeConcurrently } from './writers.js';

const ignore = () => undefined;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const open = (url: string): Database =>
  openPostgres({ url, poolSize: 4, statementTimeout: 30_000, observer: ignore, onConnectionLost: ignore });

/** Reads the feed as it grows, until `isDone`, and then what is left. */
const readOn = async (database: Database, isDone: () => boolean): Promise<Change[]> => {
  const all: Change[] = [];
  let after: FeedPosition | null = null;
  for (;;) {
    const wasDone = isDone();
    const { changes, end, hasMore } = await readChanges(database, { after: after, limit: 500 });
    all.push(...changes);
    after = end;
    if (wasDone && !hasMore) return all;
    await sleep(5);
  }
};

/** Reads the events after the highest id that it has seen. */
const readNaively = async (client: pg.Client, isDone: () => boolean): Promise<string[]> => {
  const all: string[] = [];
  for (;;) {
    const wasDone = isDone();
    const { rows } = await client.query('SELECT id FROM events WHERE id > $1 ORDER BY id', [all.at(-1) ?? 0]);
    all.push(...rows.map(({ id }) => String(id)));
    if (wasDone) return all;
    await sleep(5);
  }
};

describe.skipIf(!server)('with concurrent writers', () => {
  let clone: ClonedServerDatabase;
  let databases: Database[] = [];
  let written: Written[] = [];
  let changes: Change[] = [];
  let naive: string[] = [];
  let other: pg.Client;

  beforeAll(async () => {
    clone = await cloneDatabaseUrl();
    // a transaction of another database of the same server, which has written and stays open all the while
    other = new pg.Client({ connectionString: server });
    await other.connect();
    await other.query('BEGIN');
    await other.query('SELECT pg_current_xact_id()');
    databases = [open(clone.url), open(clone.url)];
    const feeds = databases.map((database) => createFeed(database, createLogger('silent')));
    const observer = new pg.Client({ connectionString: clone.url });
    await observer.connect();
    let isWritten = false;
    let isSettled = false;
    const reading = readOn(databases[0] as Database, () => isSettled);
    const readingNaively = readNaively(observer, () => isWritten);
    written = await writeConcurrently({
      url: clone.url,
      writers: 6,
      milliseconds: 4_000,
      runs: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      committed: () => {
        for (const { changes: signal } of databases) signal.fire();
      },
    });
    isWritten = true;
    await sleep(1_500);
    isSettled = true;
    [changes, naive] = await Promise.all([reading, readingNaively]);
    await Promise.all(feeds.map((feed) => feed.stop()));
    await observer.end();
  }, 60_000);

  afterAll(async () => {
    await other?.query('ROLLBACK');
    await other?.end();
    await Promise.all(databases.map((database) => database.close()));
    await clone?.remove();
  });

  const keyOf = ({ runId, version }: Written) => `${runId} ${version}`;
  const keyOfChange = ({ integrationRunId, version }: Change) => `${integrationRunId} ${version}`;

  test('nothing is missing and nothing comes twice', () => {
    expect(written.length).toBeGreaterThan(100);
    expect(changes.map(keyOfChange).toSorted()).toEqual(written.map(keyOf).toSorted());
  });

  test('the places are dense', () => {
    expect(changes.map(({ place }) => place)).toEqual(changes.map((_change, index) => index + 1));
  });

  test('each run comes in the order of its versions', () => {
    const last = new Map<number | null, number>();
    for (const { integrationRunId, version } of changes) {
      expect(version).toBeGreaterThan(last.get(integrationRunId) ?? 0);
      last.set(integrationRunId, version);
    }
  });

  test('the same is not true of the order of ids, or this would test nothing', () => {
    const seen = new Set(naive);
    expect(written.filter(({ eventId }) => !seen.has(eventId)).length).toBeGreaterThan(0);
  });
});

describe.skipIf(!server)('of a database on a server', () => {
  let clone: ClonedServerDatabase;
  let database: Database;
  let client: pg.Client;

  beforeAll(async () => {
    clone = await cloneDatabaseUrl();
    database = open(clone.url);
    client = new pg.Client({ connectionString: clone.url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await database?.close();
    await clone?.remove();
  });

  const insert = (version: number) =>
    client.query(
      `INSERT INTO events (type, at, source, integration_run_id, version, after) VALUES ('RUN_UPDATED', now(), 'SYSTEM', 1, $1, '{}')`,
      [version],
    );
  const versions = async () => (await readChanges(database, { after: null, limit: 500 })).changes.map(({ version }) => version);

  const place = async (): Promise<unknown> => (await client.query('SELECT sequence_events()::int AS head')).rows[0].head;
  /** As a dump of a server with many more transactions leaves what is there. */
  const restore = async () => {
    await client.query('UPDATE events SET xid = (xid::text::bigint + 1000000)::text::xid8');
    await client.query("UPDATE event_ticks SET snapshot = '9000000:9000000:' WHERE last_position > 0");
  };

  test('what was restored into a server that has had fewer transactions is told once, and what is new as well', async () => {
    await insert(2);
    await place();
    await insert(3);
    await restore();
    await insert(4);
    await vi.waitUntil(place, { timeout: 10_000, interval: 1 });
    await insert(5);
    await place();
    await place();
    expect(await versions()).toEqual([2, 3, 4, 5]);
  });

  test('and is looked through once, though nothing new comes, each place with its time as it was', async () => {
    await place();
    await restore();
    const times = async () => (await client.query('SELECT last_position, at FROM event_ticks ORDER BY 1')).rows;
    const before = [await versions(), await times()];
    const head = await vi.waitUntil(place, { timeout: 10_000, interval: 1 });
    const writtenTo = async () => (await client.query('SELECT sum(xmin::text::bigint) FROM events')).rows[0].sum; // it differs once any is written again
    const rows = await writtenTo();
    expect([await place(), await writtenTo()]).toEqual([head, rows]);
    expect([await versions(), await times()]).toEqual(before);
    await insert(6);
    await place();
    expect((await versions()).slice(-2)).toEqual([5, 6]);
  });

  test('and much of it in parts, each by a call of its own', async () => {
    await client.query(
      `INSERT INTO events (type, at, source, integration_run_id, version, after) SELECT 'RUN_UPDATED', now(), 'SYSTEM', 2, n, '{}' FROM generate_series(1, 25000) AS n`,
    );
    const head = await place();
    await restore();
    await insert(7);
    const calls: unknown[] = [];
    const untouched: number[] = [];
    while (typeof calls.at(-1) !== 'number') {
      calls.push(await place());
      untouched.push((await client.query("SELECT count(*)::int FROM events WHERE xid > '0'")).rows[0].count);
    }
    expect(calls).toEqual([null, null, null, Number(head) + 1]);
    expect(untouched.every((count, index) => count >= 25_000 - (index + 1) * 10_500)).toBe(true);
    expect(await place()).toBe(calls.at(-1));
  });

  test('a transaction that would not see what is committed meanwhile gives no places', async () => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await expect(client.query('SELECT sequence_events()')).rejects.toThrow(/READ COMMITTED, not repeatable read/);
    await client.query('ROLLBACK');
  });

  test('who comes while another gives places gives none, and does not wait', async () => {
    const second = new pg.Client({ connectionString: clone.url });
    await second.connect();
    await client.query('BEGIN');
    await client.query('SELECT sequence_events()');
    expect((await second.query('SELECT sequence_events() AS head')).rows).toEqual([{ head: null }]);
    await client.query('ROLLBACK');
    await second.end();
  });
});
