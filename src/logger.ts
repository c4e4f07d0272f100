// Structured log lines on standard output.
import { destination, type Logger, pino } from 'pino';
import type { Config } from './config.js';

export type { Logger };

/**
 * Lines of one turn of the event loop are written together when it ends: a write for each costs as much as a small query. They are kept here, as the
 * destination's own `flushSync` asks the disk to have them each time.
 */
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
      if (!lines) setImmediate(flush);
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
