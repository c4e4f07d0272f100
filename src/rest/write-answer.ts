// Writes an answer or a refusal in its format, with the headers that go with it.
import type { ShapedRow } from '../domain/read/read-shaped.js';
import type { HttpAnswer, HttpRequest, Pieces } from '../http.js';
import { entityTag } from './entity-tag.js';
import type { Failure } from './errors.js';
import type { AnswerFormat } from './formats.js';
import type { Page } from './read-shown.js';
import { writeJson } from './wire/json.js';
import type { Layout } from './wire/layout.js';
import type { Resource } from './wire/resources.js';
import { writeXml, writeXmlErrors } from './wire/xml.js';

const longestLink = 4096;

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

/** The text of an answer, in pieces. */
export const writeRows = (
  { format }: AnswerFormat,
  resource: Resource,
  layout: Layout,
  rows: ShapedRow | readonly ShapedRow[],
  zone: string,
): Pieces => (format === 'json' ? writeJson(layout, rows, zone) : writeXml(resource, layout, rows, zone));

const matches = (ifNoneMatch: string | null, tag: string): boolean =>
  ifNoneMatch !== null &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag));

/** A successful answer. A read has an `ETag` of its text, and is 304 for a client that has that text. */
export const respond = (
  request: HttpRequest,
  status: number,
  format: AnswerFormat,
  text: Pieces,
  headers: Record<string, string>,
): HttpAnswer => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status, headers: { ...headersFor(format), ...headers }, body: text };
  const etag = entityTag(text);
  const all = { ...headersFor(format), ...headers, etag, 'cache-control': 'private, no-cache' }; // kept by its client, and asked for again
  if (matches(request.headers.get('if-none-match'), etag)) return { status: 304, headers: all, body: null };
  const length =
    request.method === 'HEAD' ? { 'content-length': String(text.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0)) } : {};
  return { status, headers: { ...all, ...length }, body: text };
};

/** A refusal. */
export const respondFailure = (format: AnswerFormat, { status, key, messages, headers }: Failure): HttpAnswer => {
  const text = format.format === 'json' ? JSON.stringify({ errors: { [key]: messages } }) : writeXmlErrors(messages);
  return { status, headers: { ...headersFor(format), ...headers }, body: text };
};
