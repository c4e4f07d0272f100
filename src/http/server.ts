// The HTTP server around the app: listens, and stops without cutting off what runs.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { internalErrorMessage } from '../lib/internal-error.js';
import { type Content, createAnswerBuffers } from './answer-buffers.js';
import { type Connections, endConnection, watchConnections } from './connections.js';
import { afterCrowd } from './crowd.js';
import { quietMoment } from './quiet-moment.js';
import { type HttpAnswer, type HttpRequest, isPieces, largeBytes, type Pieces } from './request.js';
import { addressOf } from './request-address.js';
import { sendBitByBit } from './streams/bit-by-bit.js';
import { outputOf } from './streams/stream.js';
import { serveWebSockets, UpgradableMessage, type Upgrades } from './streams/websocket.js';

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /**
   * Resolves when hardly any connection waits to be taken, to be followed by `stop` at once: those that wait then are reset. What is asked meanwhile is
   * kept until then, so that the moment comes under load as well.
   */
  settle(): Promise<void>;
  /**
   * Takes no new connections, and makes every answer the last of its connection. Closes the connections on which nothing is asked within a moment,
   * waits for what runs, and closes what is left after so many milliseconds.
   */
  stop(timeoutMs: number): Promise<void>;
}

const receive = (message: IncomingMessage, limit: number): Promise<Uint8Array | null> =>
  new Promise((resolve, reject) => {
    const gone = () => reject(new Error('The client went away while it sent the body.'));
    if (message.destroyed) return gone(); // nothing is told of it any more
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= limit)
        chunks.push(chunk); // what is too much is read on and dropped: a client that is cut off never sees the answer
      else resolve(null);
    });
    message.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    message.on('error', reject);
    message.on('close', () => {
      if (!message.readableEnded) gone();
    });
  });

/**
 * A request of Node's server as the gateway takes it. A class, so that its getters are made once: those of a literal give each object a shape of its
 * own, which V8 keeps, with the whole request, until the next major collection.
 */
class ServerRequest implements HttpRequest {
  readonly #message: IncomingMessage;
  readonly #response: ServerResponse | null;
  #controller: AbortController | undefined;
  readonly method: string;
  readonly url: string;
  readonly headers: HttpRequest['headers'];

  /** `response`: null for a request that is answered by an upgrade. */
  constructor(message: IncomingMessage, response: ServerResponse | null) {
    this.#message = message;
    this.#response = response;
    this.method = message.method ?? 'GET';
    this.url = addressOf(message);
    this.headers = {
      get: (name) => {
        const value = message.headers[name];
        return (Array.isArray(value) ? value.join(', ') : value) ?? null;
      },
    };
  }

  get remoteAddress(): string {
    return this.#message.socket.remoteAddress ?? '';
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      const controller = new AbortController();
      this.#controller = controller;
      this.whenGone(() => controller.abort());
    }
    return this.#controller.signal;
  }

  whenGone(listener: () => void): void {
    const [{ socket }, response] = [this.#message, this.#response];
    if (response?.destroyed ?? socket.destroyed) listener();
    else if (response === null) socket.on('close', listener);
    else
      response.on('close', () => {
        if (!response.writableFinished) listener();
      });
  }

  async read(limit: number): Promise<Uint8Array | null> {
    return Number(this.#message.headers['content-length'] ?? 0) > limit ? null : receive(this.#message, limit);
  }
}

const putTogether = createAnswerBuffers();

/** Bytes from which on it is looked at whether an answer is taken. */
const held = 65_536;

const sum = (pieces: Pieces, of: (piece: string) => number): number => pieces.reduce((total, piece) => total + of(piece), 0);

/** What is answered in the place of an answer that can't be written. */
const unwritable = JSON.stringify({ errors: [{ message: internalErrorMessage(null), extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });

const write = (response: ServerResponse, { status, headers, body }: HttpAnswer, connections: Connections): void => {
  if (body === null) {
    response.writeHead(status, headers).end();
    return;
  }
  if (typeof body === 'function') {
    response.writeHead(status, headers);
    response.flushHeaders();
    body(outputOf(response));
    return;
  }
  const pieces = isPieces(body) ? body : body instanceof Uint8Array ? [] : [body];
  if (sum(pieces, (piece) => piece.length) >= largeBytes) {
    const size = sum(pieces, (piece) => Buffer.byteLength(piece));
    response.writeHead(status, { ...headers, 'content-length': size });
    connections.hold(response, size);
    void sendBitByBit(response, pieces);
    return;
  }
  // Node would make three times its length of a text, and copy it once more for the head
  const { bytes, release }: Content = body instanceof Uint8Array ? { bytes: body } : putTogether(pieces);
  const size = Buffer.byteLength(bytes);
  response.writeHead(status, { ...headers, 'content-length': size });
  response.end(bytes, release);
  if (size >= held) connections.hold(response, size);
};

/** Bytes of a body that is read to its end although its request was refused before that: a new connection costs its client more. */
const readAnyway = 65_536;

/** Whether a client that isn't listened to any more may go on sending. */
const sendsOn = ({ complete, headers }: IncomingMessage): boolean => !complete && !(Number(headers['content-length']) <= readAnyway);

/** For those who take the gateway for a proxy. */
const noTunnel =
  'HTTP/1.1 405 Method Not Allowed\r\nallow: GET, HEAD, POST, PUT, PATCH, OPTIONS\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/**
 * Connections that wait to be taken at most; the system may have a lower bound. Where there is no place, the client's system tries again after a second, then
 * after longer and longer.
 */
const backlog = 4_096;

/** Milliseconds for which a connection on which nothing runs may still bring a request when the server stops: its client may be about to send it. */
const notice = 250;

/**
 * Listens on the address. `requestTimeout`: milliseconds that a client has to send a request, and to take something of its answer. `onUnwritable` is told
 * why an answer could not be written. `upgrades`: what WebSockets are for; without, there are none.
 * @throws the system's error when it can't listen, such as EADDRINUSE
 */
export const listen = async (
  handle: (request: HttpRequest) => Promise<HttpAnswer>,
  host: string,
  port: number,
  requestTimeout: number,
  onUnwritable: (error: unknown) => void = () => undefined,
  upgrades: Upgrades | null = null,
): Promise<RunningServer> => {
  let isStopping = false;
  let kept: (() => void)[] | null = null;
  const answer = (message: IncomingMessage, response: ServerResponse): void => {
    if (response.destroyed) return; // the client went away before it was begun
    handle(new ServerRequest(message, response)).then(
      (answered) => {
        if (isStopping || sendsOn(message)) connections.endWith(response);
        try {
          write(response, answered, connections);
        } catch (error) {
          onUnwritable(error);
          if (response.headersSent) response.destroy();
          else response.writeHead(500, { 'content-type': 'application/json', 'content-length': unwritable.length }).end(unwritable);
        }
      },
      () => response.destroy(), // the client went away while it sent
    );
  };
  const server = createServer({ IncomingMessage: UpgradableMessage }, (message, response) => {
    connections.admit(message, response, () =>
      begin(() => {
        if (kept) kept.push(() => answer(message, response));
        else answer(message, response);
      }),
    );
  });
  const begin = afterCrowd(server);
  const connections = watchConnections(server, requestTimeout);
  server.requestTimeout = requestTimeout; // for clients that send slower than that
  if (upgrades) serveWebSockets(server, upgrades, (message) => new ServerRequest(message, null), connections.handOver);
  server.on('connect', (_message, socket) => {
    socket.on('error', () => undefined); // the client went away
    endConnection(socket, noTunnel);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog }, resolve);
  });
  const closed = new Promise((resolve) => server.once('close', resolve));
  const { address, family, port: actual } = server.address() as AddressInfo; // not a pipe
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
    settle: () => {
      kept = [];
      return quietMoment();
    },
    stop: async (timeoutMs) => {
      isStopping = true;
      server.close();
      for (const work of kept ?? []) work();
      kept = null;
      const alarm = setTimeout(connections.closeAll, timeoutMs);
      const unused = setTimeout(() => setImmediate(connections.closeUnused), notice); // after what has come by then is read
      await closed;
      clearTimeout(unused);
      clearTimeout(alarm);
    },
  };
};
