import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports below those that systems give to whoever asks for any (`port: 0`, each connection's own end), so that nobody is given one of these meanwhile. */
const [lowest, above] = [10_240, 32_768];

/** A port of this machine on which nobody listens at the moment. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(lowest, above);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      continue; // somebody listens there
    }
    server.close();
    await once(server, 'close');
    return port;
  }
};
