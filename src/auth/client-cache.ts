// What is known of clients, for a few seconds: long enough that a busy client costs a statement every other second, short enough that a revoked
// one is out almost at once, on every replica.
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/database.js';
import { findClient, findClientByKey, type KnownClient, recordUse } from '../domain/api-client/credential.js';
import { hashSecret } from '../domain/api-client/secrets.js';
import type { Logger } from '../observability/logger.js';

/** Milliseconds. */
const freshness = 2_000;
const mostClients = 5_000;

/** Milliseconds between two notes of a client's last use. */
const useInterval = 60_000;

/** What was found; null where there is no such client. */
interface Found {
  readonly client: KnownClient | null;
}

interface Lookup {
  /** What is known and fresh; undefined when it has to be looked up. */
  known(name: string): Found | undefined;
  /** Looks up; those who ask for the same at the same time share one statement. */
  find(name: string): Promise<KnownClient | null>;
}

export interface ClientCache {
  readonly byClientId: Lookup;
  readonly byKey: Lookup;
}

export const createClientCache = (database: Database, logger: Logger): ClientCache => {
  const noted = new LRUCache<number, true>({ max: mostClients, ttl: useInterval });

  /** Never in the way of the request: nobody waits for it, and nobody is told when it fails. */
  const noteUse = ({ id, lastUsedAt, endsAt }: KnownClient): void => {
    const now = Date.now();
    if (endsAt <= now || noted.has(id) || (lastUsedAt && now - lastUsedAt.getTime() < useInterval)) return;
    noted.set(id, true);
    recordUse(database, id).catch((error: unknown) => logger.debug({ err: error, apiClient: id }, 'The use of a client was not noted'));
  };

  const lookup = (find: (name: string) => Promise<KnownClient | null>, keyOf: (name: string) => string): Lookup => {
    const fresh = new LRUCache<string, Found>({ max: mostClients, ttl: freshness });
    const asked = new Map<string, Promise<KnownClient | null>>();
    const ask = async (name: string, key: string): Promise<KnownClient | null> => {
      try {
        const client = await find(name);
        fresh.set(key, { client });
        if (client) noteUse(client);
        return client;
      } finally {
        asked.delete(key);
      }
    };
    return {
      known: (name) => fresh.get(keyOf(name)),
      find: (name) => {
        const key = keyOf(name);
        const pending = asked.get(key) ?? ask(name, key);
        asked.set(key, pending);
        return pending;
      },
    };
  };

  return {
    byClientId: lookup(
      (clientId) => findClient(database, clientId),
      (clientId) => clientId,
    ),
    byKey: lookup((key) => findClientByKey(database, key), hashSecret), // keys themselves are kept nowhere, not even here
  };
};
