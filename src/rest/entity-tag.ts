import { createHash } from 'node:crypto';

/** The `ETag` of a text: it changes with every character of it. */
export const entityTag = (text: string | Uint8Array): string => `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
