// Subscriptions whose messages a test gives by hand, in the place of the feed: for the ways that messages take to clients.
import { vi } from 'vitest';
import type { StreamMessage, Subscribe, Subscribing } from '../../src/graphql/subscriptions/stream.js';

export interface HandFed {
  readonly asked: Subscribing;
  /** How often it was asked for more. */
  readonly reads: () => number;
  readonly isClosed: () => boolean;
  give(...messages: readonly StreamMessage[]): void;
  end(): void;
}

/** A message with one number in it. */
export const numbered = (number: number): StreamMessage => ({
  position: `p${number}`,
  result: { data: { changes: { position: `p${number}` } } },
});

export const document = 'subscription Follow { changes { position } }';

/** `subscribe` begins streams, which are found in `streams` in the order in which they were asked for. */
export const handFed = (): { readonly subscribe: Subscribe; readonly streams: HandFed[] } => {
  const streams: HandFed[] = [];
  const subscribe: Subscribe = async (asked) => {
    const waiting: StreamMessage[] = [];
    let [isEnded, isClosed, reads] = [false, false, 0];
    let wake: () => void = () => undefined;
    const fed: HandFed = {
      asked,
      reads: () => reads,
      isClosed: () => isClosed,
      give: (...messages) => {
        waiting.push(...messages);
        wake();
      },
      end: () => {
        isEnded = true;
        wake();
      },
    };
    streams.push(fed);
    return {
      next: async () => {
        reads += 1;
        while (waiting.length === 0 && !isEnded && !isClosed) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        return waiting.length === 0 || isClosed ? null : waiting.splice(0);
      },
      close: () => {
        isClosed = true;
        wake();
      },
    };
  };
  return { subscribe, streams };
};

/** The stream that was begun last, once there are so many. */
export const stream = async (streams: readonly HandFed[], count = 1): Promise<HandFed> =>
  vi.waitFor(
    () => {
      const last = streams[count - 1];
      if (!last) throw new Error(`There are ${streams.length} streams yet, of ${count}.`);
      return last;
    },
    { timeout: 15_000 },
  );
