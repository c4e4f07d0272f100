// What one request is charged: its first point where it comes in, the rest when its cost is known, each once.
import type { Database } from '../db/database.js';
import { type Door, pointsOf, type RatePolicies } from './policy.js';
import { createRateLimiter, type RateLimiter, type RateRefusal } from './rate-limiter.js';

export interface Account {
  /** Sees to it that the request has paid for a cost of so many objects; 0 is what any request costs. Charging again charges the difference. */
  charge(cost: number): RateRefusal | null | Promise<RateRefusal | null>;
  /** The same for what has been done already: where there are too few points, all that there are are taken. */
  settle(cost: number): Promise<void>;
  headers(): Readonly<Record<string, string>>;
}

/** Of a gateway without limits, and of a caller who has none. */
const noHeaders = Object.freeze({});
export const freeAccount: Account = { charge: () => null, settle: async () => undefined, headers: () => noHeaders };

const accountOf = (door: Door, limiter: RateLimiter, key: string): Account => {
  let paid = 0;
  const account: Account = {
    charge: (cost) => {
      const points = Math.min(limiter.most, pointsOf(door, cost));
      if (points <= paid) return null;
      const refused = limiter.take(key, points - paid);
      const settle = (refusal: RateRefusal | null) => {
        if (!refusal) paid = points;
        return refusal;
      };
      return refused instanceof Promise ? refused.then(settle) : settle(refused);
    },
    settle: async (cost) => {
      if (await account.charge(cost)) limiter.empty(key);
    },
    headers: () => limiter.headers(key),
  };
  return account;
};

/** Opens the account of a request, by its door and by who sends it. */
export const createAccounts = (policies: RatePolicies, shared: Database | null): ((door: Door, key: string) => Account) => {
  const limiters: Record<Door, RateLimiter> = {
    rest: createRateLimiter('rest', policies.rest, shared),
    graphql: createRateLimiter('graphql', policies.graphql, shared),
  };
  return (door, key) => accountOf(door, limiters[door], key);
};
