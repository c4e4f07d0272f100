// The line of each request in the log. Those that anybody can cause at any rate are not a line each: probes that find all well have none, and those who
// ask for too much share one a second.
import type { HttpAnswer } from '../http/request.js';
import type { Logger } from './logger.js';

const tooMuch: ReadonlySet<string> = new Set(['RATE_LIMITED', 'OVERLOADED']);
/** Milliseconds between two lines of such. */
const pause = 1_000;

/** Writes the line of a request. `isProbe`: whether it has asked for its health. */
export const createRequestLog = (logger: Logger): ((facts: object, answer: HttpAnswer, isProbe: boolean) => void) => {
  let quietUntil = 0;
  let unlogged = 0;
  return (facts, { status, errorCodes = [] }, isProbe) => {
    if (isProbe && status === 200) {
      logger.debug(facts, 'request');
      return;
    }
    if (!errorCodes.some((code) => tooMuch.has(code))) {
      logger.info(facts, 'request');
      return;
    }
    const now = performance.now();
    if (now < quietUntil) {
      unlogged += 1;
      return;
    }
    logger.info({ ...facts, unlogged: unlogged === 0 ? undefined : unlogged }, 'request');
    quietUntil = now + pause;
    unlogged = 0;
  };
};
