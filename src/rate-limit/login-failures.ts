// Limits how often one may fail to log in. Whoever checks credentials asks `mayTry` first and tells `failed` after; each with every key that a guesser
// could hold on to, such as `addressKey(…)` and the id of the client together with it. (By the id alone, anybody could lock its owner out.)
import type { Database } from '../db/database.js';
import type { RateRefusal } from './rate-limiter.js';
import { createLimiter } from './shared-bucket.js';

export interface LoginFailures {
  /** Null when a try is allowed for all keys. */
  mayTry(...keys: readonly string[]): Promise<RateRefusal | null>;
  failed(...keys: readonly string[]): Promise<void>;
}

export const mostFailures = 10;
const seconds = 15 * 60;

/** Ten failures in a quarter of an hour for each key, over all replicas. `shared` is null where there is one process. */
export const createLoginFailures = (shared: Database | null): LoginFailures => {
  const limiter = createLimiter('login', mostFailures, seconds, shared);
  return {
    mayTry: async (...keys) => {
      const counts = await Promise.all(keys.map((key) => limiter.get(key)));
      const waits = counts.flatMap((count) => (count && count.consumedPoints >= mostFailures ? [count.msBeforeNext] : []));
      if (waits.length === 0) return null;
      const retryAfter = Math.max(1, Math.ceil(Math.max(...waits) / 1000));
      return { message: `Too many failures to log in. Check the credential, and try again in ${retryAfter} s.`, retryAfter };
    },
    failed: async (...keys) => {
      await Promise.all(keys.map((key) => limiter.penalty(key)));
    },
  };
};
