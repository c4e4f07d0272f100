// Secrets: made here, shown once, kept as their hashes. They are 256 random bits, which nobody can guess or list, so one round of SHA-256 hides
// them for good; slow hashes are for passwords, which people choose.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The beginnings by which people, and scanners for leaked secrets, know them. */
const prefixes = { clientSecret: 'irs_', apiKey: 'irk_' } as const;

export type SecretKind = keyof typeof prefixes;

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** A new secret of the kind. */
export const makeSecret = (kind: SecretKind): string => prefixes[kind] + random(32);

/** A new public name for a client. It is no secret. */
export const makeClientId = (): string => randomBytes(16).toString('hex');

/** What is kept of a secret: hexadecimal digits. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether the text looks like a secret of the kind at all, so that nobody has to look for it. */
export const looksLike = (kind: SecretKind, text: string): boolean => text.length === 47 && text.startsWith(prefixes[kind]);

/** Whether the hash is that of the secret, in a time that tells nothing of where they differ. */
export const isHashOf = (hash: string, secret: string): boolean => {
  const [kept, given] = [Buffer.from(hash), Buffer.from(hashSecret(secret))];
  return kept.length === given.length && timingSafeEqual(kept, given);
};
