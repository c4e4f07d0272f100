import { createHash } from 'node:crypto';
import type { Pieces } from '../http.js';

/** The `ETag` of a text, whole or in pieces: it changes with every character of it. */
export const entityTag = (text: string | Pieces): string => {
  const hash = createHash('sha256');
  for (const piece of typeof text === 'string' ? [text] : text) hash.update(piece);
  return `"${hash.digest('base64url').slice(0, 27)}"`;
};
