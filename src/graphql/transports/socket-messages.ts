// What clients say in the subprotocol `graphql-transport-ws`, as the protocol has it. What it means is for somebody else.
import { validateMessage } from 'graphql-ws';

type Values = Readonly<Record<string, unknown>>;

interface OfSocket<Type> {
  readonly type: Type;
  readonly payload?: Values | null;
}

export type ClientMessage =
  | OfSocket<'connection_init'>
  | OfSocket<'ping'>
  | OfSocket<'pong'>
  | { readonly type: 'subscribe'; readonly id: string; readonly payload: Values }
  | { readonly type: 'complete'; readonly id: string };

const ofClients: ReadonlySet<unknown> = new Set<ClientMessage['type']>(['connection_init', 'ping', 'pong', 'subscribe', 'complete']);

/** The protocol knows documents by their texts alone: to it, one that is named by its id has an empty text. */
const asProtocolHasIt = (message: ClientMessage): unknown =>
  message.type === 'subscribe' && message.payload?.['documentId'] != null
    ? { ...message, payload: { ...message.payload, query: message.payload['query'] ?? '' } }
    : message;

/** A message of a client; null for what is none. */
export const readMessage = (text: string): ClientMessage | null => {
  try {
    const message = JSON.parse(text) as ClientMessage; // which is looked at now
    validateMessage(asProtocolHasIt(message));
    return ofClients.has(message.type) ? message : null;
  } catch {
    return null;
  }
};
