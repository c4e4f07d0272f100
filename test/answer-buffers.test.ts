import { request } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createAnswerBuffers } from '../src/http/answer-buffers.js';
import { listen, type RunningServer } from '../src/http/server.js';

const serve = async (): Promise<RunningServer> => {
  const server = await listen(
    async ({ url }) => {
      const [, letter = '', count = '0'] = new URL(url).pathname.split('/');
      return { status: 200, headers: {}, body: Array.from({ length: Number(count) }, () => decodeURIComponent(letter).repeat(1000)) };
    },
    '127.0.0.1',
    0,
    5_000,
  );
  onTestFinished(() => server.stop(0));
  return server;
};

test.each([
  ['few', 'a', 3],
  ['many', 'b', 400],
  ['characters of two bytes', 'ü', 100],
  ['characters of three bytes', '漢', 100],
  ['characters of four bytes', '🙂', 100],
  ['more than is kept', 'c', 6_000],
])('pieces leave as one text: %s', async (_what, letter, count) => {
  const { url } = await serve();
  for (const _again of [1, 2]) {
    const answer = await fetch(`${url}/${encodeURIComponent(letter)}/${count}`);
    expect(await answer.text()).toBe(letter.repeat(1000 * count));
    expect(Number(answer.headers.get('content-length'))).toBe(Buffer.byteLength(letter) * 1000 * count);
  }
});

test('no character of a long text is split on its way, whoever reads slowly', async () => {
  const text = `a${'🙂'.repeat(600_000)}`;
  const server = await listen(async () => ({ status: 200, headers: {}, body: text }), '127.0.0.1', 0, 5_000);
  onTestFinished(() => server.stop(0));
  const received = await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    request(server.url, (answer) => {
      answer.on('end', () => resolve(Buffer.concat(chunks))).pause();
      const pace = setInterval(() => {
        const chunk: Buffer | null = answer.read(300_000) ?? answer.read();
        if (chunk) chunks.push(chunk);
      }, 2);
      answer.on('close', () => clearInterval(pace));
    })
      .on('error', reject)
      .end();
  });
  expect(received.equals(Buffer.from(text))).toBe(true);
});

test('answers that leave at once, and clients that go in the middle of theirs, change nothing for anybody else', async () => {
  const { url } = await serve();
  const leave = (letter: string) =>
    new Promise<void>((resolve) => {
      const asked = request(`${url}/${letter}/3000`, (answer) => {
        answer.once('data', () => {
          asked.destroy();
          resolve();
        });
      });
      asked.on('error', () => resolve()).end();
    });
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const checked = letters.map(async (letter, index) => {
    if (index % 3 === 0) return leave(letter);
    const text = await (await fetch(`${url}/${letter}/${200 + index}`)).text();
    expect(text).toBe(letter.repeat(1000 * (200 + index)));
  });
  await Promise.all(checked);
});

test('a buffer is used again once it has been given back, and never before', () => {
  const putTogether = createAnswerBuffers();
  const memoryOf = ({ bytes }: ReturnType<typeof putTogether>) => (bytes as Uint8Array).buffer;
  const pieces = ['x'.repeat(20_000)];
  const first = putTogether(pieces);
  const second = putTogether(pieces);
  expect(memoryOf(second)).not.toBe(memoryOf(first));
  first.release?.();
  expect(memoryOf(putTogether(pieces))).toBe(memoryOf(first));
  expect(memoryOf(putTogether(pieces))).not.toBe(memoryOf(first));
});

test('what can not be written whole is a 500, of which the log is told, and not an empty 200', async () => {
  const told: unknown[] = [];
  const headers = (path: string): Record<string, string> => (path === '/broken' ? { 'x-broken': 'in\ntwo' } : {});
  const server = await listen(
    async ({ url }) => ({ status: 200, headers: headers(new URL(url).pathname), body: ['fine'] }),
    '127.0.0.1',
    0,
    5_000,
    (error) => told.push(error),
  );
  onTestFinished(() => server.stop(0));
  const answer = await fetch(`${server.url}/broken`);
  expect([answer.status, await answer.json()]).toMatchObject([500, { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }]);
  expect(told).toEqual([expect.any(TypeError)]);
  expect(await (await fetch(`${server.url}/fine`)).text()).toBe('fine');
});

test('a piece of which nothing was written is found out', () => {
  vi.spyOn(Buffer.prototype, 'write').mockReturnValueOnce(0); // as Node does beyond 2 GiB
  onTestFinished(() => void vi.restoreAllMocks());
  expect(() => createAnswerBuffers()(['x'.repeat(20_000)])).toThrow(/can't be written/);
});
