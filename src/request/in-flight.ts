// How many requests are answered at once, of one caller and of all: what waits takes memory. No caller ever has more than half of the places, unless it is
// said how many.

export interface PlaceLimits {
  readonly all: number;
  /** Of one caller. */
  readonly caller: number;
}

const mostInAll = 500;

export interface InFlight {
  /** Takes a place for a request of the caller, and gives how to leave it; undefined where there is none. */
  enter(caller: string): (() => void) | undefined;
}

/** `most`: requests in all; `mostOfCaller`: of one caller. */
export const createInFlight = (most = mostInAll, mostOfCaller = most / 2): InFlight => {
  const callers = new Map<string, number>();
  let all = 0;
  return {
    enter: (caller) => {
      const own = callers.get(caller) ?? 0;
      if (all >= most || own >= mostOfCaller) return undefined;
      all += 1;
      callers.set(caller, own + 1);
      return () => {
        all -= 1;
        const left = (callers.get(caller) ?? 1) - 1;
        if (left > 0) callers.set(caller, left);
        else callers.delete(caller);
      };
    },
  };
};
