// A moment in which hardly anything waits for this process. A server that stops listening resets the connections that it has not accepted yet, which are
// those that have come since the event loop last looked: in a turn that takes microseconds, that is next to none.
import { setImmediate as turn } from 'node:timers/promises';

/** Milliseconds that a turn of the event loop takes at most to be quiet, and that such a turn is waited for. */
const [quietTurnMs, longestWaitMs] = [0.05, 100];

/** Resolves right after a quiet turn; after any, when none comes. */
export const quietMoment = async (): Promise<void> => {
  await turn();
  const begun = performance.now();
  for (let last = begun; last - begun < longestWaitMs; ) {
    await turn();
    const now = performance.now();
    if (now - last < quietTurnMs) return;
    last = now;
  }
};
