// A request and its answer as the gateway passes them on: no more than the doors need, made from what came in without a copy. A `Request` and a
// `Response` of the fetch API cost as much as everything else that a small query does, so they are made only for those who need them.
import type { RequestHeader } from './headers.js';
import { canonicalAddress } from './request-address.js';
import { readableOf, type StreamBody } from './streams/stream.js';

export interface HttpRequest {
  readonly method: string;
  /** Absolute, its path in one spelling (`request-address.ts`); malformed where the client's host or target is. */
  readonly url: string;
  readonly headers: { get(name: RequestHeader): string | null };
  /** The body, read whole; empty without one; null when it has more bytes than the limit, of which nothing is kept. */
  read(limit: number): Promise<Uint8Array | null>;
  /** Aborted when the client goes away before it has its answer. */
  readonly signal: AbortSignal;
  /** Calls the listener when the client goes away before it has its answer; cheaper than the signal. */
  whenGone(listener: () => void): void;
  /** The address at the other end of the connection: the client's, or that of a proxy before it. Empty where there is none. */
  readonly remoteAddress: string;
  /** Whether it came as a message on a WebSocket: each piece of a stream that answers it goes back as a message. */
  readonly isMessage?: true;
}

/** A text in pieces, put together on its way out. */
export type Pieces = readonly string[];

/** Bytes from which on an answer is large: it takes milliseconds to write. */
export const largeBytes = 1_000_000;

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Pieces | Uint8Array | StreamBody | null;
  /** The codes of the errors that it tells, for the log. */
  readonly errorCodes?: readonly string[];
}

/** An answer in JSON. */
export const jsonAnswer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Reads on, and keeps nothing: a client that is cut off while it sends would never see the answer. */
const drain = async (reader: ReadableStreamDefaultReader<Uint8Array>, limitBytes: number): Promise<void> => {
  for (let left = limitBytes; left > 0; ) {
    const { done, value } = await reader.read();
    if (done) return;
    left -= value.byteLength;
  }
  await reader.cancel();
};

const drainLimitBytes = 64 * 1024 * 1024;

const readStream = async (stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array | null> => {
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.getReader();
  const chunks: Uint8Array[] = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > limit) {
      drain(reader, drainLimitBytes).catch(() => undefined); // the client went away: nobody is left to tell
      return null;
    }
    chunks.push(value);
  }
};

/** A request of the fetch API as the gateway takes it. */
export const fromFetch = (request: Request, remoteAddress = ''): HttpRequest => ({
  remoteAddress,
  whenGone: (listener) => request.signal.addEventListener('abort', listener, { once: true }),
  method: request.method,
  url: canonicalAddress(request.url),
  headers: request.headers,
  signal: request.signal,
  read: async (limit) => {
    if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
    return request.body ? readStream(request.body, limit) : new Uint8Array();
  },
});

export const isPieces = (body: HttpAnswer['body']): body is Pieces => Array.isArray(body);

/** The answer as the fetch API has it. */
export const toResponse = ({ status, headers, body }: HttpAnswer): Response => {
  if (typeof body === 'function') return new Response(readableOf(body), { status, headers });
  const whole = isPieces(body) ? body.join('') : body;
  return new Response(whole instanceof Uint8Array ? new Uint8Array(whole) : whole, { status, headers });
};

/** An answer of the fetch API, read whole. Not every `Headers` gives its names in lower case. */
export const fromResponse = async (response: Response): Promise<HttpAnswer> => ({
  status: response.status,
  headers: Object.fromEntries(Array.from(response.headers, ([name, value]) => [name.toLowerCase(), value])),
  body: await response.text(),
});
