// WebSockets on the port of the HTTP server: which requests ask for one, how it is opened or refused, and how it is told to be alive. What is said on it is
// for somebody else.
import { IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { endConnection } from '../connections.js';
import { type HttpAnswer, type HttpRequest, isPieces } from '../request.js';

/** An open WebSocket, on which texts are sent. */
export interface MessageSocket {
  /** The subprotocol that was agreed on; empty for none. */
  readonly protocol: string;
  /** Sends a text; nothing, once it is closed. */
  send(text: string): void;
  /** Bytes that the other end's system has not taken yet. */
  readonly unsentBytes: number;
  /** Resolves when all that was sent is taken, or when it is closed. */
  drained(): Promise<void>;
  onMessage(listener: (text: string) => void): void;
  close(code: number, reason: string): void;
  /** Calls the listener when it is closed. */
  whenClosed(listener: (code: number, reason: string) => void): void;
}

/** Decides on a request for a WebSocket: a refusal, or what goes on on it. */
export type Upgrade = (request: HttpRequest) => Promise<HttpAnswer | ((socket: MessageSocket) => void)>;

export interface Upgrades {
  readonly decide: Upgrade;
  /** The one subprotocol that is spoken. */
  readonly protocol: string;
  /** Bytes that a message may have. */
  readonly mostBytes: number;
  /** Milliseconds between two signs of life. */
  readonly pingInterval?: number;
}

/**
 * A message of Node's server that asks for an upgrade to a WebSocket only: many clients offer HTTP/2 with every request (`Upgrade: h2c`), and are to be
 * answered as if they had not.
 */
export class UpgradableMessage extends IncomingMessage {
  declare isUpgradeOffered: boolean | null; // set by the constructor of Node, before fields of ours would be

  get upgrade(): boolean {
    return this.isUpgradeOffered === true && (this.method === 'CONNECT' || this.headers.upgrade?.toLowerCase() === 'websocket');
  }

  set upgrade(isOffered: boolean | null) {
    this.isUpgradeOffered = isOffered;
  }
}

/** Milliseconds between two signs of life; a socket that has not answered one before the next is closed, or takes nothing of what waits for it until the one after. */
const usualPingInterval = 12_000;

/** Bytes that wait to be taken by one socket, and by all, from which on whoever is sent more is cut off: who asks and doesn't read. */
const [mostUnsent, mostUnsentInAll] = [50_000_000, 100_000_000];
/** Bytes of one socket that nobody counts. */
const fewUnsent = 1_048_576;

/** Milliseconds that the other end has to say goodbye. */
const closeTimeout = 2_000;

const textOf = ({ body }: HttpAnswer): string => {
  if (body === null || typeof body === 'function') return '';
  return isPieces(body) ? body.join('') : Buffer.from(body).toString();
};

/** Writes an answer in the place of the upgrade; the connection ends with it. */
const refuse = (socket: Socket, answer: HttpAnswer): void => {
  const text = textOf(answer);
  const headers = { ...answer.headers, 'content-length': Buffer.byteLength(text), connection: 'close' };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  endConnection(socket, `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${head.join('')}\r\n${text}`);
};

/** Has a server open WebSockets. `requestOf` makes a request of a message; `onUpgrade` is told of each connection that is HTTP's no more. */
export const serveWebSockets = (
  server: Server,
  { decide, protocol, mostBytes, pingInterval = usualPingInterval }: Upgrades,
  requestOf: (message: IncomingMessage, socket: Socket) => HttpRequest,
  onUpgrade: (socket: Socket) => void,
): void => {
  const options = {
    noServer: true,
    clientTracking: false,
    maxPayload: mostBytes,
    perMessageDeflate: false,
    closeTimeout, // which its types don't know yet
    handleProtocols: (offered: ReadonlySet<string>) => (offered.has(protocol) ? protocol : (false as const)),
  };
  const sockets = new WebSocketServer(options);
  /** Those that much waits for, until they have taken it. */
  const behind = new Set<WebSocket>();
  const hasRoomFor = (socket: WebSocket, text: string): boolean => {
    if (socket.bufferedAmount + text.length <= fewUnsent) return true;
    if (socket.bufferedAmount > mostUnsent) return false;
    behind.add(socket);
    let unsent = text.length;
    for (const other of behind) {
      if (other.bufferedAmount === 0) behind.delete(other);
      unsent += other.bufferedAmount;
    }
    return unsent <= mostUnsentInAll;
  };
  const open = (message: IncomingMessage, socket: Socket, head: Buffer, serve: (socket: MessageSocket) => void): void => {
    sockets.handleUpgrade(message, socket, head, (webSocket) => {
      let isAlive = true;
      socket.setTimeout(2 * pingInterval, () => webSocket.terminate()); // Node takes it for a sign of life that a part of a text is taken
      const ping = setInterval(() => {
        if (webSocket.bufferedAmount > 0) {
          isAlive = true; // it would come to the question after all that waits for it
          return;
        }
        if (!isAlive) {
          webSocket.terminate();
          return;
        }
        isAlive = false;
        webSocket.ping();
      }, pingInterval);
      webSocket.on('pong', () => {
        isAlive = true;
      });
      webSocket.on('close', () => {
        behind.delete(webSocket);
        clearInterval(ping);
      });
      webSocket.on('error', () => undefined); // it is closed, which is told
      serve({
        protocol: webSocket.protocol,
        send: (text) => {
          if (webSocket.readyState !== webSocket.OPEN) return;
          if (hasRoomFor(webSocket, text)) webSocket.send(text);
          else webSocket.terminate();
        },
        get unsentBytes() {
          return webSocket.bufferedAmount;
        },
        drained: () =>
          new Promise((resolve) => {
            if (!socket.writableNeedDrain || socket.destroyed) return resolve();
            const done = () => {
              socket.off('drain', done);
              socket.off('close', done);
              resolve();
            };
            socket.on('drain', done);
            socket.on('close', done);
          }),
        onMessage: (listener) => webSocket.on('message', (data) => listener(data.toString())),
        close: (code, reason) => webSocket.close(code, reason),
        whenClosed: (listener) => webSocket.on('close', (code, reason) => listener(code, reason.toString())),
      });
    });
  };
  server.on('upgrade', (message: IncomingMessage, socket: Socket, head: Buffer) => {
    onUpgrade(socket);
    const onError = () => undefined; // the client went away
    socket.on('error', onError);
    decide(requestOf(message, socket)).then(
      (decision) => {
        socket.off('error', onError);
        if (typeof decision === 'function') open(message, socket, head, decision);
        else refuse(socket.on('error', onError), decision);
      },
      () => socket.destroy(),
    );
  });
};
