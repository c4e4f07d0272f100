// `integration-runs run watch`: a process of its own that follows a run of a gateway, to its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../src/app.js';
import { gatewayAt, lineOf, watchRun, wholeNumber } from '../src/cli/watch-run.js';
import { createFeed, type Feed } from '../src/domain/feed/feed.js';
import { listen, type RunningServer } from '../src/http/server.js';
import { createLogger } from '../src/observability/logger.js';
import { freePort } from './support/free-port.js';
import { useWorld } from './support/world.js';

const world = useWorld();
const logger = createLogger('silent');
let feed: Feed;
let app: App;
let server: RunningServer;
const makeApp = () => createApp({ database: world.database, feed, logger, bodyLimit: 10_000, requestTimeout: 5_000 });

beforeAll(async () => {
  feed = createFeed(world.database, logger);
  app = makeApp();
  server = await listen((request) => app.handle(request), '127.0.0.1', 0, 5_000);
});
afterAll(async () => {
  app.endLongLived();
  await server.stop(0);
  await feed.stop();
});

const watch = (...words: string[]) => {
  const child = spawn(process.execPath, ['dist/src/cli/integration-runs.js', 'run', 'watch', '--url', server.url, ...words], {
    env: { PATH: process.env['PATH'], DATA_DIR: 'nowhere' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: Number(code), out, err }));
  return { ended, out: () => out, leave: () => child.stdout.destroy() };
};
const create = async (): Promise<number> =>
  (await world.rest('POST', '/api/integration_runs', { integration: { id: 1 }, total_records: 4 })).json.id;
const move = (id: number, path: string, body = {}) => world.rest('PUT', `/api/integration_runs/${id}/${path}`, body);

test('shows a run until it ends well, across a restart of the gateway', { timeout: 60_000 }, async () => {
  const id = await create();
  const watching = watch(String(id));
  await expect.poll(watching.out, { timeout: 20_000 }).toContain('pending');
  await move(id, 'run');
  const stopping = app;
  app = makeApp();
  stopping.endLongLived();
  await move(id, 'run', { records_processed: 2 });
  await sleep(300);
  await move(id, 'success', { records_processed: 4 });
  const { code, out, err } = await watching.ended;
  expect([code, err]).toEqual([0, '']);
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toMatch(new RegExp(`^Run ${id} \\(.+\\)  pending  \\[\\.{30}\\] 0 %$`));
  expect(lines.at(-1)).toMatch(/successful {2}\[#{30}\] 100 % {2}4 of 4 records$/);
});

test('ends with 1 for a run that failed, with 124 when time is up, and with 2 for what is refused', { timeout: 60_000 }, async () => {
  const [failed, pending] = [await create(), await create()];
  await move(failed, 'fail');
  const watching = [watch(String(failed)), watch(String(pending), '--timeout', '2'), watch('999999'), watch('1', '2')];
  const ends = await Promise.all(watching.map(({ ended }) => ended));
  expect(ends.map(({ code }) => code)).toEqual([1, 124, 2, 2]);
  expect(ends[2]?.err).toContain('There is no integration run with the id 999999.');
});

test('ends quietly when nobody reads it any more', { timeout: 60_000 }, async () => {
  const { ended, leave } = watch(String(await create()));
  leave();
  expect(await ended).toEqual({ code: 141, out: '', err: '' });
});

describe('of a gateway that does not answer', () => {
  const told: string[] = [];
  const watchAt = (url: string, timeout = 60) =>
    watchRun({ id: 1, url, token: undefined, timeout, show: () => undefined, tell: (problem) => told.push(problem) });
  const answering = async (status: number, work: (url: string) => Promise<unknown>) => {
    const other = createServer((_request, response) => response.writeHead(status).end()).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    await work(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`).finally(() => other.close());
  };
  beforeEach(() => void told.splice(0));

  test.each([400, 404, 410, 200])('refuses what is none, which answers with %d', (status) =>
    answering(status, async (url) => {
      await expect(watchAt(url)).rejects.toThrow(`No gateway is at ${url}/graphql, which answers with ${status} instead of a stream.`);
    }),
  );

  test.each([408, 429, 503])('says once that it answers with %d, and tries it again', (status) =>
    answering(status, async (url) => {
      expect(await watchAt(url, 0.4)).toBe(124);
      expect(told).toEqual([`The gateway at ${url}/graphql can't be reached (it answers with ${status}). It is tried again.`]);
    }),
  );

  test('says once that nobody is there, and tries it again', async () => {
    expect(await watchAt(`http://127.0.0.1:${await freePort()}`, 0.4)).toBe(124);
    expect(told).toEqual([
      expect.stringMatching(/^The gateway at .*\/graphql can't be reached \(connect ECONNREFUSED .*\)\. It is tried again\.$/),
    ]);
  });
});

test('takes the address of a gateway with or without its path, and refuses what can be none', () => {
  for (const text of ['http://a:1', 'http://a:1/', 'http://a:1/graphql', 'http://a:1/graphql/']) expect(gatewayAt(text)).toBe('http://a:1');
  expect(gatewayAt('https://a/behind/graphql')).toBe('https://a/behind');
  for (const text of ['', 'notaurl', 'ftp://x', 'localhost:4000'])
    expect(() => gatewayAt(text)).toThrow(`--url is ${JSON.stringify(text)}, but must be the address of a gateway`);
});

test('takes every number that a run can have', () => {
  expect([wholeNumber('1'), wholeNumber('2147483647')]).toEqual([1, 2_147_483_647]);
  for (const text of ['0', '-1', '1.5', 'abc', '', '2147483648'])
    expect(() => wholeNumber(text)).toThrow('It is a whole number from 1 to 2147483647.');
});

test('a bar is as long as the progress', () => {
  const run = { status: 'RUNNING', recordsProcessed: 60, totalRecords: 120, progress: 0.5, integration: { name: 'X' } } as const;
  expect(lineOf(7, run)).toBe(`Run 7 (X)  running  [${'#'.repeat(15)}${'.'.repeat(15)}] 50 %  60 of 120 records`);
  expect(lineOf(7, { ...run, progress: null, totalRecords: null })).toBe('Run 7 (X)  running  60 records');
});
