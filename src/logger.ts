// Structured log lines on standard output.
import { destination, type Logger, pino } from 'pino';
import type { Config } from './config.js';

export type { Logger };

/** Milliseconds that a line waits for others, which are written with it: a write for each costs as much as a small query. */
const patience = 10;

/** Lines are kept here, and not by the destination, whose own `flushSync` asks the disk to have them each time. */
const createDestination = () => {
  const output = destination({ sync: true });
  let lines = '';
  const flush = () => {
    const written = lines;
    lines = '';
    if (written) output.write(written);
  };
  process.on('exit', flush);
  return {
    write: (line: string) => {
      if (!lines) setTimeout(flush, patience);
      lines += line;
    },
  };
};

let shared: ReturnType<typeof createDestination> | undefined;

/** One JSON object a line, times in ISO 8601. None is lost when the process ends by itself. */
export const createLogger = (level: Config['logLevel']): Logger => {
  shared ??= createDestination();
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    shared,
  );
};
