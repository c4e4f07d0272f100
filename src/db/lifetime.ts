// How long somebody waits for the answer to a request: until it is there, its time is up, or the client has gone. Whatever runs for it ends with it.
// An AbortSignal would do the same, at 4 µs a listener: as much as a statement costs in this process.

export interface Lifetime {
  readonly isOver: boolean;
  /** Calls the listener when it is over; gives back how to take that back. */
  whenOver(listener: () => void): () => void;
}

/** Nobody waits for the answer any more, so it wasn't looked for. */
export class NobodyWaitsError extends Error {}

/** A lifetime and its end. Ending it again changes nothing. */
export const createLifetime = (): Lifetime & { end(): void } => {
  const listeners = new Set<() => void>();
  let isOver = false;
  return {
    get isOver() {
      return isOver;
    },
    whenOver: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end: () => {
      isOver = true;
      for (const listener of listeners) listener();
      listeners.clear();
    },
  };
};
