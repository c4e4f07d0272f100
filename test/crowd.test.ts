// Many connections at once: each is taken before the gateway goes on with what others ask.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { afterCrowd } from '../src/http/crowd.js';

/** What happens on a server that so many clients come to at once, each with a connection of its own and one request. */
const arrivals = async (clients: number, isGuarded: boolean): Promise<string[]> => {
  const events: string[] = [];
  const server = createServer((_request, response) => {
    const answer = () => {
      events.push('request');
      response.end();
    };
    if (isGuarded) begin(answer);
    else answer();
  });
  server.on('connection', () => events.push('connection'));
  const begin = afterCrowd(server, Number.POSITIVE_INFINITY);
  server.listen({ port: 0, host: '127.0.0.1', backlog: clients });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const answered = Array.from({ length: clients }, () => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
    sockets.push(socket);
    return once(socket, 'data');
  });
  await Promise.all(answered);
  return events;
};

/** How many connections had been taken when so many requests had begun. */
const takenBefore = (events: readonly string[], requests: number): number => {
  let begun = 0;
  return events
    .slice(
      0,
      events.findIndex((event) => event === 'request' && ++begun === requests),
    )
    .filter((event) => event === 'connection').length;
};

test('the connections of a crowd are taken before its requests begin, and all of them are answered', async () => {
  const events = await arrivals(200, true);
  expect(events.filter((event) => event === 'request')).toHaveLength(200);
  expect(takenBefore(events, 50)).toBeGreaterThan(150);
});

test('which Node by itself does not, or this would test nothing', async () => {
  expect(takenBefore(await arrivals(200, false), 50)).toBeLessThan(150);
});

test('a request that comes alone waits for nobody', async () => {
  const events = await arrivals(1, true);
  expect(events).toEqual(['connection', 'request']);
});
