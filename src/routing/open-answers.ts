// Answers that need neither a credential nor the database: refusals of other sites, preflights, pages and their files, 404 for unknown paths.
import { tokenPaths } from '../auth/token-endpoint.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import { isUtf8Encoded } from '../lib/utf8.js';
import { apiDocsPrefixes, createApiDocs } from '../pages/api-docs.js';
import { createPlayground, playgroundPrefixes } from '../pages/graphiql.js';
import type { BrowserRules } from '../request/browser-rules.js';
import { healthPaths } from '../request/health.js';
import { refuse } from './refuse.js';
import { refuseUnreadable } from './request-url.js';

export const probes: ReadonlySet<string> = new Set(healthPaths);
/** Paths that have nothing to change. */
const readOnly: ReadonlySet<string> = new Set(['/', ...probes]);

/** Null for what is for somebody else: a door, the token endpoint, a probe. */
export type OpenAnswers = (request: HttpRequest, url: URL, isFromOtherSite: boolean) => HttpAnswer | null | Promise<HttpAnswer | null>;

/** `asksForCredential`: whether the playground is to. */
export const createOpenAnswers = (browser: BrowserRules, asksForCredential: boolean): OpenAnswers => {
  const pages = [
    { prefixes: playgroundPrefixes, answer: createPlayground(asksForCredential) },
    { prefixes: apiDocsPrefixes, answer: createApiDocs() },
  ];
  const pageAt = (pathname: string) => pages.find(({ prefixes }) => prefixes.some((prefix) => pathname.startsWith(prefix)));

  const nothing = (request: HttpRequest, pathname: string): HttpAnswer | null => {
    if (pathname === '/graphql' || pathname.startsWith('/api/') || tokenPaths.has(pathname) || probes.has(pathname)) return null;
    return refuse(request, pathname, 404, 'NOT_FOUND', 'Not found. GraphQL is at /graphql, the REST paths begin with /api/.');
  };

  return (request, url, isFromOtherSite) => {
    const { pathname } = url;
    const unread = refuseUnreadable(request, url);
    if (unread) return unread;
    if (!isUtf8Encoded(request.url)) return refuse(request, pathname, 400, 'BAD_REQUEST', 'What the address says in % is not UTF-8.');
    const barred = browser.bar(request, url, isFromOtherSite);
    if (barred) return refuse(request, pathname, barred.status, barred.code, barred.message);
    const preflight = browser.preflight(request);
    if (preflight) return preflight;
    if (readOnly.has(pathname) && request.method !== 'GET' && request.method !== 'HEAD') {
      if (request.method === 'OPTIONS') return { status: 204, headers: { allow: 'GET, HEAD, OPTIONS' }, body: null };
      const message = `${request.method} is not for ${pathname}; GET and HEAD are.`;
      return refuse(request, pathname, 405, 'METHOD_NOT_ALLOWED', message, { allow: 'GET, HEAD' });
    }
    if (pathname === '/') return { status: 302, headers: { location: '/graphql' }, body: null };
    if (pathname === '/graphql' && request.method === 'POST') return null;
    const page = pageAt(pathname);
    return page ? page.answer(request, url).then((answer) => answer ?? nothing(request, pathname)) : nothing(request, pathname);
  };
};
