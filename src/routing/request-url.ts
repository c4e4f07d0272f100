// The address of a request as a URL, or as much of it as can be read: what can't be is refused by whoever decides on the request.
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import { refuse } from './refuse.js';

/** Those that stand for an address which can't be read. Their path is what the target seems to name, by which a refusal is shaped. */
const unreadable = new WeakSet<URL>();

export const readUrl = (text: string): URL => {
  try {
    return new URL(text);
  } catch {
    const url = new URL('http://unreadable/');
    url.pathname = text.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
    unreadable.add(url);
    return url;
  }
};

/** Refuses an address that can't be read; null for all others. */
export const refuseUnreadable = (request: HttpRequest, url: URL): HttpAnswer | null =>
  unreadable.has(url)
    ? refuse(request, url.pathname, 400, 'BAD_REQUEST', 'The address or the Host header of the request is malformed.')
    : null;
