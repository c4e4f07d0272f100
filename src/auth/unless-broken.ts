import { DatabaseUnavailableError } from '../db/unavailable.js';
import type { Logger } from '../observability/logger.js';
import { TooManyFailuresError } from '../rate-limit/login-failures.js';

/**
 * The outcome of checking a credential. A check that breaks is the gateway's fault and never the caller's.
 * @throws DatabaseUnavailableError for any failure of the check itself
 */
export const unlessBroken = <Result>(logger: Logger, check: Promise<Result>): Promise<Result> =>
  check.catch((error: unknown) => {
    if (error instanceof DatabaseUnavailableError || error instanceof TooManyFailuresError) throw error;
    logger.error({ err: error }, 'A credential could not be checked');
    throw new DatabaseUnavailableError(error, false);
  });
