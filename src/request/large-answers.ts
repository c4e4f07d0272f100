// Lets large answers be written one after the other. The text of one of thirty megabytes takes this process some 150 ms, in which it does nothing else: where
// a dozen are ready at the same moment, everybody else would wait for all of them, and all of their texts would be there at once. Callers take turns.
import type { Lifetime } from '../db/lifetime.js';
import { largeBytes } from '../http/request.js';

export interface LargeAnswers {
  /** Resolves when the answer may be written, which has to be begun at once; undefined for one that is small, and need not wait. */
  turn(bytes: number, caller: string): Promise<void> | undefined;
}

/** For one request: resolves when the text of its answer may be made; undefined for a small one. @throws NobodyWaitsError */
export type TakeTurn = () => Promise<void> | undefined;

/** A pause after each large answer, as long as writing it took, in which other requests are served. */
const othersTurn = (begun: number): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(() => setTimeout(resolve, performance.now() - begun));
  });

export const createLargeAnswers = (): LargeAnswers => {
  /** What waits, by callers in the order of their turns. */
  const waiting = new Map<string, (() => void)[]>();
  let isTaken = false;
  const next = (): void => {
    const [first] = waiting;
    isTaken = first !== undefined;
    if (!first) return;
    const [caller, [begin, ...others]] = first;
    waiting.delete(caller);
    if (others.length > 0) waiting.set(caller, others);
    begin?.();
    void othersTurn(performance.now()).then(next);
  };
  return {
    turn: (bytes, caller) => {
      if (bytes < largeBytes) return undefined;
      return new Promise((resolve) => {
        waiting.set(caller, [...(waiting.get(caller) ?? []), resolve]);
        if (!isTaken) next();
      });
    },
  };
};

/** The turn of the answer to a request of the caller, of as many bytes as its lifetime has counted by then. */
export const turnOf =
  ({ turn }: LargeAnswers, lifetime: Lifetime, caller: string): TakeTurn =>
  () => {
    if (lifetime.isTooLarge) return undefined; // what is said instead is small
    return turn(lifetime.bytes, caller)?.then(() => {
      if (lifetime.isOver) throw lifetime.failure();
    });
  };
