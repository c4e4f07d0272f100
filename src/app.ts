// The one fetch handler: gives each request its id, its viewer, its limits and its log line, and sends it to a door.
import type { AppOptions } from './app-options.js';
import { createAuth } from './auth/auth.js';
import { tokenPaths } from './auth/token-endpoint.js';
import { createLifetime, type Lifetime } from './db/lifetime.js';
import { createMeter, type Meter } from './db/meter.js';
import { during } from './db/request-database.js';
import { OverloadedError } from './db/unavailable.js';
import { createLive } from './domain/feed/live.js';
import type { Viewer } from './domain/rules/viewer.js';
import type { WebhookQueries } from './domain/webhook/delivery/dispatch.js';
import { createGraphQLDoor } from './graphql/handler.js';
import { defaultLimits } from './graphql/limits/limits.js';
import { noTrustedDocuments } from './graphql/request/trusted-documents.js';
import { createSubscribe } from './graphql/subscriptions/subscribe.js';
import { createWebhookQueries } from './graphql/webhooks/answer.js';
import { readBody } from './http/body.js';
import { clientAddress, noProxies } from './http/client-address.js';
import { noNetworks, targetProblem } from './http/outgoing/targets.js';
import { fromFetch, type HttpAnswer, type HttpRequest, toResponse } from './http/request.js';
import { closedOutput, type StreamBody } from './http/streams/stream.js';
import type { Upgrade } from './http/streams/websocket.js';
import { internalErrorMessage } from './lib/internal-error.js';
import { createRequestLog } from './observability/request-log.js';
import { type Account, freeAccount } from './rate-limit/account.js';
import { addressKey, callerKey } from './rate-limit/caller.js';
import { noLoginFailures } from './rate-limit/login-failures.js';
import type { Door } from './rate-limit/policy.js';
import type { RateRefusal } from './rate-limit/rate-limiter.js';
import { createBrowserRules } from './request/browser-rules.js';
import { createHealth } from './request/health.js';
import { createInFlight } from './request/in-flight.js';
import { createLargeAnswers, turnOf } from './request/large-answers.js';
import { createLongLived, defaultStreamLimits, type Stay } from './request/long-lived.js';
import type { RequestContext } from './request/request-context.js';
import { requestIdOf } from './request/request-id.js';
import { lineOf } from './request/request-line.js';
import { createNotes, type RequestNotes } from './request/request-notes.js';
import { createTimeLimit, type TimeLimit, timeUp } from './request/time-limit.js';
import { createRestDoor } from './rest/handler.js';
import { createRestUsage } from './rest/usage.js';
import { createOpenAnswers, probes } from './routing/open-answers.js';
import { refuse, refuseCredential, refuseFailure, refuseTooFast, refuseUnavailable } from './routing/refuse.js';
import { readUrl } from './routing/request-url.js';
import { createUpgrade } from './routing/upgrade.js';

/** Answers requests, of the fetch API or as the server has them. */
export interface App {
  (request: Request): Promise<Response>;
  handle(request: HttpRequest): Promise<HttpAnswer>;
  /** Decides on a request for a WebSocket. */
  upgrade: Upgrade;
  /** Ends streams, sockets and waits, and lets none begin: the process is about to stop. */
  endLongLived(): void;
  /** What whoever sends webhooks asks of the GraphQL door. */
  readonly webhookQueries: WebhookQueries;
}

/** For the log: the client has gone, and there is nobody to read it. */
const nobodyWaits: HttpAnswer = { status: 499, headers: {}, body: null };

/** What becomes known of a request while it is answered. */
interface Progress {
  readonly requestId: string;
  readonly lifetime: Lifetime;
  readonly timeLimit: TimeLimit;
  account: Account;
  /** Gives back its place among the requests in flight. */
  leave: (() => void) | undefined;
  readonly notes: RequestNotes;
  /** Of a request that has come to a door. */
  meter: Meter | undefined;
}

/** Makes the app: everything that answers HTTP, without a server. */
export const createApp = ({ database, logger, bodyLimit, requestTimeout, trustedProxies = noProxies, ...options }: AppOptions): App => {
  const addressOf = (request: HttpRequest): string => addressKey(clientAddress(request, trustedProxies));
  const login = { failures: options.loginFailures ?? noLoginFailures, addressOf };
  const auth = createAuth(database, logger, login, options.auth ?? { mode: 'open' });
  const browser = createBrowserRules({ origins: [], httpsOnly: null, hosts: [], ...options.browser }, auth.mode === 'open');
  const live = options.feed ? createLive(database, options.feed, logger) : null;
  const networks = options.webhookNetworks ?? noNetworks;
  const webhooks = { wrapping: options.auth?.wrappingKeys ?? [], targetProblem: (url: URL) => targetProblem(url, networks) };
  const graphql = createGraphQLDoor(
    logger,
    { webhooks, ...(live && { subscribe: createSubscribe(database, live) }), ...options.graphql },
    options.direct,
  );
  const trusted = options.graphql?.trusted ?? noTrustedDocuments;
  const webhookQueries = createWebhookQueries({ door: graphql, database, logger, trusted, requestTimeout });
  const rest = createRestDoor({
    timeZone: 'UTC',
    emptyXmlIsNotFound: true,
    deprecation: { since: null, sunset: null },
    usage: createRestUsage(logger),
    mostValues: (options.graphql?.limits ?? defaultLimits).values,
    live,
    ...options.rest,
  });
  const answerOpenly = createOpenAnswers(browser, auth.mode === 'required');
  const health = createHealth(database, logger, options.isStopping ?? (() => false), options.feed);
  const inFlight = createInFlight();
  const longLived = createLongLived(options.streamLimits ?? defaultStreamLimits);
  const largeAnswers = createLargeAnswers();
  const logRequest = createRequestLog(logger);

  const withBody = async (
    request: HttpRequest,
    pathname: string,
    answer: (body: Uint8Array) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> => {
    const body = await readBody(request, bodyLimit);
    return body instanceof Uint8Array ? answer(body) : refuse(request, pathname, body.status, body.code, body.message, body.headers);
  };

  const logRefused = (request: HttpRequest, pathname: string, requestId: string): void =>
    logger.warn({ requestId, address: clientAddress(request, trustedProxies), path: pathname }, 'A credential was refused');

  /** Opens the account of whoever asks, and takes its first point and a place for the request; a refusal where there is none. */
  const open = (request: HttpRequest, pathname: string, progress: Progress, door: Door, key: string) => {
    progress.account = options.openAccount?.(door, key) ?? freeAccount;
    const enter = (tooFast: RateRefusal | null): HttpAnswer | null => {
      if (tooFast) return refuseTooFast(request, pathname, tooFast);
      progress.leave = inFlight.enter(key);
      return progress.leave ? null : refuseUnavailable(request, pathname, new OverloadedError());
    };
    const charged = progress.account.charge(0);
    return charged instanceof Promise ? charged.then(enter) : enter(charged);
  };

  /** Takes a place among the long-lived, in the place of the one among the requests in flight; the clock stands still until it is left. */
  const stay = (request: HttpRequest, caller: string, viewer: Viewer, progress: Progress): Stay => {
    const place = longLived.enter(caller, () => auth.isStill(viewer, request), progress.timeLimit.restart);
    progress.timeLimit.suspend();
    progress.leave?.();
    progress.leave = undefined;
    return place;
  };

  const route = async (request: HttpRequest, url: URL, progress: Progress): Promise<HttpAnswer> => {
    const { pathname } = url;
    const isFromOtherSite = browser.isFromOtherSite(request, url);
    const found = answerOpenly(request, url, isFromOtherSite);
    const openly = found instanceof Promise ? await found : found;
    if (openly) return (await open(request, pathname, progress, 'graphql', addressOf(request))) ?? openly;
    if (probes.has(pathname)) return health(pathname);
    if (tokenPaths.has(pathname)) {
      // each try costs a statement, and who tries isn't known before
      const refused = await open(request, pathname, progress, 'rest', addressOf(request));
      if (refused) return refused;
      const answer = await withBody(request, pathname, (body) => auth.tokenEndpoint(request, url, body));
      if (answer.status === 401) logRefused(request, pathname, progress.requestId);
      return answer;
    }
    const isGraphQL = pathname === '/graphql';
    const authenticated = auth.authenticate(request);
    const viewer = authenticated instanceof Promise ? await authenticated : authenticated;
    const door: Door = isGraphQL ? 'graphql' : 'rest';
    const caller = callerKey(typeof viewer === 'string' ? null : viewer, clientAddress(request, trustedProxies));
    const refused = await open(request, pathname, progress, door, caller);
    if (refused) return refused;
    if (viewer === 'invalid' || viewer === 'expired') logRefused(request, pathname, progress.requestId);
    if (typeof viewer === 'string') return refuseCredential(request, pathname, viewer);
    const { requestId, lifetime, account, notes } = progress;
    const meter = createMeter();
    progress.meter = meter;
    notes.actor = viewer.actorId ?? undefined;
    const context: RequestContext = {
      requestId,
      viewer,
      caller,
      logger,
      lifetime,
      database: during(lifetime, meter, database, caller),
      account,
      notes,
      isFromOtherSite,
      stay: () => stay(request, caller, viewer, progress),
      takeTurn: turnOf(largeAnswers, lifetime, caller),
    };
    return withBody(request, pathname, (body) => (isGraphQL ? graphql(request, body, context) : rest(request, url, body, context)));
  };

  const handle = async (request: HttpRequest): Promise<HttpAnswer> => {
    const started = performance.now();
    const requestId = requestIdOf(request);
    const url = readUrl(request.url);
    const lifetime = createLifetime(options.answerLimit);
    request.whenGone(() => lifetime.end());
    const notes = createNotes();
    const timeLimit = createTimeLimit(requestTimeout);
    const progress: Progress = { requestId, lifetime, timeLimit, account: freeAccount, leave: undefined, notes, meter: undefined };
    const answer = async (): Promise<HttpAnswer> => {
      try {
        const result = await timeLimit.of(route(request, url, progress));
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
        if (lifetime.isOver && !lifetime.isTooLarge) return nobodyWaits;
        const refusal = refuseFailure(request, url.pathname, error);
        if (refusal) return refusal;
        logger.error({ requestId, err: error }, 'A request failed');
        return refuse(request, url.pathname, 500, 'INTERNAL_SERVER_ERROR', internalErrorMessage(requestId));
      }
    };
    const answered = await answer();
    progress.leave?.();
    const { status, headers, body } = answered;
    const log = () =>
      logRequest(lineOf(request, url.pathname, requestId, started, notes, progress.meter, answered), answered, probes.has(url.pathname));
    const all = browser.headersOf(request, { ...headers, ...progress.account.headers() });
    all['x-request-id'] = requestId;
    const isHead = request.method === 'HEAD';
    if (typeof body !== 'function') {
      log();
      return { status, headers: all, body: isHead ? null : body };
    }
    const write: StreamBody = (output) => {
      body(output);
      output.whenOver(log); // the line has what the stream was, and its errors
    };
    if (isHead) write(closedOutput);
    return { status, headers: all, body: isHead ? null : write };
  };
  const identify = async (request: HttpRequest) => {
    const viewer = await auth.authenticate(request);
    if (typeof viewer === 'string') {
      logRefused(request, '/graphql', requestIdOf(request));
      return null;
    }
    return { caller: callerKey(viewer, clientAddress(request, trustedProxies)), isStillGood: () => auth.isStill(viewer, request) };
  };
  const openAccount = (request: HttpRequest): Account => options.openAccount?.('graphql', addressOf(request)) ?? freeAccount;
  const upgrade = createUpgrade({ browser, longLived, logger, logRequest, handle, addressOf, openAccount, identify });
  return Object.assign(async (request: Request) => toResponse(await handle(fromFetch(request))), {
    handle,
    upgrade,
    endLongLived: longLived.stop,
    webhookQueries,
  });
};
