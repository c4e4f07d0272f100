// What is read of a client to check a credential. There is no viewer yet: this is how one comes to be.
import type { Database } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';
import { type Scope, scopesIn } from '../rules/viewer.js';
import { hashSecret, isHashOf } from './secrets.js';

const { sql } = Prisma;

/** A client as far as its credentials are concerned. */
export interface KnownClient {
  readonly id: number;
  readonly clientId: string;
  readonly actorId: number;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970 from which nothing of it is accepted; infinite for a client that neither expires nor is revoked. */
  readonly endsAt: number;
  readonly lastUsedAt: Date | null;
}

interface ClientRow {
  readonly id: number;
  readonly clientId: string;
  readonly actorId: number;
  readonly scopes: string;
  readonly secretHash: string;
  readonly apiKeyHash: string | null;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

const columns = sql`id, client_id AS "clientId", actor_id AS "actorId", scopes, secret_hash AS "secretHash", api_key_hash AS "apiKeyHash",
  last_used_at AS "lastUsedAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"`;

const knownClient = ({ id, clientId, actorId, scopes, lastUsedAt, expiresAt, revokedAt }: ClientRow): KnownClient => ({
  id,
  clientId,
  actorId,
  scopes: scopesIn(scopes),
  endsAt: revokedAt ? 0 : (expiresAt?.getTime() ?? Number.POSITIVE_INFINITY),
  lastUsedAt,
});

const rowOf = async (database: Database, clientId: string): Promise<ClientRow | null> => {
  const [row] = await database.read<ClientRow>(sql`SELECT ${columns} FROM api_clients WHERE client_id = ${clientId}`);
  return row ?? null;
};

/** The client of that public id, whatever has become of it; null where there is none. */
export const findClient = async (database: Database, clientId: string): Promise<KnownClient | null> => {
  const row = await rowOf(database, clientId);
  return row && knownClient(row);
};

const hashOfNothing = '0'.repeat(64);

/** The client, for those who know its secret. One that does not exist takes as long to refuse. */
export const findClientBySecret = async (database: Database, clientId: string, secret: string): Promise<KnownClient | null> => {
  const row = await rowOf(database, clientId);
  return isHashOf(row?.secretHash ?? hashOfNothing, secret) && row ? knownClient(row) : null;
};

/** The client that the API key belongs to. It is looked for by its hash, from which nobody comes back to a key. */
export const findClientByKey = async (database: Database, key: string): Promise<KnownClient | null> => {
  const [row] = await database.read<ClientRow>(sql`SELECT ${columns} FROM api_clients WHERE api_key_hash = ${hashSecret(key)}`);
  return row?.apiKeyHash && isHashOf(row.apiKeyHash, key) ? knownClient(row) : null;
};

/** Writes down that a client has been used, unless somebody has in the last minute. */
export const recordUse = async (database: Database, id: number): Promise<void> => {
  await database.write(
    sql`UPDATE api_clients SET last_used_at = now() WHERE id = ${id}::int AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
  );
};

/** Whether there is any client that is neither revoked nor expired. */
export const hasClients = async (database: Database): Promise<boolean> => {
  const [row] = await database.read<{ exists: boolean }>(
    sql`SELECT EXISTS (SELECT FROM api_clients WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())) AS "exists"`,
  );
  return row?.exists ?? false;
};
