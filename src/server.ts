// The HTTP server around the app: listens, and stops without cutting off what runs.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServerAdapter } from '@whatwg-node/server';
import type { App } from './app.js';

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Takes no new requests, waits for those that run (at most so many milliseconds), then closes what is left. */
  stop(patience: number): Promise<void>;
}

/** Listens on the address. @throws the system's error when it can't, such as EADDRINUSE */
export const listen = async (app: App, host: string, port: number, requestTimeout: number): Promise<RunningServer> => {
  const server = createServer(createServerAdapter(app));
  server.requestTimeout = requestTimeout; // for clients that send slower than that
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, family, port: actual } = server.address() as AddressInfo; // not a pipe
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
    stop: (patience) =>
      new Promise((resolve) => {
        const alarm = setTimeout(() => server.closeAllConnections(), patience);
        server.close(() => {
          clearTimeout(alarm);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};
