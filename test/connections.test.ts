// What one connection, and one that doesn't read, may take of the server: tried over real sockets.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../src/http/request.js';
import { listen, type RunningServer } from '../src/http/server.js';

const open: { server: RunningServer | undefined; readonly sockets: Socket[] } = { server: undefined, sockets: [] };
afterEach(async () => {
  for (const socket of open.sockets.splice(0)) socket.destroy();
  await open.server?.stop(0);
});

const serve = async (handle: (request: HttpRequest) => Promise<HttpAnswer>, requestTimeout = 30_000): Promise<Error[]> => {
  const failures: Error[] = [];
  open.server = await listen(handle, '127.0.0.1', 0, requestTimeout, (error) => failures.push(error as Error));
  return failures;
};

const ok: HttpAnswer = { status: 200, headers: {}, body: 'ok' };
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: gateway.test\r\n\r\n`;

interface Line {
  readonly socket: Socket;
  readonly received: () => string;
  /** Milliseconds until the server closed it, however it did. */
  readonly closed: Promise<number>;
}

/** A connection on which the text is sent. */
const send = (text: string, isReading = true, allowHalfOpen = false): Line => {
  const { port, hostname } = new URL(open.server?.url ?? '');
  const begun = performance.now();
  let received = '';
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen });
  open.sockets.push(socket);
  socket.on('error', () => undefined);
  if (isReading) socket.on('data', (chunk) => (received += chunk.toString('latin1')));
  else socket.pause();
  socket.write(text);
  const closed = new Promise<number>((resolve) => socket.on('close', () => resolve(performance.now() - begun)));
  return { socket, received: () => received, closed };
};
const answersIn = (text: string) => text.split('HTTP/1.1 ').slice(1);

describe('requests in a row on one connection', () => {
  test('begin ten at a time, the rest when those before are answered, and all are answered in order', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    await serve(async ({ url }) => {
      begun.push(new URL(url).pathname);
      await new Promise<void>((resolve) => ends.push(resolve));
      return { ...ok, body: new URL(url).pathname };
    });
    const paths = Array.from({ length: 60 }, (_, index) => `/${index}`);
    const { received } = send(paths.map(get).join(''));
    await expect.poll(() => begun.length).toBe(10);
    await sleep(50);
    expect(begun).toHaveLength(10);
    ends.shift()?.();
    await expect.poll(() => begun.length).toBe(11);
    while (answersIn(received()).length < paths.length) {
      for (const end of ends.splice(0)) end();
      await sleep(1);
    }
    expect(answersIn(received()).map((answer) => answer.split('\r\n\r\n')[1])).toEqual(paths);
    expect(begun).toEqual(paths);
  });

  test('that are too many close it; others are answered meanwhile, and the memory comes back', async () => {
    let begun = 0;
    await serve(async () => {
      begun += 1;
      await sleep(5);
      return ok;
    });
    const { heapUsed } = process.memoryUsage();
    const lines = Array.from({ length: 5 }, () => send(get('/health/ready').repeat(20_000)));
    const other = send(get('/other'));
    await Promise.all(lines.map(({ closed }) => closed));
    await expect.poll(() => answersIn(other.received()).length).toBe(1);
    expect(begun).toBeLessThan(5 * 111);
    expect(process.memoryUsage().heapUsed - heapUsed).toBeLessThan(100_000_000);
  });
});

describe('a connection that doesn’t read', () => {
  const large = 'x'.repeat(20_000_000);
  const largePieces = [large.slice(0, 10_000_000), large.slice(10_000_000)];

  /** Reads on. Whether it gets the whole answer; the server has closed it otherwise. */
  const getsAll = async (line: Line): Promise<boolean> => {
    let size = 0;
    line.socket.on('data', (chunk) => (size += chunk.byteLength)).resume();
    const isClosed = line.closed.then(() => true);
    while (size < large.length && !(await Promise.race([isClosed, sleep(10, false)])));
    return size > large.length;
  };

  test.each([
    ['a text', large],
    ['pieces', largePieces],
    ['bytes', Buffer.from(large)],
  ])('is closed when it has taken nothing for as long as a request may take: %s', async (_what, body) => {
    await serve(async () => ({ ...ok, body }), 300);
    const line = send(get('/'), false);
    await sleep(1_000); // looked at each 300 ms: in the first, its system has taken something
    expect(await getsAll(line)).toBe(false);
  });

  test('slowly is not closed while it reads', async () => {
    await serve(async () => ({ ...ok, body: largePieces }), 600);
    const { socket } = send(get('/'), false);
    let size = 0;
    for await (const chunk of socket) {
      size += (chunk as Buffer).byteLength;
      if (size > large.length) break;
      await sleep(5);
    }
    expect(size).toBeGreaterThan(large.length);
  });

  test('is not closed while its answer is being made', async () => {
    await serve(async () => {
      await sleep(900);
      return ok;
    }, 300);
    const { received } = send(get('/'));
    await expect.poll(() => answersIn(received()).length, { timeout: 3_000 }).toBe(1);
  });

  test.each([
    ['in pieces', () => largePieces],
    ['a text', () => largePieces.join('')],
  ])('is closed before that when too much is unread in all, the oldest first, and the others read on: %s', async (_what, body) => {
    await serve(async () => ({ ...ok, body: body() }));
    const lines: Line[] = [];
    // 100 MB are kept, which are five
    for (let index = 0; index < 8; index += 1) {
      lines.push(send(get('/'), false));
      await sleep(20);
    }
    await sleep(300);
    const outcomes: boolean[] = [];
    for (const line of lines) outcomes.push(await getsAll(line));
    expect(outcomes).toEqual(lines.map((_line, index) => index >= 3));
    expect(await getsAll(send(get('/')))).toBe(true);
  });
});

describe('an answer that comes before the body', () => {
  const refuse = async (request: HttpRequest): Promise<HttpAnswer> => {
    if (new URL(request.url).pathname === '/large') await request.read(10);
    return { status: 413, headers: {}, body: 'no' };
  };
  const post = (path: string, length: number) => `POST ${path} HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: ${length}\r\n\r\n`;

  test.each(['/unread', '/large'])('is the last of its connection, which is closed soon: %s', async (path) => {
    await serve(refuse);
    const { received, closed } = send(`${post(path, 1_000_000)}half`);
    expect(await Promise.race([closed, sleep(5_000, Number.POSITIVE_INFINITY)])).toBeLessThan(5_000);
    expect(received()).toMatch(/^HTTP\/1\.1 413 .*connection: close/is);
  });

  test('is seen by whoever sends its body to the end, as slowly as before', async () => {
    await serve(refuse);
    const { socket, received } = send(post('/large', 1_000_000));
    for (let sent = 0; sent < 12; sent += 1) {
      expect(socket.write('x'.repeat(80_000))).toBeTypeOf('boolean');
      await sleep(100);
    }
    expect(socket.errored).toBeNull();
    expect(received()).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('closes it in the end for who drips it', async () => {
    await serve(refuse, 1_500);
    const { socket, closed } = send(post('/unread', 1_000_000), true, true);
    const drip = setInterval(() => socket.write('x'), 100);
    expect(await Promise.race([closed, sleep(8_000, Number.POSITIVE_INFINITY)])).toBeLessThan(8_000);
    clearInterval(drip);
  });

  test('closes it for who neither sends nor closes', async () => {
    await serve(refuse);
    const { socket, closed } = send(`${post('/unread', 1_000_000)}half`, true, true);
    await sleep(2_500); // a second of silence, and one more in which its system has taken the answer
    for (const more of ['more', 'and more']) {
      socket.write(more); // the second finds out
      await sleep(50);
    }
    expect(await Promise.race([closed, sleep(3_000, Number.POSITIVE_INFINITY)])).toBeLessThan(3_000);
  });

  test.each([4, 65_536])('leaves the connection open for one that is short, whenever it comes: %i bytes', async (length) => {
    await serve(async ({ url }) => (new URL(url).pathname === '/unread' ? { status: 503, headers: {}, body: 'later' } : ok));
    const { received, socket } = send(post('/unread', length));
    await expect.poll(() => answersIn(received()).length).toBe(1);
    socket.write('x'.repeat(length) + get('/next'));
    await expect.poll(() => answersIn(received()).map((text) => text.slice(0, 3))).toEqual(['503', '200']);
    expect(received()).not.toMatch(/connection: close/i);
  });

  test.each(['Content-Length: 65537', 'Transfer-Encoding: chunked'])('is the last for one that may be long: %s', async (header) => {
    await serve(refuse);
    const { received } = send(`POST /unread HTTP/1.1\r\nHost: gateway.test\r\n${header}\r\n\r\n`);
    await expect.poll(received).toMatch(/^HTTP\/1\.1 413 .*connection: close/is);
  });

  test('of a body that has come leaves the connection open', async () => {
    await serve(async (request) => ({ ...ok, body: String((await request.read(100))?.byteLength) }));
    const { received, socket } = send(`${post('/', 4)}full`);
    await expect.poll(() => answersIn(received()).length).toBe(1);
    socket.write(`${post('/', 5)}again`);
    await expect.poll(() => answersIn(received()).length).toBe(2);
    expect(received()).not.toMatch(/connection: close/i);
  });
});

test.each<[string, HttpAnswer]>([
  ['a header that can’t be written', { ...ok, headers: { 'x-bad': 'a\nb' } }],
  ['a status that there is not', { ...ok, status: 9 }],
  ['a body of another kind', { ...ok, body: 7 as never }],
])('an answer that can’t be written is 500, told, and the end of nothing: %s', async (_what, answer) => {
  const failures = await serve(async ({ url }) => (new URL(url).pathname === '/bad' ? answer : ok));
  const { received } = send(get('/bad') + get('/good'));
  await expect.poll(() => answersIn(received()).length).toBe(2);
  expect(answersIn(received()).map((text) => text.slice(0, 3))).toEqual(['500', '200']);
  expect(failures).toEqual([expect.any(Error)]);
});
