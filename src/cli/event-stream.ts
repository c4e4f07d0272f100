// Reads a subscription over server-sent events, and comes back where it was when the connection is lost.
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../process/startup-errors.js';

/** Milliseconds without a byte after which the connection is taken for lost: gateways give a sign of life every twelve seconds. */
const longestSilenceMs = 30_000;
/** Milliseconds until it is tried again, doubled each time up to the longest. */
const [shortestPauseMs, longestPauseMs] = [250, 5_000];

interface Result {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

interface Options {
  /** Of `/graphql`. */
  readonly url: string;
  readonly token: string | undefined;
  readonly query: string;
  readonly variables: object;
  readonly signal: AbortSignal;
  /** Told once each time that nobody answers, while it is tried again. */
  readonly tell: (problem: string) => void;
}

/** Codes of errors after which it is worth coming back. */
const passing: ReadonlySet<unknown> = new Set(['SLOW_CONSUMER', 'DATABASE_UNAVAILABLE', 'OVERLOADED', 'INTERNAL_SERVER_ERROR']);

/** What an answer that is no stream is refused with; null where it is worth coming back. */
const refusalOf = (url: string, status: number): OperatorError | null => {
  if (status >= 500 || status === 408 || status === 429) return null;
  if (status === 401 || status === 403)
    return new OperatorError(
      `The gateway refuses the credential (${status}). Give a token that is good: INTEGRATION_RUNS_TOKEN=… or --token.`,
    );
  return new OperatorError(
    `No gateway is at ${url}, which answers with ${status} instead of a stream. Give its address, such as --url http://127.0.0.1:4000.`,
  );
};

const frames = async function* (body: ReadableStream<Uint8Array>, alive: () => void): AsyncGenerator<ReadonlyMap<string, string>> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body) {
    alive();
    const parts = (text + decoder.decode(bytes, { stream: true })).split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts)
      yield new Map(
        part.split('\n').map((line) => {
          const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
          return [name, value];
        }),
      );
  }
};

/** Why nobody answers: of `fetch`, that is in the cause. */
const reasonOf = (error: unknown): string => {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  if (!(cause instanceof Error)) return message;
  return cause.message || String((cause as NodeJS.ErrnoException).code); // of several addresses, there is only a code
};

/** The data of the messages, until the stream ends or is aborted. @throws OperatorError for what is refused */
export const readSubscription = async function* ({ url, token, query, variables, signal, tell }: Options): AsyncGenerator<unknown> {
  let lastId: string | null = null as string | null;
  let pause = shortestPauseMs;
  let hasTold = false;
  while (!signal.aborted) {
    let isOpen = false;
    const silence = new AbortController();
    let alarm = setTimeout(() => silence.abort(), longestSilenceMs);
    const alive = () => {
      clearTimeout(alarm);
      alarm = setTimeout(() => silence.abort(), longestSilenceMs);
    };
    try {
      const response: Response = await fetch(url, {
        method: 'POST',
        headers: {
          accept: 'text/event-stream',
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(lastId !== null && { 'last-event-id': lastId }),
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.any([signal, silence.signal]),
      });
      const isStream = response.body !== null && (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
      if (response.body === null || !isStream) throw refusalOf(url, response.status) ?? new Error(`it answers with ${response.status}`);
      isOpen = true;
      hasTold = false;
      for await (const frame of frames(response.body, alive)) {
        lastId = frame.get('id') ?? lastId;
        if (frame.get('event') === 'complete') return;
        const data = frame.get('data');
        if (!data) continue;
        pause = shortestPauseMs;
        const { data: message, errors: [error] = [] } = JSON.parse(data) as Result;
        if (error && passing.has(error.extensions?.code)) throw new Error(error.message);
        if (error) throw new OperatorError(error.message);
        yield message;
      }
    } catch (error) {
      if (error instanceof OperatorError) throw error;
      if (!isOpen && !hasTold && !signal.aborted) {
        hasTold = true;
        tell(`The gateway at ${url} can't be reached (${reasonOf(error)}). It is tried again.`);
      }
    } finally {
      clearTimeout(alarm);
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined); // it is over then
    pause = Math.min(longestPauseMs, pause * 2);
  }
};
