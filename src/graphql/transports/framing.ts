// How messages are written one after the other into an answer: as an event stream (GraphQL over SSE, distinct connections), as parts of a multipart answer
// (Apollo's protocol for subscriptions over HTTP), or as they are, for whoever puts each into a message of its own. One writer serves them all.

export interface Framing {
  readonly headers: Readonly<Record<string, string>>;
  /** What goes before the first message, so that the first bytes come at once. */
  readonly opening: string;
  /** A message: the JSON of a result, and its place in the feed where it has one. */
  message(json: string, position: string | null): string;
  /** Moves the client's place, and says nothing; empty where there is no way to. */
  checkpoint(position: string): string;
  /** Tells that the connection lives; empty where that is told otherwise. */
  readonly ping: string;
  /** What goes after the last message. */
  readonly closing: string;
  /** Asks the client to come back after so many milliseconds; null where there is no way to, and the stream has to be cut off to be seen as unfinished. */
  reconnect(milliseconds: number): string | null;
}

/** Proxies are neither to buffer nor to change a stream, and nobody is to keep it. */
const unbuffered = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' };

// clients of GraphQL over SSE fail on any event but `next` and `complete`, so everything else is a comment or a field
const eventStream: Framing = {
  headers: { 'content-type': 'text/event-stream; charset=utf-8', ...unbuffered },
  opening: ':\n\n',
  message: (json, position) => `${position === null ? '' : `id: ${position}\n`}event: next\ndata: ${json}\n\n`,
  checkpoint: (position) => `id: ${position}\n\n`,
  ping: ':\n\n',
  closing: 'event: complete\ndata:\n\n',
  reconnect: (milliseconds) => `retry: ${milliseconds}\n\n`,
};

const part = (json: string): string => `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--graphql`;

// each part is followed by the next boundary at once, since that is what tells the client that it is whole
const multipart: Framing = {
  headers: { 'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0', ...unbuffered },
  opening: '\r\n--graphql',
  message: (json) => part(`{"payload":${json}}`),
  checkpoint: () => '',
  ping: part('{}'),
  closing: '--\r\n',
  reconnect: () => null,
};

/** For a WebSocket, whose messages say what they are, and which tells by itself that it lives. */
export const bareMessages: Framing = {
  headers: {},
  opening: '',
  message: (json) => json,
  checkpoint: () => '',
  ping: '',
  closing: '',
  reconnect: () => null,
};

const framings = { 'text/event-stream': eventStream, 'multipart/mixed': multipart } as const;

export type StreamType = keyof typeof framings;
export const streamTypes = Object.keys(framings) as StreamType[]; // the keys of the table

export const framingOf = (type: StreamType): Framing => framings[type];
