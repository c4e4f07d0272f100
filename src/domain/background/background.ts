// Work that nobody asks for, done from time to time by one of all replicas: purges and sweeps. What is to be done is derived from rows each time, so that
// nothing is lost when a replica dies: another goes on when its lease has run out.
import type { Database } from '../../db/database.js';
import { DatabaseUnavailableError } from '../../db/unavailable.js';
import type { Prisma } from '../../generated/prisma/client.js';
import type { Journal } from '../rules/viewer.js';
import { type Lease, takeLease } from './lease.js';

/**
 * Does one batch, of well under 100 ms, and gives whether there may be more. `fence` belongs into the `WHERE` of each statement that changes something: it
 * holds while the lease is this replica's, so that a batch that has taken longer than that changes nothing beside its successor's.
 */
type Work = (fence: Prisma.Sql) => Promise<boolean>;

export interface Background {
  /** Does the work as often as that, in milliseconds, by whichever replica comes first. `name` is the lease's: the same on every replica. */
  every(name: string, interval: number, work: Work): void;
  /** Begins nothing any more, and ends after the batches that run. What is left undone is due at once, for another replica. */
  stop(): Promise<void>;
}

/** Milliseconds that a replica has a lease without renewing it. */
const usualTerm = 30_000;
/** Milliseconds at most until work that fails is tried again, unless it is due more rarely. */
const longestPause = 300_000;
/** Milliseconds at most until work is looked at for the first time: replicas that start together don't come together. */
const longestStart = 10_000;

/** Milliseconds until work that has failed so many times in a row is tried again: twice as many each time. `random` is from 0 to 1. */
export const pauseAfter = (interval: number, failures: number, random: number): number =>
  Math.min(interval * 2 ** failures, Math.max(interval, longestPause)) * (0.75 + random / 4);

export const createBackground = (database: Database, journal: Journal, term = usualTerm): Background => {
  let isStopping = false;
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();

  const workThrough = async (lease: Lease, interval: number, work: Work): Promise<void> => {
    let dueIn = interval;
    try {
      while (await work(lease.fence)) {
        if (!isStopping && (await lease.renew())) continue;
        dueIn = 0;
        break;
      }
    } finally {
      await lease.giveBack(dueIn);
    }
  };

  /** Gives the milliseconds until it is worth looking again. */
  const turn = async (name: string, interval: number, work: Work): Promise<number> => {
    const lease = await takeLease(database, name, term);
    if (typeof lease === 'number') return Math.min(lease, interval) + (Math.random() * interval) / 10;
    await workThrough(lease, interval, work);
    return interval;
  };

  const every = (name: string, interval: number, work: Work): void => {
    let failures = 0;
    const attempt = async (): Promise<number> => {
      try {
        const pause = await turn(name, interval, work);
        failures = 0;
        return pause;
      } catch (error) {
        failures += 1;
        const isKnown = error instanceof DatabaseUnavailableError; // an outage has a line of its own
        if (!isKnown) journal.warn({ err: error, work: name, failures }, 'Background work has failed, and is tried again later');
        return pauseAfter(interval, failures, Math.random());
      }
    };
    const plan = (pause: number): void => {
      if (isStopping) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        const attempted = attempt().then(plan);
        running.add(attempted);
        attempted.finally(() => running.delete(attempted));
      }, pause).unref();
      timers.add(timer);
    };
    plan(Math.random() * Math.min(interval, longestStart));
  };

  return {
    every,
    stop: async () => {
      isStopping = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      await Promise.all(running);
    },
  };
};
