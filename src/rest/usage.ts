// Who still uses which of the old paths: counted, and written to the log from time to time, so that operators see whom a sunset would hit.
import type { Logger } from '../observability/logger.js';

export interface RestUsage {
  /** Counts one request. */
  count(client: RestClient, route: string): void;
  /** Writes a line for each client and path since the last time, and begins anew. */
  flush(): void;
}

interface RestClient {
  /** The row of `actors` that the credential belongs to; null without one. */
  readonly actorId: number | null;
  /** What the program calls itself. */
  readonly userAgent: string | null;
}

/** Names of programs that are kept apart for an actor, between two times of writing: a hostile client could call itself something else each time. */
const mostNames = 20;
const others = '(others)';
const longestName = 100;

export const createRestUsage = (logger: Logger): RestUsage => {
  const entries = new Map<string, { readonly client: RestClient; readonly route: string; requests: number }>();
  const names = new Map<number | null, Set<string>>();
  const nameOf = (actorId: number | null, userAgent: string | null): string | null => {
    const known = names.get(actorId) ?? new Set();
    names.set(actorId, known);
    if (userAgent === null || known.has(userAgent)) return userAgent;
    if (known.size >= mostNames) return others;
    known.add(userAgent);
    return userAgent;
  };
  const flush = () => {
    for (const { client, route, requests } of entries.values()) logger.info({ ...client, route, requests }, 'REST usage');
    entries.clear();
    names.clear();
  };
  return {
    flush,
    count: ({ actorId, userAgent }, route) => {
      const client = { actorId, userAgent: nameOf(actorId, userAgent?.slice(0, longestName) ?? null) };
      const key = JSON.stringify([client, route]);
      const entry = entries.get(key) ?? { client, route, requests: 0 };
      entry.requests += 1;
      entries.set(key, entry);
    },
  };
};
