import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../src/http/request.js';
import { listen, type RunningServer } from '../src/http/server.js';
import { faults, nodeClient, startLoad } from './support/load.js';

/** Longer than a test may take: whoever waits for that fails. */
const forever = 600_000;

const servers: RunningServer[] = [];
const serve = async (handle: (request: HttpRequest) => Promise<HttpAnswer>): Promise<RunningServer> => {
  const server = await listen(handle, '127.0.0.1', 0, 30_000);
  servers.push(server);
  return server;
};
const answer = (body: string): HttpAnswer => ({ status: 200, headers: {}, body });

afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop(0))));

/** Answers when it is let, and tells what it was asked for. */
const serveWhenLet = async () => {
  const paths: string[] = [];
  let letGo: () => void = () => undefined;
  const let_ = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const server = await serve(async ({ url }) => {
    const { pathname } = new URL(url);
    paths.push(pathname);
    if (pathname.startsWith('/slow')) await let_;
    return answer(pathname);
  });
  return { server, paths, letGo };
};

interface Line {
  readonly socket: Socket;
  readonly received: () => string;
  readonly closed: Promise<void>;
}

/** A connection that is kept. It fails when the other end resets it. */
const open = async ({ url }: RunningServer, text = ''): Promise<Line> => {
  const { port, hostname } = new URL(url);
  let received = '';
  const socket = connect(Number(port), hostname);
  socket.on('data', (chunk) => {
    received += chunk.toString();
  });
  const closed = new Promise<void>((resolve, reject) => {
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
  await Promise.race([once(socket, 'connect'), closed]);
  if (text) socket.write(text);
  return { socket, received: () => received, closed };
};

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: gateway.test\r\n\r\n`;
/** What was answered, and whether each answer said that it is the last. */
const answersIn = (text: string) =>
  text
    .split(/(?=HTTP\/1\.1 )/)
    .filter((part) => part !== '')
    .map((part) => [part.split('\r\n\r\n')[1], /^connection: close/im.test(part)]);

describe('a server that is told to stop', () => {
  test.each([
    ['Node’s client', (count: number) => Array(count).fill(nodeClient({ method: 'GET', path: '/' }, count))],
    [
      'Node’s client, a pool of one connection for each',
      (count: number) => Array.from({ length: count }, () => nodeClient({ method: 'GET', path: '/' }, 1)),
    ],
  ])('fails no request of 8 busy callers, who go on at another: %s', async (_title, clients) => {
    let place = 0;
    const busy = () =>
      serve(async () => {
        place += 1;
        await sleep(place % 7);
        return answer('x'.repeat(place % 3 === 0 ? 100_000 : 10));
      });
    const [first, second] = [await busy(), await busy()];
    const load = startLoad(clients(8), [first.url, second.url]);
    await expect.poll(() => load.outcomes.length).toBeGreaterThan(100);
    await first.settle();
    await first.stop(forever);
    const before = load.outcomes.length;
    await expect.poll(() => load.outcomes.length).toBeGreaterThan(before + 100);
    await load.stop();
    expect(faults(load.outcomes)).toEqual([]);
    const answeredBy = ({ url }: RunningServer) => load.outcomes.filter((outcome) => typeof outcome === 'object' && outcome.url === url);
    expect(answeredBy(second).length).toBeGreaterThan(100);
    expect(answeredBy(first).some((outcome) => typeof outcome === 'object' && outcome.isLast)).toBe(true);
    expect(answeredBy(second).some((outcome) => typeof outcome === 'object' && outcome.isLast)).toBe(false);
  });

  test('answers what comes on kept connections meanwhile, each for the last time, and takes no new ones', async () => {
    const { server, paths } = await serveWhenLet();
    const kept = await open(server, get('/one'));
    await expect.poll(kept.received).toContain('/one');
    const fresh = await open(server);
    const stopped = server.stop(forever);
    kept.socket.write(get('/two'));
    fresh.socket.write(get('/three'));
    // refused, unless the system has given the port to somebody else meanwhile
    const late = await open(server, get('/four')).catch(() => null);
    await stopped;
    late?.socket.destroy();
    expect(paths).toEqual(['/one', '/two', '/three']);
    await Promise.all([kept.closed, fresh.closed]);
    expect(answersIn(kept.received())).toEqual([
      ['/one', false],
      ['/two', true],
    ]);
    expect(answersIn(fresh.received())).toEqual([['/three', true]]);
  });

  test('closes connections on which nothing was asked, or nothing any more, and doesn’t wait for them', async () => {
    const { server } = await serveWhenLet();
    const kept = await open(server, get('/one'));
    await expect.poll(kept.received).toContain('/one');
    const spare = await open(server);
    const half = await open(server, 'GET /never HTTP/1.1\r\nHost: gate');
    await server.stop(forever);
    await Promise.all([kept.closed, spare.closed, half.closed]);
    expect([spare.received(), half.received()]).toEqual(['', '']);
  });

  test('answers all that was asked in a row, the last answer being the last', async () => {
    const { server, paths, letGo } = await serveWhenLet();
    const line = await open(server, get('/slow/1') + get('/2') + get('/slow/3'));
    await expect.poll(() => paths).toHaveLength(3);
    const stopped = server.stop(forever);
    letGo();
    await stopped;
    await line.closed;
    expect(answersIn(line.received())).toEqual([
      ['/slow/1', false],
      ['/2', false],
      ['/slow/3', true],
    ]);
  });

  test('runs nothing that comes after the last answer, and resets nobody who sends it', async () => {
    const { server, paths, letGo } = await serveWhenLet();
    const line = await open(server, get('/slow/1'));
    await expect.poll(() => paths).toHaveLength(1);
    const stopped = server.stop(forever);
    line.socket.on('data', () => line.socket.write(get('/2')));
    letGo();
    await stopped;
    await line.closed;
    expect(paths).toEqual(['/slow/1']);
    expect(answersIn(line.received())).toEqual([['/slow/1', true]]);
  });

  test('finishes an answer that was begun before, and closes its connection', async () => {
    const large = 'x'.repeat(8_000_000);
    let isAsked = false;
    const server = await serve(async () => {
      isAsked = true;
      return answer(large);
    });
    const line = await open(server);
    line.socket.pause();
    line.socket.write(get('/'));
    await expect.poll(() => isAsked).toBe(true); // the head has said nothing of an end
    const stopped = server.stop(forever);
    await sleep(400);
    line.socket.resume();
    await stopped;
    await line.closed;
    const [[body, isLast] = []] = answersIn(line.received());
    expect([String(body).length, isLast]).toEqual([large.length, false]);
  });

  test('cuts off after its patience who never sends the rest', async () => {
    const server = await serve(async (request) => answer(String((await request.read(100))?.byteLength)));
    const line = await open(server, 'POST / HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 10\r\n\r\nhalf');
    await sleep(50);
    await server.stop(300);
    await line.closed;
    expect(line.received()).toBe('');
  });

  test('takes the rest of a request that was being sent', async () => {
    const server = await serve(async (request) => answer(String((await request.read(100))?.byteLength)));
    const line = await open(server, 'POST / HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 8\r\n\r\nhalf');
    await sleep(50);
    const stopped = server.stop(forever);
    await sleep(200);
    line.socket.write('full');
    await stopped;
    expect(answersIn(line.received())).toEqual([['8', true]]);
  });

  test('is not held up by whoever has asked for a tunnel', async () => {
    const { server } = await serveWhenLet();
    const line = await open(server, 'CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n');
    await expect.poll(line.received).toMatch(/^HTTP\/1\.1 405 /);
    await server.stop(forever);
    await line.closed;
  });
});
