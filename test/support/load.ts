// Clients that ask without a pause on connections that they keep, as a program does that calls the gateway directly.
import { Agent, type IncomingMessage, request } from 'node:http';
import { isTimed } from './processor-time.js';

interface Told {
  readonly url: string;
  readonly status: number;
  readonly body: string;
  /** Whether it is the last of its connection. */
  readonly isLast: boolean;
  /** Seconds, as they are told. */
  readonly retryAfter?: string | undefined;
}

/** What one request has come to: its answer, or the code of the fault of its connection. */
export type Outcome = Told | string;

/** Sends one request; a client of its own way of keeping connections. */
export type Client = (url: string) => Promise<Outcome>;

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

const headers = { 'content-type': 'application/json' };

const readAll = async (message: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return text;
};

/** Milliseconds for which a connection is kept on which nothing is asked: the gateway closes it after five seconds, maybe while something is sent. */
const unusedMs = 2_000;

/** Node's own client, with so many connections at most. `next` gives each of its requests. */
export const nodeClient = (next: Asked | (() => Asked), connections: number): Client => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, timeout: unusedMs });
  return (url) =>
    new Promise((resolve) => {
      const asked = typeof next === 'function' ? next() : next;
      const fail = (error: Error & { readonly code?: string }) => resolve(error.code ?? error.message);
      const sent = request(`${url}${asked.path}`, { method: asked.method, agent, headers }, (response) => {
        const { connection, 'retry-after': retryAfter } = response.headers;
        const told = { url, status: response.statusCode ?? 0, isLast: connection === 'close', retryAfter };
        readAll(response).then((body) => resolve({ ...told, body }), fail);
      });
      sent.on('error', fail);
      sent.end(asked.body);
    });
};

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.cause === undefined ? error.message : codeOf(error.cause);
};

/** `fetch`, which is undici. */
export const fetchClient =
  ({ method, path, body }: Asked): Client =>
  async (url) => {
    try {
      const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
      return { url, status: response.status, body: await response.text(), isLast: response.headers.get('connection') === 'close' };
    } catch (error) {
      return codeOf(error);
    }
  };

export interface Load {
  readonly outcomes: readonly Outcome[];
  /** Lets each client finish its request, and sends no more. */
  stop(): Promise<void>;
}

/**
 * As many callers as are given clients, each of which asks the first address, and the next ones from the moment when nobody listens at that. A connection
 * that is refused is no fault: nothing was sent.
 */
export const startLoad = (clients: readonly Client[], urls: readonly string[]): Load => {
  const outcomes: Outcome[] = [];
  let isStopped = false;
  const callers = clients.map(async (client) => {
    for (let place = 0; !isStopped && place < urls.length; ) {
      const outcome = await client(urls[place] ?? '');
      if (outcome === 'ECONNREFUSED') place += 1;
      else outcomes.push(outcome);
    }
  });
  const stop = async () => {
    isStopped = true;
    await Promise.all(callers);
  };
  return { outcomes, stop };
};

/** What is told of a connection that the other end has closed. */
const closed = ['ECONNRESET', 'UND_ERR_SOCKET'];

/**
 * The outcomes that no client should see. A caller that the machine keeps from running for a quarter of a second may send on a connection that was closed
 * meanwhile for being unused: that counts only where nothing else runs beside (`npm run test:timing`).
 */
export const faults = (outcomes: readonly Outcome[]): Outcome[] =>
  outcomes.filter((outcome) => (typeof outcome === 'string' ? isTimed || !closed.includes(outcome) : outcome.status >= 300));
