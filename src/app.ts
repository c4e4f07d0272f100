// The one fetch handler: gives each request its id, its viewer, its limits and its log line, and sends it to a door.
import { randomUUID } from 'node:crypto';
import { type AuthOptions, createAuth } from './auth/auth.js';
import type { NoViewer } from './auth/authenticate.js';
import { authRefusals } from './auth/refusals.js';
import { tokenPaths } from './auth/token-endpoint.js';
import { type BrowserOptions, createBrowserRules } from './browser-rules.js';
import { clientAddress, noProxies, type TrustedProxies } from './client-address.js';
import { type Database, during } from './db/database.js';
import { createLifetime, type Lifetime } from './db/lifetime.js';
import type { RequestContext } from './graphql/door-context.js';
import { createGraphQLDoor, type GraphQLOptions } from './graphql/yoga.js';
import { createHealth, healthPaths } from './health.js';
import { fromFetch, type HttpAnswer, type HttpRequest, jsonAnswer, toResponse } from './http.js';
import type { Logger } from './logger.js';
import { createPlayground } from './playground/page.js';
import { type Account, freeAccount } from './rate-limit/account.js';
import { addressKey, callerKey } from './rate-limit/caller.js';
import type { LoginFailures } from './rate-limit/login-failures.js';
import type { Door } from './rate-limit/policy.js';
import type { RateRefusal } from './rate-limit/rate-limiter.js';
import { createApiDocs } from './rest/docs-page.js';
import { refuseRest } from './rest/refuse.js';
import { createRestDoor, type RestOptions } from './rest/router.js';
import { createRestUsage } from './rest/usage.js';

export interface AppOptions {
  readonly database: Database;
  readonly logger: Logger;
  /** Bytes that a request body may have. */
  readonly bodyLimit: number;
  /** Milliseconds that a request may take. */
  readonly requestTimeout: number;
  readonly rest?: Partial<RestOptions>;
  readonly graphql?: Partial<GraphQLOptions>;
  /** Opens the account of a request, by its door and its caller; nobody has limits without. */
  readonly openAccount?: (door: Door, key: string) => Account;
  readonly trustedProxies?: TrustedProxies;
  /** Limits how often a refused credential may be tried; without, as often as one likes. */
  readonly loginFailures?: LoginFailures;
  /** Whether queries may be read in one statement; off only to compare them with the executor's answers. */
  readonly direct?: boolean;
  /** Who may call; unless it is given, everybody is the local developer. */
  readonly auth?: AuthOptions;
  /** What pages of other origins may do; unless it is given, nothing. */
  readonly browser?: BrowserOptions;
}

/** Answers requests, of the fetch API or as the server has them. */
export interface App {
  (request: Request): Promise<Response>;
  handle(request: HttpRequest): Promise<HttpAnswer>;
}

/** Ids that callers give are echoed when they are fit for a header and a log line. */
const requestIdOf = (request: HttpRequest): string => {
  const given = request.headers.get('x-request-id');
  return given !== null && /^[\w.:/+=@-]{1,128}$/.test(given) ? given : randomUUID();
};

const readUrl = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    return null;
  }
};

/** In the place of an address that can't be read. */
const unreadable = new URL('http://unreadable/');

/** A refusal that neither door has made, in the shape of the door that the request was for. */
const refuse = (
  request: HttpRequest,
  pathname: string,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer =>
  pathname.startsWith('/api/')
    ? refuseRest(request, pathname, status, message, headers)
    : jsonAnswer(status, { errors: [{ message, extensions: { code } }] }, headers);

/** For the log: the client has gone, and there is nobody to read it. */
const nobodyWaits: HttpAnswer = { status: 499, headers: {}, body: null };

const refuseTooFast = (request: HttpRequest, pathname: string, { message, retryAfter }: RateRefusal): HttpAnswer =>
  refuse(request, pathname, 429, 'RATE_LIMITED', message, { 'retry-after': String(retryAfter) });

const refuseCredential = (request: HttpRequest, pathname: string, reason: NoViewer): HttpAnswer => {
  const { status, code, message, headers } = authRefusals[reason];
  return refuse(request, pathname, status, code, message, headers);
};

/** What becomes known of a request while it is answered. */
interface Progress {
  readonly requestId: string;
  readonly lifetime: Lifetime;
  account: Account;
}

/** Paths that have nothing to change. */
const readOnly: ReadonlySet<string> = new Set(['/', ...healthPaths]);

const timeUp = Symbol('time up');

const within = async (milliseconds: number, work: Promise<HttpAnswer>): Promise<HttpAnswer | typeof timeUp> => {
  let timer: NodeJS.Timeout | undefined;
  const alarm = new Promise<typeof timeUp>((resolve) => {
    timer = setTimeout(resolve, milliseconds, timeUp);
  });
  return Promise.race([work, alarm]).finally(() => clearTimeout(timer));
};

/** Makes the app: everything that answers HTTP, without a server. */
export const createApp = ({ database, logger, bodyLimit, requestTimeout, trustedProxies = noProxies, ...options }: AppOptions): App => {
  const auth = createAuth(database, logger, options.auth ?? { mode: 'open' });
  const browser = createBrowserRules(options.browser ?? { origins: [], httpsOnly: null });
  const graphql = createGraphQLDoor(logger, options.graphql, options.direct);
  const rest = createRestDoor({
    timeZone: 'UTC',
    emptyXmlIsNotFound: true,
    deprecation: { since: null, sunset: null },
    usage: createRestUsage(logger),
    ...options.rest,
  });
  const playground = createPlayground(auth.mode === 'required');
  const apiDocs = createApiDocs();
  const health = createHealth(database, logger);

  const withBody = async (
    request: HttpRequest,
    pathname: string,
    answer: (body: Uint8Array) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> => {
    const body = await request.read(bodyLimit);
    if (body) return answer(body);
    return refuse(request, pathname, 413, 'PAYLOAD_TOO_LARGE', `The body is larger than ${bodyLimit} bytes. Send less at once.`);
  };

  /** Counts and logs a credential that was refused; a refusal to go on, after too many. Good credentials are never held up by their neighbours' bad ones. */
  const refuseGuesser = async (request: HttpRequest, pathname: string, requestId: string): Promise<HttpAnswer | null> => {
    const address = clientAddress(request, trustedProxies);
    logger.warn({ requestId, address, path: pathname }, 'A credential was refused');
    const key = addressKey(address);
    const tooMany = await options.loginFailures?.mayTry(key);
    if (tooMany) return refuseTooFast(request, pathname, tooMany);
    await options.loginFailures?.failed(key);
    return null;
  };

  /** Opens the account of whoever asks, and takes its first point; a refusal where there is none. */
  const open = (progress: Progress, door: Door, key: string) => {
    progress.account = options.openAccount?.(door, key) ?? freeAccount;
    return progress.account.charge(0);
  };

  const route = async (request: HttpRequest, url: URL, progress: Progress): Promise<HttpAnswer> => {
    const { pathname } = url;
    const preflight = browser.preflight(request);
    if (preflight) return preflight;
    if (readOnly.has(pathname) && request.method !== 'GET' && request.method !== 'HEAD') {
      const message = `${request.method} is not for ${pathname}; GET and HEAD are.`;
      return refuse(request, pathname, 405, 'METHOD_NOT_ALLOWED', message, { allow: 'GET, HEAD' });
    }
    if (pathname === '/') return { status: 302, headers: { location: '/graphql' }, body: null };
    const isGraphQL = pathname === '/graphql';
    if (!isGraphQL || request.method !== 'POST') {
      const page = (await health(pathname)) ?? (await playground(request, url)) ?? (await apiDocs(request, url));
      if (page) return page;
    }
    if (tokenPaths.has(pathname)) {
      // each try costs a statement, and who tries isn't known before
      const tooFast = await open(progress, 'rest', addressKey(clientAddress(request, trustedProxies)));
      if (tooFast) return refuseTooFast(request, pathname, tooFast);
      const answer = await withBody(request, pathname, (body) => auth.tokenEndpoint(request, url, body));
      return answer.status === 401 ? ((await refuseGuesser(request, pathname, progress.requestId)) ?? answer) : answer;
    }
    if (!isGraphQL && !pathname.startsWith('/api/'))
      return refuse(request, pathname, 404, 'NOT_FOUND', 'There is nothing here. GraphQL is at /graphql, the REST paths begin with /api/.');
    const found = auth.authenticate(request.headers);
    const viewer = found instanceof Promise ? await found : found;
    const door: Door = isGraphQL ? 'graphql' : 'rest';
    const caller = callerKey(typeof viewer === 'string' ? null : viewer, clientAddress(request, trustedProxies));
    const tooFast = await open(progress, door, caller);
    if (tooFast) return refuseTooFast(request, pathname, tooFast);
    if (viewer === 'invalid')
      return (await refuseGuesser(request, pathname, progress.requestId)) ?? refuseCredential(request, pathname, viewer);
    if (typeof viewer === 'string') return refuseCredential(request, pathname, viewer);
    const { requestId, lifetime, account } = progress;
    const context: RequestContext = { requestId, viewer, logger, lifetime, database: during(lifetime, database), account };
    return withBody(request, pathname, (body) => (isGraphQL ? graphql(request, body, context) : rest(request, url, body, context)));
  };

  const handle = async (request: HttpRequest): Promise<HttpAnswer> => {
    const started = performance.now();
    const requestId = requestIdOf(request);
    const readable = readUrl(request.url);
    const url = readable ?? unreadable;
    const lifetime = createLifetime();
    request.whenGone(lifetime.end);
    const progress: Progress = { requestId, lifetime, account: freeAccount };
    const answer = async (): Promise<HttpAnswer> => {
      try {
        if (!readable)
          return refuse(request, url.pathname, 400, 'BAD_REQUEST', 'The address or the Host header of the request is malformed.');
        const result = await within(requestTimeout, route(request, url, progress));
        if (result !== timeUp) return result;
        lifetime.end();
        logger.warn({ requestId }, 'A request took too long');
        return refuse(
          request,
          url.pathname,
          503,
          'TIMEOUT',
          `This took longer than ${requestTimeout} ms. Ask for less, or try again; a change may have been made.`,
        );
      } catch (error) {
        if (lifetime.isOver) return nobodyWaits;
        logger.error({ requestId, err: error }, 'A request failed');
        return refuse(
          request,
          url.pathname,
          500,
          'INTERNAL_SERVER_ERROR',
          `Something went wrong on our side. Tell us the request id ${requestId}.`,
        );
      }
    };
    const { status, headers, body } = await answer();
    logger.info(
      {
        requestId,
        method: request.method,
        path: url.pathname,
        status,
        ms: Math.round((performance.now() - started) * 10) / 10,
      },
      'request',
    );
    const all = browser.headersOf(request, { ...headers, ...progress.account.headers() });
    all['x-request-id'] = requestId;
    return { status, headers: all, body: request.method === 'HEAD' ? null : body };
  };
  return Object.assign(async (request: Request) => toResponse(await handle(fromFetch(request))), { handle });
};
