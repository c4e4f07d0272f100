// GraphQL over WebSocket, in the subprotocol `graphql-transport-ws`. Each operation is a request like any other, so that all rules of requests hold for it:
// it is answered by whoever answers those, and its answer goes back in messages.
import { type ExecutionArgs, GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import { makeServer, type SubscribePayload } from 'graphql-ws';
import { type HttpAnswer, type HttpRequest, isPieces } from '../../http/request.js';
import { closedOutput, createEnd, type End, type StreamBody, type StreamOutput } from '../../http/streams/stream.js';
import type { MessageSocket } from '../../http/streams/websocket.js';
import type { Stay } from '../../request/long-lived.js';
import { schema } from '../schema/schema.js';

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

/** Why a socket is closed. */
type Goodbye = readonly [code: number, reason: string];

const restart: Goodbye = [1012, 'Service restart'];
const forbidden: Goodbye = [4403, 'Forbidden'];
const tryLater: Goodbye = [1013, 'Try again later'];
const broken: Goodbye = [4500, 'Internal server error'];

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
const credentialIn = (params: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, string> => {
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

/** An error as the answer has it. */
class ToldError extends GraphQLError {
  constructor(readonly told: GraphQLFormattedError) {
    super(told.message);
  }

  override toJSON(): GraphQLFormattedError {
    return this.told;
  }
}

const textOf = (body: Exclude<HttpAnswer['body'], StreamBody>): string =>
  isPieces(body) ? body.join('') : Buffer.from(body ?? '').toString();

/** For the library, which asks what kind of operation it is: all are streams, of one message or more. */
const anyDocument = parse('subscription { any }');

type Result = AsyncIterable<never>;

interface Context {
  readonly result: Result;
}

/** What the library runs: it gives no message, as each is sent as it is, and is done when the stream is over. */
const resultOf = (body: StreamBody, output: StreamOutput, end: End): Result & { return(): Promise<IteratorReturnResult<undefined>> } => {
  let isBegun = false;
  const done = { done: true, value: undefined } as const;
  const iterator = {
    next: async () => {
      if (!isBegun) {
        isBegun = true;
        body(output);
      }
      await new Promise<void>((resolve) => end.whenOver(resolve));
      return done;
    },
    return: async () => {
      if (!isBegun) body(closedOutput);
      isBegun = true;
      end.finish();
      return done;
    },
  };
  return { ...iterator, [Symbol.asyncIterator]: () => iterator };
};

/** Serves GraphQL on a socket until it is closed. */
export const serveGraphQL = (socket: MessageSocket, { request, handle, enter, onError }: SocketOptions): void => {
  let credential: ReadonlyMap<string, string> = new Map();
  let place: Stay | null = null;
  let isClosed = false;
  const close = ([code, reason]: Goodbye): void => socket.close(code, reason);

  const outputOf = (id: string, end: End): StreamOutput => ({
    write: (pieces) => {
      if (!end.isOver) for (const piece of pieces) socket.send(`{"id":${JSON.stringify(id)},"type":"next","payload":${piece}}`);
    },
    end: end.finish,
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

  const connect = async (params: Readonly<Record<string, unknown>> | undefined): Promise<boolean> => {
    credential = credentialIn(params);
    const entered = await enter(requestOf(request, credential, new Uint8Array(), createEnd()));
    if (!entered) return false;
    if (isClosed) entered.leave();
    place = entered;
    entered.whenEnding((why) => {
      const isStopping = why === 'stopping';
      setTimeout(() => close(isStopping ? restart : forbidden), isStopping ? Math.random() * closingSpread : lastWords).unref();
    });
    return true;
  };

  const begin = async (id: string, payload: SubscribePayload): Promise<ExecutionArgs | readonly GraphQLError[]> => {
    const end = createEnd();
    const { status, body } = await handle(requestOf(request, credential, Buffer.from(JSON.stringify(payload)), end));
    const args = (stream: StreamBody): ExecutionArgs => {
      const contextValue: Context = { result: resultOf(stream, outputOf(id, end), end) };
      return { schema, document: anyDocument, contextValue };
    };
    if (typeof body === 'function') return args(body);
    const text = textOf(body);
    const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: readonly GraphQLFormattedError[] };
    if (status === 200 && data !== undefined)
      return args((output) => {
        output.write([text]);
        output.end();
      });
    return (errors ?? []).map((error) => new ToldError(error));
  };

  const { opened } = makeServer({
    onConnect: ({ connectionParams }) => connect(connectionParams),
    onSubscribe: (_context, id, payload) => begin(id, payload),
    subscribe: ({ contextValue }) => (contextValue as Context).result, // as it was begun
  });
  let listener: (text: string) => Promise<void> = async () => undefined;
  const closed = opened(
    {
      protocol: socket.protocol,
      send: async (text) => socket.send(text),
      close: (code, reason) => socket.close(code ?? 1000, reason ?? ''),
      onMessage: (listen) => {
        listener = listen;
      },
    },
    {},
  );
  const fail = (error: unknown): void => {
    const isBusy = error instanceof Error && 'retryAfter' in error; // no place, or nobody to ask about the credential
    if (!isBusy) onError(error);
    close(isBusy ? tryLater : broken);
  };
  socket.onMessage((text) => void listener(text).catch(fail));
  socket.whenClosed((code, reason) => {
    isClosed = true;
    place?.leave();
    void closed(code, reason);
  });
};
