// The address of a request: absolute, made of its target and its Host (RFC 9112, sections 3.2 and 3.3), its path in one spelling, so that addresses
// which RFC 3986 calls equal are one and the same from here on.
import type { IncomingMessage } from 'node:http';

/** A path that is already in its one spelling: nothing in it is encoded, and no segment is empty but the last. */
const isPlain = /^(?:\/[^/%\\?#]+)*\/?(?:\?|$)/;

/** A host, or an address of IPv6 in brackets, and maybe a port. Nothing else may stand in a Host: what follows a `/` or a `?` would be taken for the path. */
const isAuthority = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{0,5})?$/i;

const absoluteForm = /^(https?:)\/\/([^/?#]*)(.*)$/i;

/** A `\\`, which would be taken for a slash, and dot segments that are encoded: whoever stands before the gateway, and lets through by paths, sees neither. */
const isDisguised = /^[^?]*(?:\\|\/(?:%2e\.?|\.%2e|%2e%2e)(?:[/?#]|$))/i;

const unreserved = /[\w.~-]/;

/** Decodes what needs no encoding, and takes slashes that follow each other for one. What else is encoded, `%2F` above all, is another character and stays. */
const respell = (path: string): string =>
  path
    .replace(/%([\da-f]{2})/gi, (encoded, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      return unreserved.test(character) ? character : encoded;
    })
    .replace(/\/{2,}/g, '/');

/** The address with its path in its one spelling. */
export const canonicalAddress = (address: string): string => {
  const url = new URL(address); // which also resolves `.` and `..`, encoded or not
  url.pathname = respell(url.pathname);
  return url.href;
};

/** The one Host header; the empty text where there are two, of which a proxy may have looked at the other. */
const hostOf = ({ headers, rawHeaders }: IncomingMessage): string => {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') hosts += 1;
  return hosts > 1 ? '' : (headers.host ?? 'localhost'); // HTTP/1.0 needs none
};

/** `rest` alone, which is no address, where it and the authority make none. */
const join = (scheme: string, authority: string, rest: string): string => {
  if (!isAuthority.test(authority)) return rest;
  const address = `${scheme}//${authority}${rest}`;
  if (isPlain.test(rest)) return address;
  return isDisguised.test(rest) || !URL.canParse(address) ? rest : canonicalAddress(address);
};

/**
 * The address that a message asks for; one that can't be read, such as its path alone, where its target or its Host is malformed. The authority of a target in absolute form, as proxies are sent,
 * wins over the Host. `*`, which is for `OPTIONS` alone, asks about the gateway as a whole: its root.
 */
export const addressOf = (message: IncomingMessage): string => {
  const { url: target = '/', method } = message;
  const host = hostOf(message);
  if (target.startsWith('/')) return join('http:', host, target);
  if (target === '*') return method === 'OPTIONS' ? join('http:', host, '/') : '';
  const [, scheme, authority, rest] = absoluteForm.exec(target) ?? [];
  if (scheme === undefined || authority === undefined) return '';
  return join(scheme.toLowerCase(), host === '' ? '' : authority, rest || '/');
};
