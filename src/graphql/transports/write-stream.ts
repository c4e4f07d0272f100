// Writes the messages of a subscription into an answer as they come. More is asked for only while the client takes what has been written, so that what it
// doesn't read stays bounded; what several clients are sent is made once.
import { setImmediate } from 'node:timers/promises';
import type { GraphQLError } from 'graphql';
import type { StreamBody, StreamOutput } from '../../http/streams/stream.js';
import type { Ending, Stay } from '../../request/long-lived.js';
import { noteErrorCode, type RequestNotes } from '../../request/request-notes.js';
import { credentialEnded } from '../refuse.js';
import { takeHttp } from '../single-statement/take-http.js';
import type { ChangeStream, StreamMessage } from '../subscriptions/stream.js';
import type { Framing } from './framing.js';

/** Bytes that are written and not yet taken by the client, from which on nothing more is written; and characters that are written at once. */
const [mostUnsent, mostAtOnce] = [262_144, 262_144];

/** Milliseconds between two signs of life. Proxies end a connection that is silent for a minute. */
const pingInterval = 12_000;

/** Milliseconds over which the clients of a gateway that stops come back, and after which the first of them do. */
const [spread, soonest] = [1_500, 500];

/** Milliseconds over which their connections are closed. */
const closingSpread = 2_000;

const written = new WeakMap<Framing, WeakMap<StreamMessage, string>>();

const write = (framing: Framing, { position, result }: StreamMessage): string => {
  if (result !== null)
    return framing.message(JSON.stringify(result.errors ? { ...result, errors: takeHttp(result.errors).errors } : result), position);
  return position === null ? '' : framing.checkpoint(position);
};

/** A message as it is written, made once for all who are sent it. */
const textOf = (framing: Framing, message: StreamMessage): string => {
  const known = written.get(framing) ?? new WeakMap<StreamMessage, string>();
  written.set(framing, known);
  const text = known.get(message) ?? write(framing, message);
  known.set(message, text);
  return text;
};

/** The messages in parts that are written at once: of a bounded length, unless one message is longer. */
const partsOf = function* (framing: Framing, messages: readonly StreamMessage[]): Generator<readonly StreamMessage[]> {
  let [part, length]: [StreamMessage[], number] = [[], 0];
  for (const message of messages) {
    const added = textOf(framing, message).length;
    if (part.length > 0 && length + added > mostAtOnce) {
      yield part;
      [part, length] = [[], 0];
    }
    part.push(message);
    length += added;
  }
  if (part.length > 0) yield part;
};

/** The last message of a stream that ends because of an error. */
const farewell = (error: GraphQLError): StreamMessage => ({ position: null, result: { errors: [error] } });

/** The answer that a stream becomes. It leaves its place when it is over. */
export const writeStream =
  (stream: ChangeStream, framing: Framing, stay: Stay, notes: RequestNotes): StreamBody =>
  (output: StreamOutput) => {
    notes.messages = 0;
    const send = (messages: readonly StreamMessage[]): void => {
      notes.messages = (notes.messages ?? 0) + messages.filter(({ result }) => result !== null).length;
      for (const { result } of messages) for (const { extensions } of result?.errors ?? []) noteErrorCode(notes, extensions['code']);
      output.write(messages.map((message) => textOf(framing, message)).filter((text) => text !== ''));
    };
    const complete = (): void => {
      if (framing.closing !== '') output.write([framing.closing]);
      output.end();
    };
    const stop = (): void => {
      const reconnect = framing.reconnect(soonest + Math.floor(Math.random() * spread));
      if (reconnect !== null) output.write([reconnect]);
      const close = reconnect === null ? output.cut : output.end; // never `complete`: clients would not come back
      const timer = setTimeout(close, Math.random() * closingSpread);
      output.whenOver(() => clearTimeout(timer));
    };
    const end = (why: Ending): void => {
      stream.close();
      if (why === 'stopping') {
        stop();
        return;
      }
      send([farewell(credentialEnded())]);
      complete();
    };
    const ping = setInterval(() => {
      if (framing.ping !== '' && output.unsentBytes === 0) output.write([framing.ping]); // who takes nothing is noticed by the silence
    }, pingInterval);
    output.whenOver(() => {
      clearInterval(ping);
      stream.close();
      stay.leave();
    });
    const isDone = (): boolean => output.isOver || stay.ending !== null;
    /** Waits until the client has taken enough; several streams of one socket come one after the other. */
    const room = async (): Promise<void> => {
      while (!output.isOver && output.unsentBytes > mostUnsent) {
        await output.drained();
        await setImmediate();
      }
    };
    const pump = async (): Promise<void> => {
      while (!isDone()) {
        const messages = await stream.next();
        if (isDone()) return;
        if (messages === null) {
          complete();
          return;
        }
        for (const part of partsOf(framing, messages)) {
          await room();
          if (isDone()) return;
          send(part);
        }
        await room();
      }
    };
    if (framing.opening !== '') output.write([framing.opening]);
    stay.whenEnding(end);
    pump().catch(output.cut); // `next` never fails
  };
