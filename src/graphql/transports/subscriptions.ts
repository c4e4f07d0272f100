// Answers subscriptions over HTTP, and the messages of WebSockets: what may be refused is, before the stream begins, and then its messages are written. Who reads
// nothing but streams has every other answer in one as well.
import { GraphQLError } from 'graphql';
import { type HttpAnswer, type HttpRequest, isPieces } from '../../http/request.js';
import type { RequestContext } from '../../request/request-context.js';
import { type Limits, overLimit } from '../limits/limits.js';
import { chooseMediaType, refuseAsked, refuseGraphQL } from '../refuse.js';
import type { Admitted } from '../request/admit.js';
import type { Operation } from '../request/documents.js';
import type { Subscribe } from '../subscriptions/stream.js';
import { bareMessages, type Framing, framingOf } from './framing.js';
import { chooseStreamType, streamMessage } from './stream-type.js';
import { writeStream } from './write-stream.js';

/** How a stream is written for the client; null where it can read none. */
export const framingFor = (request: HttpRequest): Framing | null => {
  if (request.isMessage) return bareMessages;
  const type = chooseStreamType(request.headers.get('accept'));
  return type && framingOf(type);
};

/**
 * The answer as the only message of a stream, where there is a framing for it: clients that read nothing else, as `EventSource` and those of GraphQL over
 * SSE, can't see the status or the body of any other. A line break in JSON is space between its values, and would end a line of an event stream.
 */
export const inStream = (framing: Framing | null, answer: HttpAnswer): HttpAnswer => {
  if (!framing) return answer;
  const { 'content-length': _ofItsOwn, ...headers } = answer.headers;
  const { body } = answer;
  const message = framing.message((isPieces(body) ? body.join('') : String(body)).replace(/[\r\n]/g, ' '), null);
  return { ...answer, status: 200, headers: { ...headers, ...framing.headers }, body: [framing.opening, message, framing.closing] };
};

/** Refuses what is asked, in the stream for whoever can read nothing else. */
export const refuseStream = (request: HttpRequest, errors: readonly GraphQLError[], suggests: boolean): HttpAnswer => {
  const readsElse = chooseMediaType(request.headers.get('accept')) !== null;
  return inStream(readsElse ? null : framingFor(request), refuseAsked(request, errors, suggests));
};

const noSubscriptions = () =>
  new GraphQLError('There are no subscriptions. Ask again with a query.', { extensions: { code: 'BAD_USER_INPUT' } });

/** Answers an operation that is a subscription. Without `subscribe` there are none. */
export const createSubscriptionAnswers =
  (limits: Limits, subscribe: Subscribe | undefined) =>
  async (
    request: HttpRequest,
    admitted: Admitted & { readonly operation: Operation },
    context: RequestContext,
    suggests: boolean,
  ): Promise<HttpAnswer> => {
    const { notes, account } = context;
    const refuse = (error: GraphQLError): HttpAnswer => refuseStream(request, [error], suggests);
    if (!subscribe) return refuse(noSubscriptions());
    const framing = framingFor(request);
    if (!framing) return refuseGraphQL(request, 406, 'NOT_ACCEPTABLE', streamMessage);
    const cost = admitted.operation.cost.of(admitted.variables);
    notes.cost = cost;
    const tooLarge = overLimit(limits, 'cost', cost);
    if (tooLarge) return refuse(tooLarge);
    const tooFast = await account.charge(cost);
    if (tooFast) return refuseGraphQL(request, 429, 'RATE_LIMITED', tooFast.message, { 'retry-after': String(tooFast.retryAfter) });
    const stay = context.stay();
    try {
      const started = await subscribe({ admitted, context, lastEventId: request.headers.get('last-event-id') });
      if ('next' in started) return { status: 200, headers: framing.headers, body: writeStream(started, framing, stay, notes) };
      stay.leave();
      return refuseStream(request, started.errors ?? [], suggests);
    } catch (error) {
      stay.leave();
      throw error;
    }
  };
