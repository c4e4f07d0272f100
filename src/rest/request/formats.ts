// Which format a body is in, and which one the answer is to have.

import { createChoice } from '../../http/media-type.js';
import { cut } from '../../lib/shown.js';
import { RestError } from '../errors.js';
import { encodingOfBytes } from './read-xml.js';

export type Format = 'json' | 'xml';

export interface AnswerFormat {
  readonly format: Format;
  readonly mediaType: string;
}

/** `.json` or `.xml` at the end of the path, and the path without it and without a slash at its end. */
export const splitSuffix = (pathname: string): { readonly path: string; readonly suffix: Format | null } => {
  const trimmed = pathname.replace(/\/$/, '');
  const [, path, suffix] = /^(.*)\.(json|xml)$/.exec(trimmed) ?? [];
  return path === undefined ? { path: trimmed, suffix: null } : { path, suffix: suffix as Format };
};

const isJson = /^(application|text)\/(?:[\w.-]+\+)?json$/;
const isXml = /^(application|text)\/(?:[\w.-]+\+)?xml$/;

/** The format that a content type announces; null for none, or for one that can't be read. */
export const announcedFormat = (contentType: string | null): Format | null => {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (isJson.test(mediaType)) return 'json';
  return isXml.test(mediaType) ? 'xml' : null;
};

/**
 * The format of a body that isn't empty. Without a content type its first character tells.
 * @throws RestError 415 for a content type that is neither
 */
export const bodyFormat = (contentType: string | null, bytes: Uint8Array): Format => {
  if (!contentType?.trim())
    return new TextDecoder(encodingOfBytes(bytes) ?? 'utf-8').decode(bytes).trimStart().startsWith('<') ? 'xml' : 'json';
  const format = announcedFormat(contentType);
  if (format !== null) return format;
  throw new RestError(
    415,
    `The content type ${cut(contentType.split(';')[0]?.trim() || contentType)} can't be read. Send application/json or application/xml.`,
  );
};

/** Where a client takes both formats alike, it gets the one that it has sent. */
const choices = {
  json: createChoice(['application/json', 'application/xml', 'text/xml']),
  xml: createChoice(['application/xml', 'text/xml', 'application/json']),
} as const satisfies Record<Format, unknown>;

/**
 * The format of the answer: the path's suffix, else what `Accept` prefers, else the format of the body that was sent, else XML, the
 * original's default.
 * @throws RestError 406 when only formats are accepted that can't be served
 */
export const answerFormat = (accept: string | null, suffix: Format | null, sent: Format | null): AnswerFormat => {
  const usual = sent === 'json' ? 'json' : 'xml';
  if (suffix !== null) return { format: suffix, mediaType: `application/${suffix}` };
  const mediaType = choices[usual](accept);
  if (mediaType === null)
    throw new RestError(406, `None of ${cut(accept ?? '')} can be served. Accept application/json or application/xml.`);
  return { format: mediaType === 'application/json' ? 'json' : 'xml', mediaType };
};
