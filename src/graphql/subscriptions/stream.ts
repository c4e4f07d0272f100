// What a subscription gives, and what a transport (SSE, multipart, WebSocket) takes: the engine makes such a stream, a transport writes it.
import type { ExecutionResult } from 'graphql';
import type { RequestContext } from '../../request/request-context.js';
import type { Admitted } from '../request/admit.js';

/** One message. Streams that ask the same share it: what a transport makes of it can be kept under it, in a WeakMap. */
export interface StreamMessage {
  /** The place in the feed up to which the client has everything once it has this message; null for what comes from no place, such as an error. */
  readonly position: string | null;
  /** Null for a checkpoint, which moves the client's place and says nothing (`id:` alone in an event stream). */
  readonly result: ExecutionResult | null;
}

/**
 * Messages as they come. What is not yet asked for costs no memory of its own, so a transport asks again only once its client has taken what was
 * written. A client that stays too far behind finds an error `SLOW_CONSUMER`, with the place to go on from, as its last message.
 */
export interface ChangeStream {
  /** The next messages, at least one, in order; null after the last. Asked again only once it has answered. It never fails: errors are results. */
  next(): Promise<readonly StreamMessage[] | null>;
  /** Nobody reads any more: `next` answers null, and nothing is left of the stream. Closing it again changes nothing. */
  close(): void;
}

/** What is asked, and by whom. */
export interface Subscribing {
  readonly admitted: Admitted;
  /** Outlives the request: its `database` and `lifetime` are used for the start alone. */
  readonly context: RequestContext;
  /** `Last-Event-ID`, which goes before the argument `after`; null without. */
  readonly lastEventId: string | null;
}

/**
 * Starts what a subscription asks for. What is wrong with it before anything is read, such as its cost, its rate or a missing scope, is a result with
 * errors, as for a query; what turns out later is the last message of the stream.
 */
export type Subscribe = (asked: Subscribing) => Promise<ChangeStream | ExecutionResult>;
