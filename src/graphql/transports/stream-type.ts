// Which kind of stream a client can read, by what it accepts. Only who names one gets one: `*/*` is what clients say that have never heard of streams.
import { createChoice } from '../../http/media-type.js';
import { type StreamType, streamTypes } from './framing.js';

/** Apollo's parts differ from those that `@defer` was to have: only who names their protocol understands them. */
const namesStream = /^\s*(?:text\/event-stream\s*(?:;|$)|multipart\/mixed\s*;(?:.*;)?\s*subscriptionspec\s*=\s*"?1\.0"?\s*(?:;|$))/i;

const choose = createChoice(streamTypes);

/** The stream that the client names and prefers; null where it names none. */
export const chooseStreamType = (accept: string | null): StreamType | null => {
  const named = (accept ?? '').split(',').filter((range) => namesStream.test(range));
  return named.length === 0 ? null : choose(named.join(','));
};

export const streamMessage =
  'A subscription is answered by a stream. Accept text/event-stream, or multipart/mixed;subscriptionSpec=1.0, or open a WebSocket at /graphql with the subprotocol graphql-transport-ws.';
