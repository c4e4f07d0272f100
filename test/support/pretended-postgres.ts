// Servers that speak just enough of PostgreSQL's protocol to be wrong in one way.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

export interface PretendedServer {
  readonly port: number;
  close(): Promise<void>;
}

export const startPretended = async (answer: (socket: Socket) => void): Promise<PretendedServer> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined); // the client may leave at any time
    answer(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // not a pipe
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Refuses every connection with an error of PostgreSQL. */
export const refusing = (code: string, message: string) => (socket: Socket) => {
  const fields = `SFATAL\0VFATAL\0C${code}\0M${message}\0\0`;
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(4 + Buffer.byteLength(fields), 1);
  socket.once('data', () => socket.end(Buffer.concat([head, Buffer.from(fields)])));
};

/** Says that it speaks no TLS. */
export const withoutTls = (socket: Socket): void => void socket.once('data', () => socket.write('N'));

/** Speaks TLS with this certificate. */
export const withCertificate = (key: string, cert: string) => (socket: Socket) => {
  socket.once('data', () => {
    socket.write('S');
    new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ key, cert }) }).on('error', () => undefined); // the client refuses it
  });
};

/** A message of PostgreSQL about the authentication: its kind (10 and 11 are SCRAM's), and what it says. */
const authentication = (kind: number, text: string): Buffer => {
  const message = Buffer.alloc(9 + text.length);
  message.write('R');
  message.writeInt32BE(8 + text.length, 1);
  message.writeInt32BE(kind, 5);
  message.write(text, 9);
  return message;
};

/** Asks for a password, as SCRAM does. */
export const withPassword = (socket: Socket): void => {
  socket.once('data', () => {
    socket.write(authentication(10, 'SCRAM-SHA-256\0\0'));
    socket.once('data', () => socket.write(authentication(11, 'r=abc,s=c2FsdA==,i=4096')));
  });
};

export const closing = (socket: Socket): void => void socket.end();
