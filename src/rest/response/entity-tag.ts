import { createHash } from 'node:crypto';
import type { Pieces } from '../../http/request.js';

/** The `ETag` of a text, whole or in pieces: it changes with every character of it. That of one record begins with its version. */
export const entityTag = (text: string | Pieces, version?: number): string => {
  const hash = createHash('sha256');
  for (const piece of typeof text === 'string' ? [text] : text) hash.update(piece);
  return `"${version === undefined ? '' : `${version}-`}${hash.digest('base64url').slice(0, 27)}"`;
};
