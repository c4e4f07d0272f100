// Structured log lines on standard output.
import { destination, type LevelWithSilent, type Logger, pino } from 'pino';
import { cutValues } from '../lib/shown.js';
import { printable } from '../lib/text.js';

export type { Logger };

/** Milliseconds that a line waits for others, which are written with it: a write for each costs as much as a small query. */
const flushDelayMs = 10;

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
      if (!lines) setTimeout(flush, flushDelayMs);
      lines += line;
    },
  };
};

/** Characters of a client's text in a line. */
const longest = 200;
const longestStack = 4_000;

const ofClient = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ofClient);
  if (typeof value !== 'string') return value;
  return printable(value.length > longest ? `${value.slice(0, longest).toWellFormed()}…` : value);
};

/** What an error tells can have in it what a client has sent. */
const ofError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const told = Object.entries(pino.stdSerializers.err(error));
  return Object.fromEntries(
    told.map(([name, value]) => {
      if (typeof value !== 'string') return [name, value];
      return [name, name === 'stack' ? value.slice(0, longestStack) : cutValues(value)];
    }),
  );
};

/** What comes from clients stands under these names, whatever line it is in. */
const serializers = {
  path: ofClient,
  address: ofClient,
  operation: ofClient,
  route: ofClient,
  userAgent: ofClient,
  alert: ofClient,
  err: ofError,
};

/** How each line is written. */
export const lineOptions = {
  base: null,
  serializers,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
};

/** The same lines on standard error, for a command, whose standard output is its answer. */
export const createAuditLogger = (): Logger => pino(lineOptions, destination({ dest: process.stderr.fd, sync: true }));

let shared: ReturnType<typeof createDestination> | undefined;

/** One JSON object a line, times in ISO 8601. None is lost when the process ends by itself. */
export const createLogger = (level: LevelWithSilent): Logger => {
  shared ??= createDestination();
  return pino({ level, ...lineOptions }, shared);
};
