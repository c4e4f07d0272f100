// Which connections are open, and what was asked on each last: so that a server can stop without cutting anybody off (each connection is told that an
// answer is its last, and closed after that: RFC 9112, section 9.6), and so that no connection takes more than its own: of work at once, or of memory
// for answers that it doesn't read.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Milliseconds after the last answer for which is read what the client may still send: closed at once, its system would throw away the answer as well. */
const lingerMs = 1_000;
/** Requests of a connection that run at once, and that wait behind them: whoever sends more without an answer is no client. */
const [atOnce, mostWaiting] = [10, 100];
/** Bytes of large answers that are on their way in all. */
const mostUnsent = 100_000_000;

interface Connection {
  /** The answer to what was asked last, which is the last to leave; null before anything was asked. */
  latest: ServerResponse | null;
  /** Its last answer is on its way. */
  isClosing: boolean;
  /** Requests that have begun, and whose answers have not left. */
  running: number;
  /** Begins the others. */
  readonly waiting: (() => void)[];
  /** Those of all that was asked which are not over. */
  readonly responses: Set<ServerResponse>;
}

export interface Connections {
  /**
   * Takes note of a request, and begins it at once or when those before it are answered; a connection on which too many wait is closed. One that comes
   * after the last answer is never begun, and its client knows by that answer that it wasn't.
   */
  admit(message: IncomingMessage, response: ServerResponse, begin: () => void): void;
  /** Takes note of a large answer that is on its way. When there are too many bytes of them, the connection that has had one for longest is closed. */
  hold(response: ServerResponse, bytes: number): void;
  /** Takes note that a connection is HTTP's no more: it is closed with all others, and not looked after before. */
  handOver(socket: Socket): void;
  /** Makes the answer the last of its connection, unless more has been asked there meanwhile. To be called before the answer is written. */
  endWith(response: ServerResponse): void;
  /** Closes the connections on which nothing runs, and the others after what is being sent. */
  closeUnused(): void;
  /** Closes all of them at once. */
  closeAll(): void;
}

/** Closes it once nothing has come for a while, so that its client sees the answer; `delayMs`: how long is read on at most. */
const closeGently = (socket: Socket, delayMs = lingerMs): void => {
  socket.end();
  if (delayMs > lingerMs) socket.setTimeout(lingerMs);
  setTimeout(() => socket.destroy(), delayMs).unref();
};

/** Ends a connection that is HTTP's no more with a last answer, whether or not its client closes it as well. */
export const endConnection = (socket: Duplex, answer: string): void => {
  socket.end(answer);
  socket.resume();
  setTimeout(() => socket.destroy(), lingerMs).unref();
};

/** Watches the connections of a server. `timeoutMs`: milliseconds that a client has to take something of what it is sent. */
export const watchConnections = (server: Server, timeoutMs: number): Connections => {
  const open = new Map<Socket, Connection>();
  const handedOver = new Set<Socket>();
  const unsent = new Map<ServerResponse, number>();
  let unsentBytes = 0;
  const drop = (response: ServerResponse): void => {
    unsentBytes -= unsent.get(response) ?? 0;
    unsent.delete(response);
  };
  server.on('connection', (socket) => {
    const connection = { latest: null, isClosing: false, running: 0, waiting: [], responses: new Set<ServerResponse>() };
    open.set(socket, connection);
    socket.once('close', () => {
      open.delete(socket);
      connection.waiting.length = 0;
      for (const response of connection.responses) response.destroy();
      setImmediate(() => {
        for (const response of connection.responses) response.emit('close'); // Node has told only the one whose turn it was to be sent
      });
    });
  });
  server.timeout = timeoutMs;
  server.on('timeout', (socket) => {
    const connection = open.get(socket);
    const isWorkedFor = connection && !connection.isClosing && connection.running > 0 && socket.writableLength === 0;
    const isNew = connection?.latest === null; // what it sends has a time limit of its own
    if (!isWorkedFor && !isNew) socket.destroy();
  });
  // stopping to listen would cut them off at once, with what may be on its way on them
  server.closeIdleConnections = () => undefined;

  const begin = (connection: Connection, response: ServerResponse, work: () => void): void => {
    connection.running += 1;
    response.on('close', () => {
      connection.running -= 1;
      if (!response.req.socket.destroyed) connection.waiting.shift()?.();
    });
    work();
  };

  return {
    admit: ({ socket }, response, work) => {
      const connection = open.get(socket);
      if (!connection || connection.isClosing) return;
      connection.latest = response;
      connection.responses.add(response);
      response.once('close', () => connection.responses.delete(response));
      if (connection.running < atOnce) begin(connection, response, work);
      else if (connection.waiting.length < mostWaiting) connection.waiting.push(() => begin(connection, response, work));
      else socket.destroy();
    },
    hold: (response, bytes) => {
      unsent.set(response, bytes);
      unsentBytes += bytes;
      response.once('close', () => drop(response));
      for (const [oldest] of unsent) {
        if (unsentBytes <= mostUnsent || oldest === response) return;
        drop(oldest);
        oldest.req.socket.destroy();
      }
    },
    handOver: (socket) => {
      open.delete(socket);
      handedOver.add(socket);
      socket.once('close', () => handedOver.delete(socket));
    },
    endWith: (response) => {
      const { socket, complete } = response.req;
      const connection = open.get(socket);
      if (connection?.latest !== response) return;
      connection.isClosing = true;
      response.shouldKeepAlive = false; // Node then says so in the head, and closes the connection by the method that is replaced here
      socket.destroySoon = () => closeGently(socket, complete ? lingerMs : timeoutMs);
    },
    closeUnused: () => {
      for (const [socket, connection] of open) {
        const { latest, isClosing } = connection;
        const isRunning = latest !== null && !latest.headersSent;
        if (isClosing || isRunning) continue; // its answer will be the last
        connection.isClosing = true;
        if (latest === null || latest.writableFinished) closeGently(socket);
        else latest.once('finish', () => closeGently(socket));
      }
    },
    closeAll: () => {
      for (const socket of [...open.keys(), ...handedOver]) socket.destroy();
    },
  };
};
