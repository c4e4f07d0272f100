// The keys that access tokens are signed and checked with. The first of them signs; all of them are good for checking, so that a key can be
// replaced while what the old one has signed is still about.
import type { Database } from '../db/database.js';
import { addSigningKey, readSigningKeys, type SigningKeyRow } from '../domain/signing-key.js';

export interface SigningKey {
  readonly kid: string;
  readonly secret: Uint8Array;
}

export interface SigningKeys {
  /** The key that signs. */
  current(): Promise<SigningKey>;
  /** The key of that name; undefined where there is none. */
  byKid(kid: string): Promise<SigningKey | undefined>;
}

/** Milliseconds for which the keys of the database are not read again, to find out which one signs. */
const freshness = 5_000;
/** Milliseconds between two readings for the sake of names that nobody knows, which anybody can make up. */
const patience = 1_000;

const decoded = ({ kid, secret }: SigningKeyRow): SigningKey => ({ kid, secret: Buffer.from(secret, 'base64url') });

/** Keys of the configuration. */
export const givenKeys = (rows: readonly [SigningKeyRow, ...SigningKeyRow[]]): SigningKeys => {
  const [first, ...others] = rows;
  const signing = decoded(first);
  const keys = new Map([signing, ...others.map(decoded)].map((key) => [key.kid, key]));
  return { current: async () => signing, byKid: async (kid) => keys.get(kid) };
};

/** Keys of the database, of which the first is made when somebody first needs one. Replicas that make one each use the newest. */
export const storedKeys = (database: Database): SigningKeys => {
  let keys: readonly SigningKey[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    try {
      keys = (await readSigningKeys(database)).map(decoded);
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
      await readAgain(freshness);
      if (keys.length === 0) {
        await addSigningKey(database);
        await read();
      }
      const [newest] = keys;
      if (!newest) throw new Error('A signing key that was just added is not there.');
      return newest;
    },
    byKid: async (kid) => {
      const find = () => keys.find((key) => key.kid === kid);
      if (!find()) await readAgain(patience);
      return find();
    },
  };
};
