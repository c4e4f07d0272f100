// What is kept from pages of others, and what browsers are told with every answer: to take it for what it says it is, to show it in no frame, and which
// pages of other origins may read it.
import { readByPages, sentByPages } from '../http/headers.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import { createOtherSite, type IsFromOtherSite } from './other-site.js';
import { createOwnHosts } from './own-hosts.js';

export interface BrowserOptions {
  /** Origins whose pages may call the gateway, such as `https://app.example.com`. */
  readonly origins: readonly string[];
  /** Seconds for which browsers are to come by HTTPS only; null where that is not for the gateway to say. */
  readonly httpsOnly: number | null;
  /** Names that an open gateway answers to beside `localhost`, `127.0.0.1` and `[::1]`, as the `hostname` of a URL has them. */
  readonly hosts: readonly string[];
}

/** Why a request isn't answered. */
interface Barred {
  readonly status: 403 | 421;
  readonly code: string;
  readonly message: string;
}

export interface BrowserRules {
  readonly isFromOtherSite: IsFromOtherSite;
  /** Bars a request to another host, and one that would write for a page of another site; null for any other. It reads no body and no credential. */
  bar(request: HttpRequest, url: URL, isFromOtherSite: boolean): Barred | null;
  /** Answers the question of a browser whether its page may send a request; null for any other request. */
  preflight(request: HttpRequest): HttpAnswer | null;
  /** The headers of an answer, with those that browsers go by. What an answer says itself stays. */
  headersOf(request: HttpRequest, headers: HttpAnswer['headers']): Record<string, string>;
}

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'", // pages say which files of their own they need
  'cache-control': 'no-store', // answers are for one credential, and some have secrets in them; what may be kept says so itself
};

const methods = 'GET, HEAD, POST, PUT, PATCH, OPTIONS';
const sent = sentByPages.join(', ');
const exposed = readByPages.join(', ');
const preflightSeconds = 600;

const reads: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a page of another site is told that would change something, or follow it. */
export const otherSite: Barred = {
  status: 403,
  code: 'CROSS_SITE_REQUEST',
  message:
    'A browser sent this for a page of another site, which may change nothing here. The operator of this gateway can name the origin of the page in CORS_ORIGINS.',
};

const longestHost = 100;

const misdirected = ({ hostname }: URL): Barred => ({
  status: 421,
  code: 'MISDIRECTED',
  message: `This gateway asks for no credential, so it answers only to names that it knows, and "${hostname.slice(0, longestHost)}" is none of them. Call it localhost or 127.0.0.1; its operator can name other hosts in ALLOWED_HOSTS.`,
});

/** The rules of a gateway; one that is open, where nothing but its name keeps others from it, answers to its own hosts alone. */
export const createBrowserRules = ({ origins, httpsOnly, hosts }: BrowserOptions, isOpen: boolean): BrowserRules => {
  const allowed = new Set(origins);
  const isOwnHost = isOpen ? createOwnHosts(hosts) : () => true;
  const base: Readonly<Record<string, string>> = {
    ...always,
    ...(httpsOnly !== null && { 'strict-transport-security': `max-age=${httpsOnly}; includeSubDomains` }),
  };
  const originOf = (request: HttpRequest): string | null => {
    const origin = request.headers.get('origin');
    return origin !== null && allowed.has(origin) ? origin : null;
  };
  return {
    isFromOtherSite: createOtherSite(origins),
    bar: ({ method }, url, isFromOtherSite) => {
      if (!isOwnHost(url)) return misdirected(url);
      return isFromOtherSite && !reads.has(method) ? otherSite : null;
    },
    preflight: (request) => {
      if (request.method !== 'OPTIONS' || request.headers.get('access-control-request-method') === null) return null;
      if (originOf(request) === null) return { status: 204, headers: {}, body: null }; // the browser then refuses its page
      const headers = {
        'access-control-allow-methods': methods,
        'access-control-allow-headers': sent,
        'access-control-max-age': String(preflightSeconds),
      };
      return { status: 204, headers, body: null };
    },
    headersOf: (request, headers) => {
      if (allowed.size === 0) return { ...base, ...headers };
      const { vary } = headers;
      const all: Record<string, string> = { ...base, ...headers, vary: vary === undefined ? 'Origin' : `${vary}, Origin` };
      const origin = originOf(request);
      if (origin !== null) {
        all['access-control-allow-origin'] = origin;
        all['access-control-expose-headers'] = exposed;
      }
      return all;
    },
  };
};
