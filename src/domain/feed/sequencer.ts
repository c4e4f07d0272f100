// Gives events their places in the feed, soon after the writes that left them are committed. The database does it, one process at a time
// (`sequence_events()` of the migration `younger_server`); this decides when. No write waits for it.
import type { Database } from '../../db/database.js';
import { DatabaseUnavailableError } from '../../db/unavailable.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { Journal } from '../rules/viewer.js';

/** Milliseconds between two times under load: each waits for the disk once, and what comes meanwhile goes together. */
const pause = 50;
/** Milliseconds until it is tried again where another process is at it, doubled each time up to the longest: after a restored backup there is much to do. */
const [shortestBusy, longestBusy] = [5, 80];
/** Milliseconds after which it is done in any case: whoever wrote may have died before. */
const net = 1_000;

export interface Sequencer {
  /** Something may have been written. */
  touch(): void;
  /** Ends after what runs. */
  stop(): Promise<void>;
}

/** `onHead` is told the last place, each time. */
export const createSequencer = (database: Database, journal: Journal, onHead: (head: number) => void): Sequencer => {
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let running: Promise<void> | null = null;
  let isTouched = false;
  let isStopped = false;
  let lastEnd = 0;
  let hasFailed = false;
  let busy = shortestBusy;

  const plan = (delay: number): void => {
    const at = performance.now() + delay;
    if (isStopped || at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(begin, delay).unref();
  };

  const sequence = async (): Promise<number> => {
    try {
      const [row] = await database.write<{ head: number | null }>(Prisma.sql`SELECT sequence_events()::float8 AS head`);
      hasFailed = false;
      if (row?.head == null) {
        const next = busy;
        busy = Math.min(longestBusy, busy * 2);
        return next;
      }
      busy = shortestBusy;
      onHead(row.head);
      return net;
    } catch (error) {
      const isKnown = error instanceof DatabaseUnavailableError || isStopped; // an outage has a line of its own
      if (!isKnown && !hasFailed) journal.warn({ err: error }, 'Events could not be given their places in the feed; it is tried again');
      hasFailed = true;
      return net;
    }
  };

  const begin = (): void => {
    dueAt = Number.POSITIVE_INFINITY;
    isTouched = false;
    running = sequence().then((next) => {
      running = null;
      lastEnd = performance.now();
      plan(isTouched ? Math.min(next, pause) : next);
    });
  };

  plan(0);
  return {
    touch: () => {
      isTouched = true;
      if (running === null) plan(Math.max(0, lastEnd + pause - performance.now()));
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
