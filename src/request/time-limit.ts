// How long a request may take.

/** What is given in the place of an answer that took too long. */
export const timeUp = Symbol('time up');

export interface TimeLimit {
  /** Waits for the work, until time is up. The work itself isn't stopped. */
  of<Result>(work: Promise<Result>): Promise<Result | typeof timeUp>;
  /** Stops the clock, for what is meant to wait. */
  suspend(): void;
  /** Starts it again, from the beginning. */
  restart(): void;
}

export const createTimeLimit = (milliseconds: number): TimeLimit => {
  let timer: NodeJS.Timeout | undefined;
  let ring: (value: typeof timeUp) => void = () => undefined;
  let isDone = false;
  const suspend = () => clearTimeout(timer);
  const restart = () => {
    clearTimeout(timer);
    if (!isDone) timer = setTimeout(ring, milliseconds, timeUp);
  };
  return {
    of: (work) => {
      const alarm = new Promise<typeof timeUp>((resolve) => {
        ring = resolve;
      });
      restart();
      return Promise.race([work, alarm]).finally(() => {
        isDone = true;
        clearTimeout(timer);
      });
    },
    suspend,
    restart,
  };
};
