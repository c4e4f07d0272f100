// Which format a body is in, and which one the answer is to have.
import Negotiator from 'negotiator';
import { RestError } from './errors.js';

export type Format = 'json' | 'xml';

/** Media types that answers can have, each with its format. */
const mediaTypes: Readonly<Record<string, Format>> = { 'application/json': 'json', 'application/xml': 'xml', 'text/xml': 'xml' };

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
  if (!contentType?.trim()) return new TextDecoder().decode(bytes.subarray(0, 100)).trimStart().startsWith('<') ? 'xml' : 'json';
  const format = announcedFormat(contentType);
  if (format !== null) return format;
  throw new RestError(
    415,
    `The content type ${contentType.split(';')[0]?.trim()} can't be read. Send application/json or application/xml.`,
  );
};

/** Clients add a charset or a profile to what they accept, and Java's own says `*` for anything; only types and qualities matter here. */
const plainAccept = (accept: string): string => accept.replace(/;\s*(?!q\s*=)[^;,]*/gi, '').replace(/(^|,)\s*\*\s*(?=[;,]|$)/g, '$1*/*');

/**
 * The format of the answer: the path's suffix, else what `Accept` prefers, else the format of the body that was sent, else XML, the
 * original's default.
 * @throws RestError 406 when only formats are accepted that can't be served
 */
export const answerFormat = (accept: string | null, suffix: Format | null, sent: Format | null): AnswerFormat => {
  const usual = sent === 'json' ? 'json' : 'xml';
  if (suffix !== null) return { format: suffix, mediaType: `application/${suffix}` };
  const preferred = Object.keys(mediaTypes).sort((a, b) => Number(mediaTypes[b] === usual) - Number(mediaTypes[a] === usual));
  const mediaType = new Negotiator({ headers: { accept: plainAccept(accept || '*/*') } }).mediaType(preferred);
  const format = mediaType === undefined ? undefined : mediaTypes[mediaType];
  if (mediaType === undefined || format === undefined)
    throw new RestError(406, `None of ${accept} can be served. Accept application/json or application/xml.`);
  return { format, mediaType };
};
