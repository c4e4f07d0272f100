// Who still uses which of the old paths: counted, and written to the log from time to time, so that operators see whom a sunset would hit.
import type { Logger } from '../logger.js';

export interface RestUsage {
  /** Counts one request. */
  count(client: RestClient, route: string): void;
  /** Writes a line for each client and path since the last time, and begins anew. */
  flush(): void;
}

export interface RestClient {
  /** The row of `actors` that the credential belongs to; null without one. */
  readonly actorId: number | null;
  /** What the program calls itself. */
  readonly userAgent: string | null;
}

/** A hostile client could call itself something else each time. */
const mostEntries = 1_000;
const longestName = 100;

export const createRestUsage = (logger: Logger): RestUsage => {
  const entries = new Map<string, { readonly client: RestClient; readonly route: string; requests: number }>();
  const flush = () => {
    for (const { client, route, requests } of entries.values()) logger.info({ ...client, route, requests }, 'REST usage');
    entries.clear();
  };
  return {
    flush,
    count: ({ actorId, userAgent }, route) => {
      const client = { actorId, userAgent: userAgent?.slice(0, longestName) ?? null };
      const key = JSON.stringify([client, route]);
      if (entries.size >= mostEntries && !entries.has(key)) flush();
      const entry = entries.get(key) ?? { client, route, requests: 0 };
      entry.requests += 1;
      entries.set(key, entry);
    },
  };
};
