// How long somebody waits for the answer to a request: until it is there, its time is up, or the client has gone. Whatever runs for it ends with it.
// An AbortSignal would do the same, at 4 µs a listener: as much as a statement costs in this process.

export interface Lifetime {
  readonly isOver: boolean;
  /** Calls the listener when it is over; gives back how to take that back. */
  whenOver(listener: () => void): () => void;
}

/** Nobody waits for the answer any more, so it wasn't looked for. */
export class NobodyWaitsError extends Error {}

/** A lifetime and its end. Ending it again changes nothing. One is made for each request, so it holds nothing until somebody listens. */
export const createLifetime = (): Lifetime & { end(): void } => {
  let listeners: (() => void)[] | undefined;
  const lifetime = {
    isOver: false,
    whenOver: (listener: () => void) => {
      listeners ??= [];
      listeners.push(listener);
      return () => {
        const index = listeners?.indexOf(listener) ?? -1;
        if (index >= 0) listeners?.splice(index, 1);
      };
    },
    end: () => {
      lifetime.isOver = true;
      const told = listeners ?? [];
      listeners = undefined;
      for (const listener of told) listener();
    },
  };
  return lifetime;
};
