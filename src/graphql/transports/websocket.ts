// GraphQL over WebSocket, in the subprotocol `graphql-transport-ws`. Each operation is a request like any other, so that all rules of requests hold for it:
// it is answered by whoever answers those, and its answer goes back in messages.
import { CloseCode } from 'graphql-ws';
import { type HttpAnswer, type HttpRequest, isPieces } from '../../http/request.js';
import { createEnd, type End, type StreamBody, type StreamOutput } from '../../http/streams/stream.js';
import type { MessageSocket } from '../../http/streams/websocket.js';
import type { Stay } from '../../request/long-lived.js';
import { nestedTooDeeply } from '../refuse.js';
import { readMessage } from './socket-messages.js';

export const subprotocol = 'graphql-transport-ws';

interface SocketOptions {
  /** The request that the socket was opened by. */
  readonly request: HttpRequest;
  /** Answers a request. */
  readonly handle: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Takes the place of whoever sends the request; null for a credential that is refused. @throws TooManyStreamsError */
  readonly enter: (request: HttpRequest) => Promise<Stay | null>;
  readonly onError: (error: unknown) => void;
}

/** Milliseconds over which the sockets of a gateway that stops are closed, and after which one whose credential has ended is. */
const [closingSpread, lastWords] = [2_000, 500];
/** Milliseconds until a socket has to have said who it is. */
const initPatience = 3_000;
/** Bytes that the reason for closing a socket may have (RFC 6455, section 5.5). */
const longestReason = 123;

/** Why a socket is closed. */
type Goodbye = readonly [code: number, reason: string];

const restart: Goodbye = [1012, 'Service restart'];
const tryLater: Goodbye = [1013, 'Try again later'];
const forbidden: Goodbye = [CloseCode.Forbidden, 'Forbidden'];
const broken: Goodbye = [CloseCode.InternalServerError, 'Internal server error'];
const otherProtocol: Goodbye = [CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable'];
const initTooLate: Goodbye = [CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'];
const initAgain: Goodbye = [CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests'];
const noMessage: Goodbye = [CloseCode.BadRequest, 'Invalid message received'];
const notYet: Goodbye = [CloseCode.Unauthorized, 'Unauthorized'];
const takenId = (id: string): Goodbye => [CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`];

/** Headers that say something of one message, and not of whoever sends it. */
const ofOneMessage: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'idempotency-key',
  'last-event-id',
  'x-request-id',
]);
const credentials = ['authorization', 'x-coupa-api-key'] as const;

const fixed: Readonly<Record<string, string>> = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };

/** The credential in `connection_init`, by the names of headers: browsers can set none for a WebSocket. */
const credentialIn = (params: Readonly<Record<string, unknown>> | null | undefined): ReadonlyMap<string, string> => {
  const sent = Object.entries(params ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return new Map(
    sent.filter((entry): entry is [string, string] => credentials.some((name) => name === entry[0]) && typeof entry[1] === 'string'),
  );
};

/** A message as the request that it is. */
const requestOf = (opened: HttpRequest, credential: ReadonlyMap<string, string>, body: Uint8Array, end: End): HttpRequest => {
  const controller = new AbortController();
  end.whenOver(() => controller.abort());
  return {
    method: 'POST',
    url: opened.url,
    remoteAddress: opened.remoteAddress,
    isMessage: true,
    headers: {
      get: (name) => {
        if (ofOneMessage.has(name)) return null;
        return (
          fixed[name] ??
          credential.get(name) ??
          (credential.size > 0 && credentials.some((each) => each === name) ? null : opened.headers.get(name))
        );
      },
    },
    read: async (limit) => (body.byteLength > limit ? null : body),
    signal: controller.signal,
    whenGone: end.whenOver,
  };
};

const textOf = (body: Exclude<HttpAnswer['body'], StreamBody>): string =>
  isPieces(body) ? body.join('') : Buffer.from(body ?? '').toString();

/** Serves GraphQL on a socket until it is closed. */
export const serveGraphQL = (socket: MessageSocket, { request, handle, enter, onError }: SocketOptions): void => {
  let credential: ReadonlyMap<string, string> = new Map();
  let place: Stay | null = null;
  let isClosed = false;
  let hasAsked = false;
  let isKnown = false;
  /** What runs, by the ids that the client has given: one is free again as soon as its operation is over. */
  const operations = new Map<string, End>();

  const say = (message: object): void => socket.send(JSON.stringify(message));
  const close = ([code, reason]: Goodbye): void => {
    isClosed = true;
    socket.close(code, Buffer.byteLength(reason) > longestReason ? '' : reason);
  };
  const fail = (error: unknown): void => {
    const isBusy = error instanceof Error && 'retryAfter' in error; // no place, or nobody to ask about the credential
    if (!isBusy) onError(error);
    close(isBusy ? tryLater : broken);
  };

  const outputOf = (id: string, end: End): StreamOutput => ({
    write: (pieces) => {
      if (!end.isOver) for (const piece of pieces) socket.send(`{"id":${JSON.stringify(id)},"type":"next","payload":${piece}}`);
    },
    end: () => {
      if (!end.isOver) say({ id, type: 'complete' });
      end.finish();
    },
    cut: () => {
      close(restart);
      end.finish();
    },
    get unsentBytes() {
      return socket.unsentBytes;
    },
    drained: () => socket.drained(),
    get isOver() {
      return end.isOver;
    },
    whenOver: end.whenOver,
  });

  const connect = async (params: Readonly<Record<string, unknown>> | null | undefined): Promise<void> => {
    credential = credentialIn(params);
    const entered = await enter(requestOf(request, credential, new Uint8Array(), createEnd()));
    if (!entered) return close(forbidden);
    place = entered;
    if (isClosed) return entered.leave();
    entered.whenEnding((why) => {
      const isStopping = why === 'stopping';
      setTimeout(() => close(isStopping ? restart : forbidden), isStopping ? Math.random() * closingSpread : lastWords).unref();
    });
    isKnown = true;
    say({ type: 'connection_ack' });
  };

  const bodyOf = (payload: object): Uint8Array | null => {
    try {
      return Buffer.from(JSON.stringify(payload));
    } catch (error) {
      if (error instanceof RangeError) return null; // the stack has no room for it
      throw error;
    }
  };

  const begin = async (id: string, payload: object): Promise<void> => {
    const end = createEnd();
    operations.set(id, end);
    end.whenOver(() => operations.delete(id));
    const output = outputOf(id, end);
    const refuse = (errors: readonly object[]): void => {
      say({ id, type: 'error', payload: errors });
      end.finish();
    };
    const sent = bodyOf(payload);
    if (sent === null) return refuse([nestedTooDeeply()]);
    const { status, body } = await handle(requestOf(request, credential, sent, end));
    if (typeof body === 'function') return body(output);
    if (end.isOver) return; // the client wants it no more
    const text = textOf(body);
    const { data, errors = [] } = JSON.parse(text) as { readonly data?: unknown; readonly errors?: readonly object[] };
    if (status !== 200 || data === undefined) return refuse(errors);
    output.write([text]);
    output.end();
  };

  const take = async (text: string): Promise<void> => {
    if (isClosed) return;
    const message = readMessage(text);
    if (message === null) return close(noMessage);
    if (message.type === 'connection_init') {
      if (hasAsked) return close(initAgain);
      hasAsked = true;
      return connect(message.payload);
    }
    if (message.type === 'ping') return say({ type: 'pong', ...(message.payload && { payload: message.payload }) });
    if (message.type === 'complete') return operations.get(message.id)?.finish();
    if (message.type === 'pong') return;
    if (!isKnown) return close(notYet);
    return operations.has(message.id) ? close(takenId(message.id)) : begin(message.id, message.payload);
  };

  if (socket.protocol !== subprotocol) {
    close(otherProtocol);
    return;
  }
  const alarm = setTimeout(() => !hasAsked && close(initTooLate), initPatience);
  socket.onMessage((text) => void take(text).catch(fail));
  socket.whenClosed(() => {
    isClosed = true;
    clearTimeout(alarm);
    place?.leave();
    for (const end of [...operations.values()]) end.finish();
  });
};
