// Decides who gets a WebSocket, before anything is said on it: by the rules that hold for every request. Who sends is known with the first message only,
// since browsers can set no header for a WebSocket; until then a socket is its address's.
import { serveGraphQL } from '../graphql/transports/websocket.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import type { MessageSocket } from '../http/streams/websocket.js';
import type { Logger } from '../observability/logger.js';
import type { Account } from '../rate-limit/account.js';
import { type BrowserRules, otherSite } from '../request/browser-rules.js';
import type { IsStillGood, LongLived, Stay } from '../request/long-lived.js';
import { requestIdOf } from '../request/request-id.js';
import { lineOf } from '../request/request-line.js';
import { createNotes } from '../request/request-notes.js';
import { refuse, refuseFailure, refuseTooFast } from './refuse.js';
import { readUrl, refuseUnreadable } from './request-url.js';

interface UpgradeOptions {
  readonly browser: BrowserRules;
  readonly longLived: LongLived;
  readonly logger: Logger;
  readonly logRequest: (facts: object, answer: HttpAnswer, isProbe: boolean) => void;
  readonly handle: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Of a request without a credential. */
  readonly addressOf: (request: HttpRequest) => string;
  readonly openAccount: (request: HttpRequest) => Account;
  /** Who sends the request, as callers are counted, and how it is found out later whether they still may; null for a credential that is refused. */
  readonly identify: (request: HttpRequest) => Promise<{ readonly caller: string; readonly isStillGood: IsStillGood } | null>;
}

type Decision = HttpAnswer | ((socket: MessageSocket) => void);

/** Decides on a request for a WebSocket: a refusal, which has its line in the log, or what goes on on it. */
export const createUpgrade = ({
  browser,
  longLived,
  logger,
  ...options
}: UpgradeOptions): ((request: HttpRequest) => Promise<Decision>) => {
  /** @throws TooManyStreamsError */
  const decide = async (request: HttpRequest, url: URL): Promise<Decision> => {
    const { pathname } = url;
    const unread = refuseUnreadable(request, url);
    if (unread) return unread;
    const isFromOtherSite = browser.isFromOtherSite(request, url);
    const barred = browser.bar(request, url, isFromOtherSite) ?? (isFromOtherSite ? otherSite : null);
    if (barred) return refuse(request, pathname, barred.status, barred.code, barred.message);
    if (pathname !== '/graphql')
      return refuse(request, pathname, 404, 'NOT_FOUND', 'There is no WebSocket here. There is one at /graphql.');
    const tooFast = await options.openAccount(request).charge(0);
    if (tooFast) return refuseTooFast(request, pathname, tooFast);
    let place: Stay = longLived.enter(options.addressOf(request), () => true);
    request.whenGone(() => place.leave()); // whose handshake is none never has a socket
    const enter = async (asked: HttpRequest): Promise<Stay | null> => {
      const known = await options.identify(asked);
      if (!known) return null;
      place.leave();
      place = longLived.enter(known.caller, known.isStillGood);
      return place;
    };
    return (socket) => {
      socket.whenClosed(() => place.leave());
      place.whenEnding(() => socket.close(1012, 'Service restart'));
      const onError = (error: unknown) => logger.error({ err: error }, 'A message on a WebSocket failed');
      serveGraphQL(socket, { request, handle: options.handle, enter, onError });
    };
  };
  return async (request) => {
    const started = performance.now();
    const requestId = requestIdOf(request);
    const url = readUrl(request.url);
    const decision = await decide(request, url).catch((error: unknown) => {
      const refusal = refuseFailure(request, url.pathname, error);
      if (refusal) return refusal;
      throw error;
    });
    if (typeof decision === 'function') return decision;
    options.logRequest(lineOf(request, url.pathname, requestId, started, createNotes(), undefined, decision), decision, false);
    return { ...decision, headers: { ...browser.headersOf(request, decision.headers), 'x-request-id': requestId } };
  };
};
