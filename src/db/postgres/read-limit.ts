// Lets the statements of requests into the database. No caller has more than its share of the connections, and what it asks beyond waits in a queue of its
// own; the queues take turns, so that nobody waits behind all that somebody else has asked. What the gateway asks for itself (credentials, rate limits,
// readiness) doesn't come this way, and finds the connection that is never given out here. Few reads go at once: those of the gateway take a fraction
// of a millisecond, and a server that runs as many of them as there are connections spends its time on switching between them: on two cores, ten at
// once have a 99th percentile of 60 ms, five at once one of 16 ms, at the same rate. Who has waited for a while goes all the same, so that slow ones
// don't hold up the others. Of a caller that reads megabytes few reads go at once: this process does nothing else while it takes one in.
import { LRUCache } from 'lru-cache';
import type { Lifetime } from '../lifetime.js';

/** Milliseconds that anybody waits for a turn: longer than it takes to find out that there is no database, so that it is known which of the two it is. */
export const longestWaitMs = 8_000;

/**
 * Bytes of one answer that are large, and milliseconds for which its caller counts as one that reads such answers: it reads one at a time, and a second beside it
 * once that has waited for so many milliseconds, so that what is small doesn't wait for all that is large.
 */
const [large, largeMemory, largeWaitMs] = [4_194_304, 60_000, 1_000];
/** Callers that are remembered at most. */
const mostLarge = 1_000;

export interface ReadLimits {
  /** Statements that are inside at once. */
  all: number;
  /** Those of one caller. */
  share: number;
  /** Reads that go at once while they are quick. */
  readonly reads: number;
  /** Milliseconds after which a read doesn't wait for other reads any more. */
  readonly readWaitMs: number;
  /** Milliseconds after which what still waits is refused, and why it is. */
  readonly longestWaitMs: number;
  readonly refusal: () => Error;
}

export interface Gate {
  /**
   * Does the work when it is the caller's turn. `lifetime` counts the bytes that it reads.
   * @throws the refusal when that doesn't come in time; the work was not begun
   */
  pass<Result>(caller: string, work: () => Promise<Result>, isRead: boolean, lifetime?: Lifetime): Promise<Result>;
}

interface Waiting {
  readonly isRead: boolean;
  readonly since: number;
  readonly go: () => void;
  readonly refuse: () => void;
}

interface Caller {
  readonly name: string;
  inside: number;
  /** Reads among them. */
  reads: number;
  readonly waiting: Waiting[];
}

/** Limits how many statements run at once; the limits may change. */
export const createReadLimit = (limits: ReadLimits): Gate => {
  /** Those who have anything inside, or wait. */
  const callers = new Map<string, Caller>();
  /** Those who wait, in the order of their turns. */
  const turns = new Set<Caller>();
  /** Those who have read a large answer lately. */
  const largeReaders = new LRUCache<string, true>({ max: mostLarge, ttl: largeMemory });
  let [inside, reads] = [0, 0];
  let isWatched = false;

  const callerOf = (name: string): Caller => {
    const known = callers.get(name);
    if (known) return known;
    const caller = { name, inside: 0, reads: 0, waiting: [] };
    callers.set(name, caller);
    return caller;
  };

  const mayRead = (caller: Caller, waited: number): boolean =>
    (reads < limits.reads || waited >= limits.readWaitMs) &&
    (caller.reads < (waited < largeWaitMs ? 1 : 2) || !largeReaders.has(caller.name));

  const mayEnter = (caller: Caller, isRead: boolean, waited: number): boolean =>
    inside < limits.all && caller.inside < limits.share && (!isRead || mayRead(caller, waited));

  const run = <Result>(caller: Caller, work: () => Promise<Result>, isRead: boolean, lifetime?: Lifetime): Promise<Result> => {
    caller.inside += 1;
    inside += 1;
    if (isRead) {
      reads += 1;
      caller.reads += 1;
    }
    return work().finally(() => {
      caller.inside -= 1;
      inside -= 1;
      if (isRead) {
        reads -= 1;
        caller.reads -= 1;
      }
      if (lifetime && lifetime.bytes >= large) largeReaders.set(caller.name, true);
      if (caller.inside === 0 && caller.waiting.length === 0) callers.delete(caller.name);
      if (turns.size > 0) admit();
    });
  };

  const admit = (): void => {
    const now = performance.now();
    // who is served goes to the end, where the loop comes by again
    for (const caller of turns) {
      const index = caller.waiting.findIndex(({ isRead, since }) => mayEnter(caller, isRead, now - since));
      const [next] = index < 0 ? [] : caller.waiting.splice(index, 1);
      if (!next) continue;
      turns.delete(caller);
      if (caller.waiting.length > 0) turns.add(caller);
      next.go();
    }
    watch();
  };

  const refuseLate = (): void => {
    const latest = performance.now() - limits.longestWaitMs;
    for (const caller of turns) {
      while (caller.waiting[0] && caller.waiting[0].since < latest) caller.waiting.shift()?.refuse();
      if (caller.waiting.length > 0) continue;
      turns.delete(caller);
      if (caller.inside === 0) callers.delete(caller.name);
    }
  };

  const watch = (): void => {
    if (turns.size === 0 || isWatched) return;
    isWatched = true;
    setTimeout(() => {
      isWatched = false;
      refuseLate();
      admit();
    }, limits.readWaitMs);
  };

  return {
    pass: (name, work, isRead, lifetime) => {
      const caller = callerOf(name);
      const isFirst = !caller.waiting.some((other) => other.isRead === isRead); // a write doesn't wait behind reads
      if (isFirst && mayEnter(caller, isRead, 0)) return run(caller, work, isRead, lifetime);
      return new Promise((resolve, reject) => {
        caller.waiting.push({
          isRead,
          since: performance.now(),
          go: () => run(caller, work, isRead, lifetime).then(resolve, reject),
          refuse: () => reject(limits.refusal()),
        });
        turns.add(caller);
        watch();
      });
    },
  };
};
