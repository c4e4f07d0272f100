// The keys that access tokens are signed and checked with. The first of them signs; all of them are good for checking, so that a key can be
// replaced while what the old one has signed is still about.
import type { Database } from '../db/database.js';
import { type NamedKey, unwrap, WrappingKeyError, type WrappingKeys } from '../domain/signing-key/key-wrapping.js';
import { addSigningKey, type KeptSigningKey, readSigningKeys } from '../domain/signing-key/signing-key.js';

interface SigningKey {
  readonly kid: string;
  readonly secret: Uint8Array;
  /** Milliseconds since 1970 after which nothing that it has signed is good any more. */
  readonly endsAt: number;
}

export interface SigningKeys {
  /** The key that signs. */
  current(): Promise<SigningKey>;
  /** The key of that name; undefined where there is none. */
  byKid(kid: string): Promise<SigningKey | undefined>;
}

/** Seconds that a token is valid; the original's `expires_in`. */
export const tokenLifetime = 86_399;

/** Milliseconds for which the keys of the database are not read again, to find out which one signs, and whether one is still there. */
const freshForMs = 5_000;
/** Minimum delay between reloads for an unknown `kid`, since anyone can send one. */
const reloadIntervalMs = 1_000;

const decoded = ({ kid, secret }: NamedKey): Omit<SigningKey, 'endsAt'> => ({ kid, secret: Buffer.from(secret, 'base64url') });

/** The end of a key: its successor signs alone once all replicas have read it, and what the key signed last is good for its lifetime from then on. */
const endOf = (succeededFor: number | null): number =>
  succeededFor === null ? Number.POSITIVE_INFINITY : Date.now() + freshForMs + (tokenLifetime - succeededFor) * 1000;

/** Keys of the configuration, each of which is good for as long as it is there. */
export const givenKeys = (rows: readonly [NamedKey, ...NamedKey[]]): SigningKeys => {
  const [first, ...others] = rows;
  const given = (row: NamedKey): SigningKey => ({ ...decoded(row), endsAt: Number.POSITIVE_INFINITY });
  const signing = given(first);
  const keys = new Map([signing, ...others.map(given)].map((key) => [key.kid, key]));
  return { current: async () => signing, byKid: async (kid) => keys.get(kid) };
};

/**
 * Keys of the database, of which the first is made when somebody first needs one. Replicas that make one each use the newest. A key that is known stays
 * so when another replica, which is given a wrapping key sooner, has wrapped it; one that can't be unwrapped isn't there.
 */
export const storedKeys = (database: Database, wrapping: WrappingKeys): SigningKeys => {
  let keys: readonly SigningKey[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const unwrapped = async (row: KeptSigningKey): Promise<SigningKey | null> => {
    try {
      const known = keys.find(({ kid }) => kid === row.kid);
      const { kid, secret } = known ?? decoded({ kid: row.kid, secret: await unwrap(wrapping, row.secret) });
      return { kid, secret, endsAt: endOf(row.succeededFor) };
    } catch (error) {
      if (error instanceof WrappingKeyError) return null;
      throw error;
    }
  };
  const read = async (): Promise<void> => {
    try {
      const rows = await readSigningKeys(database);
      keys = (await Promise.all(rows.map(unwrapped))).filter((key) => key !== null);
      readAt = performance.now();
    } finally {
      reading = undefined;
    }
  };
  const readAgain = async (age: number): Promise<void> => {
    if (performance.now() - readAt < age) return;
    reading ??= read();
    await reading;
  };
  return {
    current: async () => {
      await readAgain(freshForMs);
      if (keys.length === 0) {
        await addSigningKey(database, wrapping);
        await read();
      }
      const [newest] = keys;
      if (!newest) throw new Error('A signing key that was just added is not there.');
      return newest;
    },
    byKid: async (kid) => {
      const find = () => keys.find((key) => key.kid === kid);
      await readAgain(find() ? freshForMs : reloadIntervalMs);
      return find();
    },
  };
};
