// Clients that go away before their request is begun, while it runs, or behind others on their connection: nothing waits for them any longer.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../src/http/request.js';
import { listen } from '../src/http/server.js';

interface Told {
  begun: number;
  ended: number;
  gone: number;
}

/** A server that waits so long before it reads the body, and so long before it answers. */
const serve = async (beforeMs: number, afterMs: number, body: HttpAnswer['body'] = 'done') => {
  const told: Told = { begun: 0, ended: 0, gone: 0 };
  const handle = async (request: HttpRequest): Promise<HttpAnswer> => {
    told.begun += 1;
    request.whenGone(() => {
      told.gone += 1;
    });
    try {
      if (beforeMs > 0) await sleep(beforeMs);
      await request.read(1_000);
      if (afterMs > 0) await sleep(afterMs);
    } finally {
      told.ended += 1;
    }
    return { status: 200, headers: {}, body };
  };
  const server = await listen(handle, '127.0.0.1', 0, 30_000);
  onTestFinished(() => server.stop(0));
  /** Sends the text, and goes away after so long. */
  const visit = (text: string, stayMs: number): void => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write(text);
      setTimeout(() => socket.destroy(), stayMs);
    });
    socket.on('error', () => undefined).resume();
  };
  return { told, visit };
};

const get = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

test('a crowd that has gone before it could be answered leaves nothing that runs', async () => {
  const { told, visit } = await serve(0, 0);
  for (let client = 0; client < 300; client += 1) visit(get, 0);
  await sleep(1_000);
  expect(told.ended).toBe(told.begun);
});

test.each([
  ['no body', get],
  ['a whole body', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}'],
  ['half a body', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{}'],
])('who goes before the body is read, with %s, is not waited for, and its request is told once', async (_what, text) => {
  const { told, visit } = await serve(400, 0);
  for (let client = 0; client < 10; client += 1) {
    visit(text, 150);
    await sleep(60); // or they were a crowd
  }
  await expect.poll(() => told, { timeout: 5_000 }).toEqual({ begun: 10, ended: 10, gone: 10 });
});

test('of a connection that is closed, all requests that run are told, and none of those that wait is begun', async () => {
  const { told, visit } = await serve(0, 1_000);
  visit(get.repeat(30), 300);
  await expect.poll(() => told, { timeout: 5_000 }).toEqual({ begun: 10, ended: 10, gone: 10 });
  await sleep(100);
  expect(told.begun).toBe(10);
});

test('large answers that wait behind others on a connection are let go with it', async () => {
  const texts: WeakRef<object>[] = [];
  const answer = () => {
    const body = [`${texts.length}${'x'.repeat(2_000_000)}`];
    texts.push(new WeakRef(body));
    return body;
  };
  const server = await listen(async () => ({ status: 200, headers: {}, body: answer() }), '127.0.0.1', 0, 30_000);
  onTestFinished(() => server.stop(0));
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(get.repeat(8)));
  socket.pause();
  await expect.poll(() => texts.length).toBe(8);
  socket.destroy();
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  await expect
    .poll(
      () => {
        collectGarbage();
        return texts.filter((text) => text.deref() !== undefined).length;
      },
      { timeout: 5_000, interval: 100 },
    )
    .toBeLessThan(2);
});
