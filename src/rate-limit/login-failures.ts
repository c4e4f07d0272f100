// Limits how often one may fail to log in. From an address that has failed ten times a credential is refused before anybody looks whether it is good, so
// that a right guess is of no use either. Whoever is honest behind the same address is let in: who has proved a credential before is known by it, and
// a client that asks for a token has one try of its own.
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/database.js';
import { createLimiter } from './shared-bucket.js';

/** Nothing is checked for the address any more. */
export class TooManyFailuresError extends Error {
  /** `retryAfter`: seconds. */
  constructor(readonly retryAfter: number) {
    super(`Too many failures to log in. Check the credential, and try again in ${retryAfter} s.`);
  }
}

interface Attempt {
  /** As `addressKey` has it. */
  readonly address: string;
  /** A digest of what is to be checked. */
  readonly digest: string;
  /** Whom it is said to be of; null for a credential that says nothing of it. */
  readonly owner: string | null;
}

export interface LoginFailures {
  /**
   * Looks for what the credential is of; null, and a failure, when it is of nobody.
   * @throws TooManyFailuresError when the address has failed too often, before anything is looked for
   */
  look<Found>(attempt: Attempt, find: () => Promise<Found | null>): Promise<Found | null>;
  /** Counts the failure of a credential that needs nobody to look for it. @throws TooManyFailuresError when it is one too many */
  failed(address: string): Promise<void>;
}

export const mostFailures = 10;
/** Of an address, with the first tries of owners. */
const mostInAll = 100;
const seconds = 15 * 60;

/** Credentials that were good in the last day, by their digests; and addresses. */
const mostProved = 10_000;
const provedFor = 24 * 60 * 60 * 1000;

/** Of a gateway without limits. */
export const noLoginFailures: LoginFailures = { look: (_attempt, find) => find(), failed: async () => undefined };

/** Ten failures in a quarter of an hour for each address, over all replicas. `shared` is null where there is one process. */
export const createLoginFailures = (shared: Database | null): LoginFailures => {
  const limiter = createLimiter('login', mostFailures, seconds, shared);
  const proved = new LRUCache<string, true>({ max: mostProved, ttl: provedFor, updateAgeOnGet: true });
  const turns = new Map<string, Promise<unknown>>();

  /** One at a time for each address: of many that come at once, none is checked before those before it are counted. */
  const inTurn = async <Result>(address: string, work: () => Promise<Result>): Promise<Result> => {
    const mine = (turns.get(address) ?? Promise.resolve()).then(work, work);
    turns.set(address, mine);
    try {
      return await mine;
    } finally {
      if (turns.get(address) === mine) turns.delete(address);
    }
  };

  /** Until when (milliseconds since 1970) an address has failed too often, so that the shared count isn't asked for each guess more. */
  const full = new LRUCache<string, number>({ max: mostProved });

  const refuseTooMany = async (address: string, owner: string | null): Promise<void> => {
    const refuseUntil = (until: number) => new TooManyFailuresError(Math.max(1, Math.ceil((until - Date.now()) / 1000)));
    const known = full.get(address) ?? 0;
    if (owner === null && known > Date.now()) throw refuseUntil(known);
    const failures = await limiter.get(address);
    if (!failures || failures.consumedPoints < mostFailures) return;
    const until = Date.now() + failures.msBeforeNext;
    full.set(address, until);
    const ofOwner = owner !== null && failures.consumedPoints < mostInAll ? await limiter.get(`${address} ${owner}`) : failures;
    if (ofOwner && ofOwner.consumedPoints > 0) throw refuseUntil(until);
  };

  return {
    look: async ({ address, digest, owner }, find) => {
      if (proved.has(digest)) return find(); // what was good is no guess, whatever has become of it
      return inTurn(address, async () => {
        await refuseTooMany(address, owner);
        const found = await find();
        if (found !== null) proved.set(digest, true);
        else await Promise.all([address, ...(owner === null ? [] : [`${address} ${owner}`])].map((key) => limiter.penalty(key)));
        return found;
      });
    },
    failed: async (address) => {
      await refuseTooMany(address, null);
      await limiter.penalty(address);
    },
  };
};
