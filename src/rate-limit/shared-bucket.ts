// The points that all replicas share: a row of `rate_limits` for each caller and stretch of time, kept by rate-limiter-flexible. With an embedded
// database there are no replicas, and the points are in memory. When PostgreSQL doesn't answer, each replica counts for itself.
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../db/database.js';

export interface Drawn {
  /** Points that were there, of those that were asked for. */
  readonly granted: number;
  /** Points that are left for others, as far as is known. */
  readonly remaining: number;
  /** When the bucket is full again, in milliseconds as `Date.now` has them. */
  readonly until: number;
}

export type Limiter = RateLimiterMemory | RateLimiterPostgres;

/** A bucket of so many points for each key, full again that many seconds after the first was taken. `shared` is null where there is one process. */
export const createLimiter = (name: string, points: number, seconds: number, shared: Database | null): Limiter => {
  const options = { keyPrefix: name, points, duration: seconds };
  if (!shared) return new RateLimiterMemory(options);
  return new RateLimiterPostgres({
    ...options,
    storeClient: {
      query: async ({ text, values }: { text: string; values: unknown[] }) => {
        const rows = await shared.write({ text, values });
        return { rows, rowCount: rows.length };
      },
    },
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true, // by a migration
    clearExpiredByTimeout: false, // done in the background, by one of all replicas
    insuranceLimiter: new RateLimiterMemory(options),
  });
};

const consume = async (limiter: Limiter, key: string, points: number): Promise<RateLimiterRes> => {
  try {
    return await limiter.consume(key, points);
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  }
};

/** Takes as many of the points as there are. A bucket that a replica with a fast clock has closed for longer than twice its time is begun anew. */
export const draw = async (limiter: Limiter, key: string, points: number): Promise<Drawn> => {
  let drawn = await consume(limiter, key, points);
  if (drawn.msBeforeNext > 2 * limiter.msDuration) {
    await limiter.delete(key);
    drawn = await consume(limiter, key, points);
  }
  const missing = Math.max(0, drawn.consumedPoints - limiter.points);
  return { granted: Math.max(0, points - missing), remaining: drawn.remainingPoints, until: Date.now() + drawn.msBeforeNext };
};
