// One line for an outage of the database, however many requests fail by it, and one when it is over.
import type { Logger } from '../observability/logger.js';
import type { DatabaseUnavailableError } from './unavailable.js';

/** Milliseconds without a failure after which an answer ends the outage: while a server comes up, some statements get through and others don't. */
const calm = 1_000;

interface Outage {
  readonly began: number;
  lastFailure: number;
  failures: number;
}

export interface OutageLog {
  /** Tells that the database was unavailable for somebody. */
  failed(error: DatabaseUnavailableError): void;
  /** Tells that a statement was answered. */
  answered(): void;
}

/** What the cause says. Of several addresses of one host, each has its own; none has a password in it. */
const reasonOf = (cause: unknown): string => {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ');
  return cause instanceof Error && cause.message ? cause.message : String((cause as { code?: unknown } | null)?.code ?? cause);
};

export const createOutageLog = (logger: Logger): OutageLog => {
  let outage: Outage | null = null;
  return {
    failed: ({ cause }) => {
      const now = performance.now();
      if (outage) {
        outage.lastFailure = now;
        outage.failures += 1;
        return;
      }
      outage = { began: now, lastFailure: now, failures: 1 };
      logger.error({ reason: reasonOf(cause) }, 'The database is unavailable');
    },
    answered: () => {
      if (!outage) return;
      const now = performance.now();
      if (now - outage.lastFailure < calm) return;
      logger.info({ seconds: Math.round((now - outage.began) / 1000), failures: outage.failures }, 'The database answers again');
      outage = null;
    },
  };
};
