// Lets large answers be written one after the other. The text of one of thirty megabytes takes this process some 150 ms, in which it does nothing else: where
// a dozen are ready at the same moment, everybody else would wait for all of them, and all of their texts would be there at once.
import type { Lifetime } from '../db/lifetime.js';
import { largeBytes } from '../http/request.js';

export interface LargeAnswers {
  /** Resolves when the answer may be written, which has to be begun at once; undefined for one that is small, and need not wait. */
  turn(bytes: number): Promise<void> | undefined;
}

/** For one request: resolves when the text of its answer may be made; undefined for a small one. @throws NobodyWaitsError */
export type TakeTurn = () => Promise<void> | undefined;

/** A pause after each large answer, as long as writing it took, in which other requests are served. */
const othersTurn = (begun: number): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(() => setTimeout(resolve, performance.now() - begun));
  });

export const createLargeAnswers = (): LargeAnswers => {
  let last: Promise<void> = Promise.resolve();
  return {
    turn: (bytes) => {
      if (bytes < largeBytes) return undefined;
      const own = last;
      last = own.then(() => othersTurn(performance.now()));
      return own;
    },
  };
};

/** The turn of a request's answer, of as many bytes as its lifetime has counted by then. */
export const turnOf =
  ({ turn }: LargeAnswers, lifetime: Lifetime): TakeTurn =>
  () => {
    if (lifetime.isTooLarge) return undefined; // what is said instead is small
    return turn(lifetime.bytes)?.then(() => {
      if (lifetime.isOver) throw lifetime.failure();
    });
  };
