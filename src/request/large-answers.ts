// Lets large answers leave one after the other. Writing one of twenty megabytes takes this process some 80 ms, in which it does nothing else: where a dozen are
// ready at the same moment, everybody else would wait for all of them.

/** Bytes from which on an answer is large: it takes milliseconds to write. */
const largeBytes = 1_000_000;

export interface LargeAnswers {
  /** Resolves when the answer may be written, which has to be begun at once; undefined for one that is small, and need not wait. */
  turn(bytes: number): Promise<void> | undefined;
}

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
