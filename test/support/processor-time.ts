// Bounds on processor time. They hold only where nothing else runs beside, so the suite does the work and looks at its outcome alone, and
// `npm run test:timing` runs the same files one by one and holds the bounds as well.

/** Whether the bounds are held. */
export const isTimed = process.env['TIMED_TESTS'] !== undefined;

/** Milliseconds of the processor that this process has taken so far, of its own and of the system for it. */
export const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Does the work. Where the bounds are held, it has to take fewer milliseconds of the processor than this. */
export const within = async <Result>(milliseconds: number, work: () => Result | Promise<Result>): Promise<Result> => {
  const before = processorTime();
  const result = await work();
  const took = processorTime() - before;
  if (isTimed && took >= milliseconds)
    throw new Error(`This took ${took.toFixed(1)} ms of the processor, but should take less than ${milliseconds}.`);
  return result;
};
