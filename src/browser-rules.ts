// What browsers are told with every answer: to take it for what it says it is, to show it in no frame, and which pages of other origins may read it.
import type { HttpAnswer, HttpRequest } from './http.js';

export interface BrowserOptions {
  /** Origins whose pages may call the gateway, such as `https://app.example.com`. */
  readonly origins: readonly string[];
  /** Seconds for which browsers are to come by HTTPS only; null where that is not for the gateway to say. */
  readonly httpsOnly: number | null;
}

export interface BrowserRules {
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
const sent =
  'accept, authorization, content-type, if-none-match, prefer, x-coupa-api-key, x_coupa_api_key, x-request-id, x-requested-with, apollo-require-preflight';
const exposed =
  'allow, etag, link, ratelimit, ratelimit-policy, retry-after, www-authenticate, x-graphql-equivalent, x-request-id, x-total-count';
const preflightSeconds = 600;

export const createBrowserRules = ({ origins, httpsOnly }: BrowserOptions): BrowserRules => {
  const allowed = new Set(origins);
  const base: Readonly<Record<string, string>> = {
    ...always,
    ...(httpsOnly !== null && { 'strict-transport-security': `max-age=${httpsOnly}; includeSubDomains` }),
  };
  const originOf = (request: HttpRequest): string | null => {
    const origin = request.headers.get('origin');
    return origin !== null && allowed.has(origin) ? origin : null;
  };
  return {
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
