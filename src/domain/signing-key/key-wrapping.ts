// Wraps the secrets that the database has to keep in a form that can be read again, by a key that the database doesn't have: a copy of it is then no
// credential. What is kept is a compact JWE (RFC 7516: direct encryption, AES-256-GCM), which names its key; without a key it is the secret itself.
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';

export interface NamedKey {
  readonly kid: string;
  /** Base64url. */
  readonly secret: string;
}

/** The first wraps, all of them unwrap, so that one can be replaced; none: secrets are kept as they are. Each has 32 bytes. */
export type WrappingKeys = readonly NamedKey[];

/** What is kept is wrapped by a key that isn't given. */
export class WrappingKeyError extends Error {}

const bytesOf = ({ secret }: NamedKey): Uint8Array => Buffer.from(secret, 'base64url');

/** Of the key that the text is wrapped by; null for one that isn't wrapped. */
const wrapperOf = (kept: string): string | null => (kept.includes('.') ? String(decodeProtectedHeader(kept).kid) : null);

/** The secret as it is to be kept. */
export const wrap = async ([first]: WrappingKeys, secret: string): Promise<string> =>
  first
    ? new CompactEncrypt(Buffer.from(secret)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: first.kid }).encrypt(bytesOf(first))
    : secret;

/** What may be kept wrapped: how a message begins, and what is to be done where its key is lost. */
const kinds = {
  signingKey: {
    what: 'A key that signs tokens',
    otherwise: 'delete the rows of signing_keys: all tokens are then refused, and clients get new ones',
  },
  webhook: {
    what: 'The secret of a webhook endpoint',
    otherwise: 'delete the rows of webhook_endpoints, and make the endpoints anew',
  },
} as const;

/**
 * The secret that is kept so.
 * @throws WrappingKeyError when none of the keys unwraps it
 */
export const unwrap = async (keys: WrappingKeys, kept: string, kind: keyof typeof kinds = 'signingKey'): Promise<string> => {
  const kid = wrapperOf(kept);
  if (kid === null) return kept;
  const key = keys.find((each) => each.kid === kid);
  try {
    if (!key) throw new Error('no such key');
    const { plaintext } = await compactDecrypt(kept, bytesOf(key), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return Buffer.from(plaintext).toString();
  } catch (error) {
    const { what, otherwise } = kinds[kind];
    throw new WrappingKeyError(
      `${what} is kept in the database wrapped by the key "${kid}", ${key ? 'which has another secret here' : 'which is not here'}. Give the one that wrapped it in KEY_ENCRYPTION_KEYS. Where it is lost, ${otherwise}.`,
      { cause: error },
    );
  }
};

/**
 * What is kept, as `wrap` makes it now; null where it is so already.
 * @throws WrappingKeyError when none of the keys unwraps it
 */
export const wrapAnew = async (keys: WrappingKeys, kept: string, kind?: keyof typeof kinds): Promise<string | null> => {
  const secret = await unwrap(keys, kept, kind);
  return wrapperOf(kept) === (keys[0]?.kid ?? null) ? null : wrap(keys, secret);
};
