import { DatabaseUnavailableError } from '../db/unavailable.js';
import type { Logger } from '../observability/logger.js';
import { TooManyFailuresError } from '../rate-limit/login-failures.js';

/** Waits for what checks a credential. That it can't be checked, for whatever reason, is never its sender's fault. @throws DatabaseUnavailableError instead of any fault */
export const unlessBroken = <Result>(logger: Logger, check: Promise<Result>): Promise<Result> =>
  check.catch((error: unknown) => {
    if (error instanceof DatabaseUnavailableError || error instanceof TooManyFailuresError) throw error;
    logger.error({ err: error }, 'A credential could not be checked');
    throw new DatabaseUnavailableError(error, false);
  });
