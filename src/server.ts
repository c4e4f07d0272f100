// The HTTP server around the app: listens, and stops without cutting off what runs.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Content, createAnswerBuffers } from './answer-buffers.js';
import { type HttpAnswer, type HttpRequest, isPieces } from './http.js';

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Takes no new requests, waits for those that run (at most so many milliseconds), then closes what is left. */
  stop(patience: number): Promise<void>;
}

const readBody = (message: IncomingMessage, limit: number): Promise<Uint8Array | null> =>
  new Promise((resolve, reject) => {
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
  });

/**
 * A request of Node's server as the gateway takes it. A class, so that its getters are made once: those of a literal give each object a shape of its
 * own, which V8 keeps, with the whole request, until the next major collection.
 */
class ServerRequest implements HttpRequest {
  readonly #message: IncomingMessage;
  readonly #response: ServerResponse;
  #controller: AbortController | undefined;
  readonly method: string;
  readonly url: string;
  readonly headers: HttpRequest['headers'];

  constructor(message: IncomingMessage, response: ServerResponse) {
    this.#message = message;
    this.#response = response;
    this.method = message.method ?? 'GET';
    this.url = `http://${message.headers.host ?? 'localhost'}${message.url ?? '/'}`;
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
    const response = this.#response;
    response.on('close', () => {
      if (!response.writableFinished) listener();
    });
  }

  async read(limit: number): Promise<Uint8Array | null> {
    return Number(this.#message.headers['content-length'] ?? 0) > limit ? null : readBody(this.#message, limit);
  }
}

const putTogether = createAnswerBuffers();

const write = (response: ServerResponse, { status, headers, body }: HttpAnswer): void => {
  if (body === null) {
    response.writeHead(status, headers).end();
    return;
  }
  const { bytes, release }: Content = isPieces(body) ? putTogether(body) : { bytes: body };
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(bytes) });
  if (release) response.end(bytes, release);
  else response.end(bytes);
};

/** Listens on the address. @throws the system's error when it can't, such as EADDRINUSE */
export const listen = async (
  handle: (request: HttpRequest) => Promise<HttpAnswer>,
  host: string,
  port: number,
  requestTimeout: number,
): Promise<RunningServer> => {
  const server = createServer((message, response) => {
    handle(new ServerRequest(message, response)).then(
      (answer) => write(response, answer),
      () => response.destroy(), // the client went away while it sent
    );
  });
  server.requestTimeout = requestTimeout; // for clients that send slower than that
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, family, port: actual } = server.address() as AddressInfo; // not a pipe
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
    stop: (patience) =>
      new Promise((resolve) => {
        const alarm = setTimeout(() => server.closeAllConnections(), patience);
        server.close(() => {
          clearTimeout(alarm);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};
