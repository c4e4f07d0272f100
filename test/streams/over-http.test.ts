// Subscriptions over HTTP, to the letter: what is written, when, and what is refused before anything is.
import { pino } from 'pino';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createApp } from '../../src/app.js';
import type { AppOptions } from '../../src/app-options.js';
import { defaultLimits } from '../../src/graphql/limits/limits.js';
import { createAccounts } from '../../src/rate-limit/account.js';
import { makeClient } from '../support/credentials.js';
import { browser, useWorld } from '../support/world.js';
import { document, type HandFed, handFed, numbered, stream } from './hand-fed.js';

const world = useWorld();
const eventStream = 'text/event-stream';
const parts = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9';

interface Following {
  readonly response: Response;
  /** What has come so far. */
  readonly text: () => string;
  /** All of it, once it is over. */
  readonly whole: Promise<string>;
  cancel(): Promise<void>;
}

const follow = (response: Response): Following => {
  let text = '';
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const whole = (async () => {
    for (;;) {
      const read = await reader?.read();
      if (!read || read.done) return text;
      text += decoder.decode(read.value, { stream: true });
    }
  })();
  whole.catch(() => undefined);
  return { response, text: () => text, whole, cancel: async () => reader?.cancel() };
};

const lines: string[] = [];
const logger = pino({ base: null }, { write: (line: string) => void lines.push(line) });
const opened: ReturnType<typeof createApp>[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const app of opened.splice(0)) app.endLongLived();
  lines.length = 0;
});

const gateway = (options: Partial<AppOptions> = {}) => {
  const fed = handFed();
  const graphql = { ...options.graphql, subscribe: fed.subscribe };
  const app = createApp({ database: world.database, logger, bodyLimit: 10_000, requestTimeout: 5_000, browser, ...options, graphql });
  opened.push(app);
  const post = async (accept: string, query = document, headers: Record<string, string> = {}) =>
    follow(
      await app(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept, ...headers },
          body: JSON.stringify({ query }),
        }),
      ),
    );
  const get = async (accept: string, query = document, headers: Record<string, string> = {}) =>
    follow(await app(new Request(`http://gateway.test/graphql?query=${encodeURIComponent(query)}`, { headers: { accept, ...headers } })));
  return { app, streams: fed.streams, post, get };
};

const json = (number: number) => `{"data":{"changes":{"position":"p${number}"}}}`;
const unchanged = { position: 'p9', result: null };
const inner = { position: null, result: { data: { changes: null }, extensions: { note: 'line\nbreak' } } };

/** Gives two messages, a checkpoint and one without a place, and ends. */
const feedAndEnd = (fed: HandFed): void => {
  fed.give(numbered(1), numbered(2));
  fed.give(unchanged, inner);
  fed.end();
};

describe('an event stream', () => {
  const expected = [
    ':\n\n',
    `id: p1\nevent: next\ndata: ${json(1)}\n\n`,
    `id: p2\nevent: next\ndata: ${json(2)}\n\n`,
    'id: p9\n\n',
    'event: next\ndata: {"data":{"changes":null},"extensions":{"note":"line\\nbreak"}}\n\n',
    'event: complete\ndata:\n\n',
  ].join('');

  test.each(['post', 'get'] as const)('has its messages as `next`, with their places as ids, and ends with `complete`: %s', async (way) => {
    const { streams, ...ask } = gateway();
    const { response, text, whole } = await ask[way](eventStream);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    await expect.poll(text).toBe(':\n\n'); // the first bytes come before the first message
    feedAndEnd(await stream(streams));
    expect(await whole).toBe(expected);
    expect(streams[0]?.isClosed()).toBe(true);
  });

  test('tells every 12 s that it lives', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { streams, post } = gateway();
    const { text, cancel } = await post(eventStream);
    await stream(streams);
    await vi.advanceTimersByTimeAsync(12_000);
    await vi.advanceTimersByTimeAsync(12_000);
    await expect.poll(text).toBe(':\n\n'.repeat(3));
    await cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('goes on after Last-Event-ID', async () => {
    const { streams, get } = gateway();
    await get(eventStream, document, { 'last-event-id': 'p7' });
    await get(eventStream);
    expect((await stream(streams)).asked.lastEventId).toBe('p7');
    expect((await stream(streams, 2)).asked.lastEventId).toBeNull();
  });

  test('knows what is asked, by whom', async () => {
    const { streams, post } = gateway();
    await post(eventStream);
    const { admitted, context } = (await stream(streams)).asked;
    expect([admitted.operation?.node.name?.value, context.viewer.actorId]).toEqual(['Follow', 1]);
  });

  test.each(['post', 'get'] as const)('has the answer to a query as its only message, for who can read nothing else: %s', async (way) => {
    await world.database.prisma.$executeRaw`UPDATE integration_runs SET flow = ${'{\n"a":\r\n1}'}::json WHERE id = 1`;
    const { [way]: ask } = gateway();
    const { response, whole } = await ask(eventStream, '{ integrationRun(by: { databaseId: 1 }) { flow } }');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(response.headers.get('content-length')).toBeNull();
    const text = await whole;
    expect(text).toMatch(/^:\n\nevent: next\n(data: .*\n)+\nevent: complete\ndata:\n\n$/);
    expect(text).not.toContain('\r');
    const data = [...text.matchAll(/^data: (.*)$/gm)].map(([, line]) => line).join('\n');
    expect(JSON.parse(data)).toEqual({ data: { integrationRun: { flow: { a: 1 } } } });
    const withJson = await ask(`${eventStream}, application/json`, '{ __typename }');
    expect(await withJson.whole).toBe('{"data":{"__typename":"Query"}}');
  });

  test('gives no names away to who may not know them', async () => {
    const { post } = gateway({ graphql: { introspection: 'off' } });
    const { whole } = await post(eventStream, '{ integrationRun(by: { databaseId: 1 }) { statu } }');
    expect(await whole).toMatch(/Cannot query field \\"statu\\" on type \\"IntegrationRun\\"\."/);
  });

  test.each([
    ['no GraphQL', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['too deep', `subscription { ${'a { '.repeat(30)} b ${'}'.repeat(30)} }`, 'QUERY_TOO_DEEP'],
  ])('tells in it what is wrong to who can read nothing else: %s', async (_what, query, code) => {
    const { streams, get, post } = gateway();
    const { response, whole } = await get(eventStream, query);
    const text = await whole;
    expect(response.status).toBe(200);
    expect(text).toMatch(/^:\n\nevent: next\ndata: \{"errors":\[.*\]\}\n\nevent: complete\ndata:\n\n$/);
    expect(JSON.parse(/data: (.*)/.exec(text)?.[1] ?? '').errors[0].extensions.code).toBe(code);
    const other = await post(`${eventStream}, application/graphql-response+json`, query);
    expect([other.response.status, JSON.parse(await other.whole).errors[0].extensions.code]).toEqual([400, code]);
    expect(streams).toHaveLength(0);
  });
});

test('parts of a multipart answer are Apollo’s', async () => {
  const { streams, post } = gateway();
  const { response, text, whole } = await post(parts);
  expect(response.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0');
  await expect.poll(text).toBe('\r\n--graphql');
  feedAndEnd(await stream(streams));
  const part = (payload: string) => `\r\ncontent-type: application/json\r\n\r\n{"payload":${payload}}\r\n--graphql`;
  const last = part('{"data":{"changes":null},"extensions":{"note":"line\\nbreak"}}');
  expect(await whole).toBe(`\r\n--graphql${part(json(1))}${part(json(2))}${last}--\r\n`);
});

test.each([
  [eventStream, eventStream],
  [`${eventStream}, multipart/mixed`, eventStream],
  [`application/graphql-response+json, application/json, ${eventStream}, multipart/mixed`, eventStream],
  [parts, 'multipart/mixed'],
  ['multipart/mixed;subscriptionSpec="1.0"', 'multipart/mixed'],
  [`multipart/mixed; boundary=x; subscriptionSpec=1.0;q=0.5, ${eventStream};q=0.4`, 'multipart/mixed'],
  [`multipart/mixed;subscriptionSpec=1.0;q=0.5, ${eventStream}`, eventStream],
  ['*/*', null],
  ['application/json', null],
  ['multipart/mixed', null],
  ['multipart/mixed;deferSpec=20220824, application/json', null],
  [`${eventStream};q=0, */*`, null],
])('who accepts %s is answered by %s', async (accept, type) => {
  const { streams, post } = gateway();
  const { response, whole, cancel } = await post(accept);
  if (type !== null) {
    expect(response.headers.get('content-type')?.split(';')[0]).toBe(type);
    return cancel();
  }
  expect(response.status).toBe(406);
  expect(JSON.parse(await whole).errors[0].extensions.code).toBe('NOT_ACCEPTABLE');
  expect(streams).toHaveLength(0);
  return undefined;
});

test('what is over a limit, or comes too fast, is not begun', async () => {
  const limits = { ...defaultLimits, rootFields: 0 };
  const deep = gateway({ graphql: { limits } });
  expect(await (await deep.post(eventStream)).whole).toContain('"code":"TOO_MANY_ROOT_FIELDS"');
  const openAccount = createAccounts({ rest: { rate: 1, burst: 0 }, graphql: { rate: 1, burst: 0 } }, null);
  vi.useFakeTimers({ toFake: ['Date'] });
  const hurried = gateway({ openAccount });
  const first = await hurried.post(eventStream);
  const second = await hurried.post(eventStream);
  expect([first.response.status, second.response.status, second.response.headers.get('retry-after')]).toEqual([200, 429, '1']);
  expect([deep.streams.length, hurried.streams.length]).toEqual([0, 1]);
});

test.each(['defer', 'stream'])('@%s is refused in words', async (name) => {
  const field = name === 'defer' ? '... @defer { integrations { totalCount } }' : 'integrations { nodes @stream { id } }';
  const { errors } = await world.graphql(`{ ${field} }`);
  expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
    [
      `@${name} is not supported: an answer is read in one piece, and comes whole. Leave the directive out, or ask in several requests; changes that come later are what subscriptions are for.`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ]);
});

describe('places', () => {
  test('are limited for each caller and in all, refused with Retry-After, and given back', async () => {
    const { streams, post } = gateway({ streamLimits: { all: 10, caller: 2 } });
    const [one] = [await post(eventStream), await post(eventStream)];
    const refused = await post(eventStream);
    expect([refused.response.status, refused.response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(JSON.parse(await refused.whole).errors[0]).toEqual({
      message:
        'You have as many streams, sockets and waits open as you may, or this gateway has as many as it can hold. Close one, and ask again in 5 s.',
      extensions: { code: 'OVERLOADED' },
    });
    await one.cancel();
    await expect.poll(() => streams[0]?.isClosed()).toBe(true);
    expect((await post(eventStream)).response.status).toBe(200);
  });

  test('are kept for longer than a request may take', async () => {
    const { streams, post } = gateway({ requestTimeout: 1_000 });
    const { whole } = await post(eventStream);
    const fed = await stream(streams);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    feedAndEnd(fed);
    expect(await whole).toContain('event: complete');
  });
});

test('the log line comes at the end, and has what the stream was', async () => {
  const { streams, post } = gateway();
  const requests = () => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
  const { whole } = await post(eventStream);
  const fed = await stream(streams);
  expect(requests()).toEqual([]);
  feedAndEnd(fed);
  await whole;
  await expect
    .poll(requests)
    .toEqual([expect.objectContaining({ path: '/graphql', status: 200, operation: 'Follow', operationType: 'subscription', messages: 3 })]);
});

test('whoever goes leaves nothing', async () => {
  const { streams, post } = gateway({ streamLimits: { all: 1, caller: 1 } });
  for (let turn = 1; turn <= 50; turn += 1) {
    const { response, cancel } = await post(eventStream);
    expect(response.status).toBe(200);
    await cancel();
    await expect.poll(() => streams[turn - 1]?.isClosed()).toBe(true);
  }
});

test('a stream ends with its credential, and says so; others go on', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { streams, post } = gateway({ auth: { mode: 'required' } });
  const [revoked, other] = [await makeClient(world, ['core.integration.read']), await makeClient(world, ['core.integration.read'])];
  const ended = await post(eventStream, document, { 'x-coupa-api-key': revoked.apiKey ?? '' });
  const kept = await post(eventStream, document, { 'x-coupa-api-key': other.apiKey ?? '' });
  (await stream(streams, 2)).give(numbered(1));
  await world.database.prisma.apiClient.update({ where: { id: revoked.apiClient.id }, data: { revokedAt: new Date() } });
  await new Promise((resolve) => setTimeout(resolve, 2_100)); // what is known of a client is two seconds old at most
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await ended.whole).toMatch(
    /^:\n\nevent: next\ndata: \{"errors":\[\{"message":"The credential of this stream.*"code":"UNAUTHENTICATED"\}\}\]\}\n\nevent: complete\ndata:\n\n$/,
  );
  streams[0]?.give(numbered(2)); // nobody is told any more
  streams[1]?.give(numbered(3));
  await expect.poll(kept.text).toContain('id: p3');
});

describe('a stop', () => {
  test('asks event streams to come back, each in its own time, and completes none', async () => {
    const { app, post } = gateway();
    const all = await Promise.all(Array.from({ length: 20 }, () => post(eventStream)));
    app.endLongLived();
    const texts = await Promise.all(all.map(({ whole }) => whole));
    const pauses = texts.map((text) => Number(/^:\n\nretry: (\d+)\n\n$/.exec(text)?.[1]));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...pauses)).toBeLessThan(2_000);
    expect(new Set(pauses).size).toBeGreaterThan(10);
    expect((await post(eventStream)).response.status).toBe(503);
  });

  test('breaks off what can’t be asked to come back', async () => {
    const { app, post } = gateway();
    const { whole } = await post(parts);
    app.endLongLived();
    await expect(whole).rejects.toThrow();
  });
});
