// The keys that access tokens are signed with, for gateways that aren't given theirs by the configuration. They are kept in the database, so
// that all replicas have the same and a restart changes nothing.
import { randomBytes } from 'node:crypto';
import type { Database } from '../db/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { authorize, type DomainContext } from './viewer.js';

const { sql } = Prisma;

export interface SigningKeyRow {
  readonly kid: string;
  /** Base64url. */
  readonly secret: string;
}

/** The keys, newest first. */
export const readSigningKeys = ({ query }: Database): Promise<SigningKeyRow[]> =>
  query<SigningKeyRow>(sql`SELECT kid, secret FROM signing_keys ORDER BY created_at DESC, kid`);

/** Adds a key, which signs from now on. */
export const addSigningKey = async ({ query }: Database): Promise<string> => {
  const kid = randomBytes(6).toString('hex');
  await query(sql`INSERT INTO signing_keys (kid, secret) VALUES (${kid}, ${randomBytes(32).toString('base64url')})`);
  return kid;
};

/**
 * Adds a key, and removes those whose successor is older than `lifetime` (seconds): nothing that they have signed is valid any more.
 * @throws ForbiddenError without `admin`
 */
export const rotateSigningKey = async (context: DomainContext, lifetime: number): Promise<string> => {
  authorize(context, 'admin');
  const kid = await addSigningKey(context.database);
  await context.database.query(sql`
    DELETE FROM signing_keys AS old
    WHERE EXISTS (
      SELECT FROM signing_keys AS newer
      WHERE newer.created_at > old.created_at AND newer.created_at < now() - make_interval(secs => ${lifetime}::double precision)
    )`);
  return kid;
};
