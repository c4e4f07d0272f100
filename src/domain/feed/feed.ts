// The feed of changes as one process follows it: it sees to it that events get their places, and tells those who wait that there are new ones. What they
// are is read from the database (`read-changes.ts`).
import type { Database } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { Journal } from '../rules/viewer.js';
import { createSequencer } from './sequencer.js';

const { sql } = Prisma;

/** What `sequence_events()` tells the last place on. */
const channel = 'integration_runs_feed';
/** Milliseconds between two looks at the last place while notifications don't come. */
const pollInterval = 50;
/** Milliseconds between two tests whether they do, and until one is given up. */
const testInterval = 30_000;
const testPatience = 5_000;

/** How the process learns of new changes: it is told by PostgreSQL, or it has to look, as behind a pooler. */
type WakeUp = 'notified' | 'polling';

export interface Feed {
  /** The last place that is known of; 0 before any. */
  readonly head: number;
  readonly wakeUp: WakeUp;
  /** Calls the listener each time that the feed has grown; gives back how to take that back. */
  onGrowth(listener: () => void): () => void;
  stop(): Promise<void>;
}

/** Begins to follow it. */
export const createFeed = (database: Database, journal: Journal): Feed => {
  let head = 0;
  let isHeard = false;
  let heard = 0;
  let hasTold: WakeUp = 'notified';
  let poll: NodeJS.Timeout | undefined;
  let isStopped = false;
  const listeners = new Set<() => void>();

  const reached = (position: number): void => {
    if (!(position > head)) return;
    head = position;
    for (const listener of listeners) listener();
  };
  const wakeUp = (): WakeUp => (listening.isLive && isHeard ? 'notified' : 'polling');

  const look = async (): Promise<void> => {
    const rows = await database
      .read<{ head: number }>(sql`SELECT last_position::float8 AS head FROM event_ticks ORDER BY last_position DESC LIMIT 1`)
      .catch(() => []); // an outage has a line of its own in the log, and the next look comes soon
    for (const row of rows) reached(row.head);
  };
  const pollOn = (): void => {
    if (poll || isStopped || listeners.size === 0) return;
    poll = setTimeout(async () => {
      if (wakeUp() === 'polling') await look();
      poll = undefined;
      pollOn();
    }, pollInterval).unref();
  };

  const listening = database.listen(channel, {
    connected: () => void look().then(test),
    told: (message) => {
      heard += 1;
      isHeard = true;
      if (hasTold === 'polling') tellWakeUp();
      reached(Number(message)); // that of a test is none
    },
  });
  const tellWakeUp = (): void => {
    const now = wakeUp();
    if (now === hasTold || isStopped) return;
    hasTold = now;
    if (now === 'notified') journal.info({}, 'PostgreSQL notifies of changes again');
    else
      journal.warn(
        {},
        `PostgreSQL's notifications don't arrive, as behind a pooler: new changes are looked for every ${pollInterval} ms. DATABASE_LISTEN_URL can name an address that leads to PostgreSQL itself.`,
      );
  };
  /** Tells itself something, to see whether it is heard. */
  const test = async (): Promise<void> => {
    if (isStopped) return;
    const before = heard;
    await database.write(sql`SELECT pg_notify(${channel}, 'test')`).catch(() => undefined); // likewise
    setTimeout(() => {
      isHeard = heard > before;
      tellWakeUp();
    }, testPatience).unref();
  };
  const tests = setInterval(() => void test(), testInterval).unref();
  setTimeout(tellWakeUp, testPatience).unref(); // of a connection that could not be made
  const sequencer = createSequencer(database, journal, reached);
  const forget = database.changes.on(sequencer.touch);

  return {
    get head() {
      return head;
    },
    get wakeUp() {
      return wakeUp();
    },
    onGrowth: (listener) => {
      listeners.add(listener);
      pollOn();
      return () => listeners.delete(listener);
    },
    stop: async () => {
      isStopped = true;
      forget();
      clearInterval(tests);
      clearTimeout(poll);
      await Promise.all([sequencer.stop(), listening.close()]);
    },
  };
};
