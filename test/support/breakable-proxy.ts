// A way to a PostgreSQL server that can be broken: for outages that the server itself knows nothing of.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * `open`: lets all through. `refuses`: nobody listens, and those who were connected are cut off. `hangs`: nothing gets through any more, in neither
 * direction, but connections stay and are still taken. `cuts`: the next that the server answers is lost, and its connection with it.
 */
export type ProxyState = 'open' | 'refuses' | 'hangs' | 'cuts';

export interface BreakableProxy {
  /** The address of the server, by way of the proxy. */
  readonly url: string;
  become(state: ProxyState): Promise<void>;
  close(): Promise<void>;
}

export const startBreakableProxy = async (serverUrl: string): Promise<BreakableProxy> => {
  const target = new URL(serverUrl);
  const pairs = new Set<readonly [client: Socket, server: Socket]>();
  let state: ProxyState = 'open';

  const proxy = createServer((client) => {
    const server = connect(Number(target.port || 5432), target.hostname);
    const pair = [client, server] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    client.on('data', (chunk) => {
      if (state !== 'hangs') server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (state === 'cuts') end();
      else if (state !== 'hangs') client.write(chunk);
    });
  });
  const listen = async (port: number): Promise<number> => {
    proxy.listen(port, '127.0.0.1');
    await once(proxy, 'listening');
    return (proxy.address() as AddressInfo).port; // not a pipe
  };
  const cutAll = () => {
    for (const [client, server] of [...pairs]) {
      client.destroy();
      server.destroy();
    }
  };
  const port = await listen(0);
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);

  return {
    url: url.href,
    become: async (next) => {
      if (state === 'hangs' || next === 'refuses') cutAll(); // what was swallowed is lost
      if (next === 'refuses' && proxy.listening) {
        const closed = once(proxy, 'close');
        proxy.close();
        await closed;
      }
      if (next !== 'refuses' && !proxy.listening) await listen(port);
      state = next;
    },
    close: async () => {
      cutAll();
      if (proxy.listening) await new Promise((resolve) => proxy.close(resolve));
    },
  };
};
