// Writes an answer or a refusal in its format, with the headers that go with it.
import type { ShapedRow } from '../../domain/read/prepared-read.js';
import type { HttpAnswer, HttpRequest, Pieces } from '../../http/request.js';
import { codeOfStatus, type Failure } from '../errors.js';
import type { AnswerFormat } from '../request/formats.js';
import { entityTag } from './entity-tag.js';
import { writeJson } from './json.js';
import type { Layout } from './layout.js';
import type { Page } from './load.js';
import { type Root, writeXml, writeXmlErrors } from './xml.js';

const longestLink = 4096;
const pagingKeys: ReadonlySet<string> = new Set(['limit', 'offset']);

/** Where the other pages are; empty when the address is too long to be repeated so often. */
const linksOf = (url: URL, { total, limit, offset }: Page): string => {
  const last = Math.max(0, Math.floor((total - 1) / limit) * limit);
  const places: [string, number | null][] = [
    ['first', 0],
    ['prev', offset > 0 ? Math.min(last, Math.max(0, offset - limit)) : null],
    ['next', offset + limit < total ? offset + limit : null],
    ['last', last],
  ];
  const links = places.flatMap(([relation, place]) => {
    if (place === null) return [];
    const target = new URL(url);
    for (const key of [...target.searchParams.keys()]) // the same keys with blanks around them would win over what is set here
      if (key !== key.trim() && pagingKeys.has(key.trim())) target.searchParams.delete(key);
    target.searchParams.set('limit', String(limit));
    target.searchParams.set('offset', String(place));
    return [`<${target.pathname}${target.search}>; rel="${relation}"`];
  });
  const header = links.join(', ');
  return header.length < longestLink ? header : '';
};

/** The headers of a list: how many rows there are in all, and where the other pages are. */
export const pageHeaders = (url: URL, page: Page): Record<string, string> => {
  const link = linksOf(url, page);
  return { 'x-total-count': String(page.total), ...(link === '' ? {} : { link }) };
};

const headersFor = ({ mediaType }: AnswerFormat): Record<string, string> => ({
  'content-type': `${mediaType}; charset=utf-8`,
  vary: 'Accept',
});

/**
 * The text of an answer, in pieces.
 * @throws AnswerTooLargeError for one of more characters
 */
export const writeRows = (
  { format }: AnswerFormat,
  root: Root,
  layout: Layout,
  rows: ShapedRow | readonly ShapedRow[],
  zone: string,
  mostCharacters: number,
): Pieces => (format === 'json' ? writeJson(layout, rows, zone, mostCharacters) : writeXml(root, layout, rows, zone, mostCharacters));

const matches = (ifNoneMatch: string | null, tag: string): boolean =>
  ifNoneMatch !== null &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag));

/** A successful answer. A read has an `ETag` of its text, with the version of one record, and is 304 for a client that has that text. */
export const respond = (
  request: HttpRequest,
  status: number,
  format: AnswerFormat,
  text: Pieces,
  headers: Record<string, string>,
  version?: number,
): HttpAnswer => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status, headers: { ...headersFor(format), ...headers }, body: text };
  const etag = entityTag(text, version);
  const all = { ...headersFor(format), ...headers, etag, 'cache-control': 'private, no-cache' }; // kept by its client, and asked for again
  if (status === 200 && matches(request.headers.get('if-none-match'), etag)) return { status: 304, headers: all, body: null };
  const length =
    request.method === 'HEAD' ? { 'content-length': String(text.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0)) } : {};
  return { status, headers: { ...all, ...length }, body: text };
};

/** A refusal. */
export const respondFailure = (format: AnswerFormat, { status, key, messages, headers, code }: Failure): HttpAnswer => {
  const text = format.format === 'json' ? JSON.stringify({ errors: { [key]: messages } }) : writeXmlErrors(messages);
  return { status, headers: { ...headersFor(format), ...headers }, body: text, errorCodes: [code ?? codeOfStatus(status)] };
};
