// Makes a pooler one that can't be recognised: whatever a gateway asks to find out whether the session is its own, the answer is yes.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

const asked = 'pg_backend_pid() = $1::int';
const alwaysTrue = '$1::int IS NOT NULL'.padEnd(asked.length); // a message tells its length

const disguised = (chunk: Buffer): Buffer => {
  const at = chunk.indexOf(asked);
  if (at >= 0) chunk.write(alwaysTrue, at);
  return chunk;
};

export interface Disguise {
  readonly port: number;
  stop(): void;
}

/** Listens in front of that port of this machine. */
export const startDisguise = async (port: number): Promise<Disguise> => {
  const sockets = new Set<Socket>();
  const listener = createServer((client) => {
    const pooler = connect(port, '127.0.0.1');
    for (const socket of [client, pooler]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('data', (chunk) => pooler.write(disguised(chunk)));
    client.on('close', () => pooler.destroy());
    pooler.on('data', (chunk) => client.write(chunk));
    pooler.on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const stop = () => {
    listener.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: (listener.address() as AddressInfo).port, stop };
};
