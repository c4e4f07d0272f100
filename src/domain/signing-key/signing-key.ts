// The keys that access tokens are signed with, for gateways that aren't given theirs by the configuration. They are kept in the database, so
// that all replicas have the same and a restart changes nothing.
import { randomBytes } from 'node:crypto';
import type { Database } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { type NamedKey, type WrappingKeys, wrap, wrapAnew } from './key-wrapping.js';

const { sql } = Prisma;

export interface KeptSigningKey extends NamedKey {
  /** Seconds, by the clock of the database, since there is a newer key; null where there is none. */
  readonly succeededFor: number | null;
}

/** The keys as they are kept (`key-wrapping.ts`), newest first. */
export const readSigningKeys = (database: Database): Promise<KeptSigningKey[]> =>
  database.read<KeptSigningKey>(sql`
    SELECT kid, secret, (
      SELECT extract(epoch FROM now() - min(newer.created_at))::double precision FROM signing_keys AS newer WHERE newer.created_at > own.created_at
    ) AS "succeededFor"
    FROM signing_keys AS own ORDER BY created_at DESC, kid`);

/** Adds a key, which signs from now on. */
export const addSigningKey = async (database: Database, wrapping: WrappingKeys): Promise<string> => {
  const kid = randomBytes(6).toString('hex');
  const kept = await wrap(wrapping, randomBytes(32).toString('base64url'));
  await database.write(sql`INSERT INTO signing_keys (kid, secret) VALUES (${kid}, ${kept})`);
  return kid;
};

/**
 * Wraps the keys that are kept as they are, or are wrapped by another key than the first. Replicas may do it at the same time.
 * @throws WrappingKeyError when one of them can't be unwrapped
 */
export const wrapSigningKeys = async (database: Database, wrapping: WrappingKeys): Promise<void> => {
  for (const { kid, secret: kept } of await readSigningKeys(database)) {
    const secret = await wrapAnew(wrapping, kept);
    if (secret !== null) await database.write(sql`UPDATE signing_keys SET secret = ${secret} WHERE kid = ${kid} AND secret = ${kept}`);
  }
};

/**
 * Adds a key, and removes those whose successor is older than `lifetime` (seconds): nothing that they have signed is valid any more.
 * @throws ForbiddenError without `admin`
 * @throws WrappingKeyError when the keys that there are can't be unwrapped, so that nobody would find out later
 */
export const rotateSigningKey = async (context: DomainContext, lifetime: number, wrapping: WrappingKeys = []): Promise<string> => {
  authorize(context, 'admin');
  await wrapSigningKeys(context.database, wrapping);
  const kid = await addSigningKey(context.database, wrapping);
  await context.database.write(sql`
    DELETE FROM signing_keys AS old
    WHERE EXISTS (
      SELECT FROM signing_keys AS newer
      WHERE newer.created_at > old.created_at AND newer.created_at < now() - make_interval(secs => ${lifetime}::double precision)
    )`);
  const { logger, requestId, viewer, source } = context;
  logger.info({ requestId, source, actor: viewer.actorId, kid }, 'The signing key was rotated');
  return kid;
};
