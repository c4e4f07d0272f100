// Limits what each caller may ask of one door. Points come from the shared bucket a tenth of a second's worth at a time and are spent from memory, so
// that most requests ask nobody. Hence the precision: no caller ever gets more than the policy gives, over all replicas together; but of the last
// points of a second, up to a tenth of the rate can lie with each replica that the caller isn't asking.
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/database.js';
import { burstSeconds, type Door, type RatePolicy } from './policy.js';
import { createLimiter, type Drawn, draw, type Limiter } from './shared-bucket.js';

/** Why a request is refused, and when to come again. */
export interface RateRefusal {
  readonly message: string;
  /** Whole seconds, at least one. */
  readonly retryAfter: number;
}

export interface RateLimiter {
  /** Points of a full bucket, burst and all. Nothing may cost more, or it would never be let through. */
  readonly most: number;
  /** Takes the points, or none: the answer is at hand unless the shared bucket has to be asked. */
  take(key: string, points: number): RateRefusal | null | Promise<RateRefusal | null>;
  /** Takes all that is left, after `take` has found it to be too little. */
  empty(key: string): void;
  /** `RateLimit` and `RateLimit-Policy`, as the draft of the IETF has them. */
  headers(key: string): Readonly<Record<string, string>>;
}

/** What this process has of one bucket of one caller. */
interface Pool {
  left: number;
  remaining: number;
  until: number;
}

interface Caller {
  readonly rate: Pool;
  readonly burst: Pool;
  /** Until then, asking the shared bucket is of no use. */
  emptyUntil: number;
  drawing: Promise<void> | null;
}

/** Callers that are remembered; who is forgotten loses a tenth of a second's points at most. */
const mostCallers = 50_000;

const leftIn = (pool: Pool, now: number): number => (now < pool.until ? pool.left : 0);

/** What is taken is never put back before the bucket is full again. */
const isKnownEmpty = (pool: Pool): boolean => pool.remaining === 0 && Date.now() < pool.until;

const put = (pool: Pool, { granted, remaining, until }: Drawn): void => {
  pool.left = leftIn(pool, Date.now()) + granted;
  pool.remaining = remaining;
  pool.until = until;
};

const spend = ({ rate, burst }: Caller, points: number, now: number): boolean => {
  const [ofRate, ofBurst] = [leftIn(rate, now), leftIn(burst, now)];
  if (ofRate + ofBurst < points) return false;
  rate.left = ofRate - Math.min(ofRate, points);
  burst.left = ofBurst - Math.max(0, points - ofRate);
  return true;
};

/** A limiter for one door. `shared` is the database that the replicas have in common, null where there is one process. */
export const createRateLimiter = (door: Door, policy: RatePolicy, shared: Database | null): RateLimiter => {
  const rateLimiter = createLimiter(door, policy.rate, 1, shared);
  const burstLimiter = createLimiter(`${door}-burst`, policy.burst, burstSeconds, shared);
  const portion = Math.ceil(policy.rate / 10);
  const callers = new LRUCache<string, Caller>({ max: mostCallers });
  const burstPolicy = policy.burst > 0 ? `, "${door}-burst";q=${policy.burst};w=${burstSeconds}` : '';
  const policyHeader = `"${door}";q=${policy.rate};w=1${burstPolicy}`;

  const callerOf = (key: string): Caller => {
    const known = callers.get(key);
    if (known) return known;
    const rate = { left: 0, remaining: policy.rate, until: 0 };
    const caller = { rate, burst: { left: 0, remaining: policy.burst, until: 0 }, emptyUntil: 0, drawing: null };
    callers.set(key, caller);
    return caller;
  };

  const missing = ({ rate, burst }: Caller, points: number): number => {
    const now = Date.now();
    return points - leftIn(rate, now) - leftIn(burst, now);
  };

  const refill = async (caller: Caller, key: string, points: number): Promise<void> => {
    const fill = async (limiter: Limiter, pool: Pool): Promise<void> => {
      if (!isKnownEmpty(pool)) put(pool, await draw(limiter, key, Math.max(portion, missing(caller, points))));
    };
    await fill(rateLimiter, caller.rate);
    if (missing(caller, points) > 0 && policy.burst > 0) await fill(burstLimiter, caller.burst);
    if (missing(caller, points) > 0) caller.emptyUntil = caller.rate.until;
  };

  const refusal = (caller: Caller, points: number, now: number): RateRefusal => {
    const until = points > policy.rate ? caller.burst.until : caller.emptyUntil;
    const retryAfter = Math.max(1, Math.ceil((until - now) / 1000));
    return { message: `Rate limit exceeded. Retry in ${retryAfter} s.`, retryAfter };
  };

  const takeFromShared = async (caller: Caller, key: string, points: number): Promise<RateRefusal | null> => {
    for (;;) {
      while (caller.drawing) await caller.drawing; // whoever is there first draws for those behind, too
      if (spend(caller, points, Date.now())) return null;
      const now = Date.now();
      if (now < caller.emptyUntil) return refusal(caller, points, now);
      caller.drawing = refill(caller, key, points).finally(() => {
        caller.drawing = null;
      });
      await caller.drawing;
    }
  };

  return {
    most: policy.rate + policy.burst,
    take: (key, points) => {
      const caller = callerOf(key);
      const now = Date.now();
      if (spend(caller, points, now)) return null;
      return now < caller.emptyUntil ? refusal(caller, points, now) : takeFromShared(caller, key, points);
    },
    empty: (key) => {
      const { rate, burst } = callerOf(key);
      rate.left = 0;
      burst.left = 0;
    },
    headers: (key) => {
      const { rate } = callerOf(key);
      const now = Date.now();
      const [left, seconds] = now < rate.until ? [rate.left + rate.remaining, Math.ceil((rate.until - now) / 1000)] : [policy.rate, 1];
      return { ratelimit: `"${door}";r=${left};t=${seconds}`, 'ratelimit-policy': policyHeader };
    },
  };
};
