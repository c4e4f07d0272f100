// Changes as they come, for all who wait for them in this process: one reader for all, that reads each change once. It reads while somebody follows, and keeps
// the latest for those who come back soon.
import type { Database } from '../../db/database.js';
import { DatabaseUnavailableError } from '../../db/unavailable.js';
import { DomainError } from '../rules/errors.js';
import type { Journal } from '../rules/viewer.js';
import type { Feed } from './feed.js';
import type { FeedPosition } from './position.js';
import { type ImagedChange, readHead, readImagedChanges } from './read-changes.js';

/** Milliseconds between two reads: what comes meanwhile is read together. */
const pause = 25;
/** Milliseconds until it is tried again after a failure. */
const retryPause = 500;
/** Changes of one read. */
const mostAtOnce = 500;
/** Changes that are kept for those who come back. */
const mostKept = 10_000;

interface Follower {
  /** Is given each change once, in order, those that were read together at once. */
  readonly changed: (changes: readonly ImagedChange[]) => void;
  /** Nothing more is given: the database isn't the one any more that it was, and tells why. */
  readonly lost: (error: DomainError) => void;
}

export interface Following {
  /** The follower is given what comes after it. */
  readonly position: FeedPosition;
  leave(): void;
}

export interface Live {
  /** Begins to follow. @throws what reading the feed's end fails with */
  follow(follower: Follower): Promise<Following>;
  /** What is kept of the changes after the position, up to `until`, which the reader has read; null where that isn't all of them. */
  kept(after: FeedPosition, until: FeedPosition): readonly ImagedChange[] | null;
}

export const createLive = (database: Pick<Database, 'read'>, feed: Feed, journal: Journal): Live => {
  const followers = new Set<Follower>();
  let position: FeedPosition | null = null;
  let starting: Promise<FeedPosition> | null = null;
  let ring: ImagedChange[] = [];
  let isReading = false;
  let isBehind = false;
  let hasFailed = false;
  let unlisten: (() => void) | null = null;
  let generation = 0;

  const stop = (): void => {
    unlisten?.();
    unlisten = null;
    generation += 1;
    position = null;
    ring = [];
  };

  const lose = (error: DomainError): void => {
    const told = [...followers];
    followers.clear();
    stop();
    for (const { lost } of told) lost(error);
  };

  const take = (changes: readonly ImagedChange[], end: FeedPosition): void => {
    position = end;
    ring.push(...changes);
    if (ring.length > 2 * mostKept) ring = ring.slice(-mostKept);
    if (changes.length > 0) for (const { changed } of followers) changed(changes);
  };

  /** Reads one page, and gives the milliseconds until the next; null when nothing is to be read. */
  const readOn = async (): Promise<number | null> => {
    if (position === null) return null;
    const begun = generation;
    try {
      isBehind = false;
      const { changes, end, hasMore } = await readImagedChanges(database, { after: position, limit: mostAtOnce });
      hasFailed = false;
      if (begun === generation) take(changes, end);
      return hasMore ? 0 : isBehind ? pause : null;
    } catch (error) {
      if (error instanceof DomainError) {
        if (begun === generation) lose(error); // of an earlier time, it is about nobody who follows now
        return null;
      }
      const isKnown = error instanceof DatabaseUnavailableError; // an outage has a line of its own
      if (!isKnown && !hasFailed) journal.warn({ err: error }, 'The feed of changes could not be read; it is tried again');
      hasFailed = true;
      return retryPause;
    }
  };

  const grown = (): void => {
    isBehind = true;
    if (isReading) return;
    isReading = true;
    const turn = async (): Promise<void> => {
      const next = await readOn();
      if (next === null || followers.size === 0) {
        isReading = false;
        if (isBehind && followers.size > 0) grown();
      } else setTimeout(turn, next).unref();
    };
    void turn();
  };

  const start = async (): Promise<FeedPosition> => {
    const head = await readHead(database);
    position = head;
    unlisten = feed.onGrowth(grown);
    if (feed.head > head.place) grown();
    return head;
  };

  return {
    follow: async (follower) => {
      followers.add(follower);
      const leave = () => {
        if (followers.delete(follower) && followers.size === 0) stop();
      };
      try {
        if (position === null) {
          starting ??= start().finally(() => {
            starting = null;
          });
          await starting;
        }
        if (position === null) throw new Error('The feed is followed, and so it has a position.');
        return { position, leave };
      } catch (error) {
        leave();
        throw error;
      }
    },
    kept: (after, until) => {
      if (after.place === until.place) return after.mark === until.mark ? [] : null;
      const first = ring[0];
      if (!first || after.place < first.place - 1) return null;
      const index = after.place - first.place;
      if (index >= 0 && ring[index]?.mark !== after.mark) return null;
      if (index < 0) return null;
      return ring.slice(index + 1, until.place - first.place + 1);
    },
  };
};
