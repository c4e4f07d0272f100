// Structured log lines on standard output.
import { destination, type Logger, pino } from 'pino';
import type { Config } from './config.js';

export type { Logger };

/** Bytes that are kept at most; the destination takes no larger number. */
const mostKept = 16_000;

/** Lines of one turn of the event loop are written together when it ends: a write for each costs as much as a small query. */
const createDestination = () => {
  const output = destination({ sync: true, minLength: mostKept });
  let isDue = false;
  const flush = () => {
    isDue = false;
    output.flushSync();
  };
  process.on('exit', flush);
  return {
    write: (line: string) => {
      output.write(line);
      if (isDue) return;
      isDue = true;
      setImmediate(flush);
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
