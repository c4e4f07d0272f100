// Bounds on processor time. They hold only where nothing else runs beside, so the suite does the work and looks at its outcome alone, and
// `npm run test:timing` runs the same files one by one and holds the bounds as well.

/** Whether the bounds are held. */
export const isTimed = process.env['TIMED_TESTS'] !== undefined;

/** Milliseconds of the processor that this process has taken so far, of its own and of the system for it. */
export const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const reference = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => ({ [`k${index}`]: index, text: `value ${index}` })));

/** Milliseconds that reading and writing the reference takes on a machine for which bounds are given. */
const usual = 20;

let slowness = { of: 1, until: 0 };

/** Has the next bound look at the machine again: what takes too long may do so because the machine has become slower since the last look. */
export const lookAgain = (): void => {
  slowness = { ...slowness, until: 0 };
};

/** The bound for this machine as it is now: longer by as much as it is slower than the one that bounds are given for. */
export const boundHere = (milliseconds: number): number => {
  if (performance.now() >= slowness.until) {
    let least = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const before = processorTime();
      JSON.stringify(JSON.parse(reference));
      least = Math.min(least, processorTime() - before);
    }
    slowness = { of: Math.max(1, least / usual), until: performance.now() + 10_000 };
  }
  return milliseconds * slowness.of;
};

/** Does the work. Where the bounds are held, it has to take fewer milliseconds of the processor than this. */
export const within = async <Result>(milliseconds: number, work: () => Result | Promise<Result>): Promise<Result> => {
  const before = processorTime();
  const result = await work();
  const took = processorTime() - before;
  if (!isTimed) return result;
  const bound = boundHere(milliseconds);
  if (took >= bound) throw new Error(`This took ${took.toFixed(1)} ms of the processor, but should take less than ${bound.toFixed(1)}.`);
  return result;
};
