// Tells whoever listens, within this process, that something has happened; what, they have to look up.

export interface Signal {
  fire(): void;
  /** Calls the listener each time; gives back how to take that back. */
  on(listener: () => void): () => void;
}

export const createSignal = (): Signal => {
  const listeners = new Set<() => void>();
  return {
    fire: () => {
      for (const listener of listeners) listener();
    },
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
