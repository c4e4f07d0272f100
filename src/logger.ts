// Structured log lines on standard output.
import { destination, type Logger, pino } from 'pino';
import type { Config } from './config.js';

export type { Logger };

/** One JSON object a line, times in ISO 8601. Lines are written at once, so that none is lost when the process ends. */
export const createLogger = (level: Config['logLevel']): Logger =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    destination({ sync: true }),
  );
