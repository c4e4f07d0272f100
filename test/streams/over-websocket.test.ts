// GraphQL over WebSocket, on the port of everything else: with the protocol's own client, and to the letter where that would not do.
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { createApp } from '../../src/app.js';
import type { AppOptions } from '../../src/app-options.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { subprotocol } from '../../src/graphql/transports/websocket.js';
import { listen, type RunningServer } from '../../src/http/server.js';
import type { Upgrades } from '../../src/http/streams/websocket.js';
import { createLogger } from '../../src/observability/logger.js';
import { makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { document, handFed, numbered, stream } from './hand-fed.js';

const world = useWorld();

const serve = async ({ bodyLimit = 10_000, ...options }: Partial<AppOptions> = {}, upgrades: Partial<Upgrades> = {}) => {
  const fed = handFed();
  const app = createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit,
    requestTimeout: 5_000,
    graphql: { subscribe: fed.subscribe },
    ...options,
  });
  const server = await listen(app.handle, '127.0.0.1', 0, 5_000, undefined, {
    decide: app.upgrade,
    protocol: subprotocol,
    mostBytes: bodyLimit,
    ...upgrades,
  });
  return { app, server, streams: fed.streams, url: `${server.url.replace('http', 'ws')}/graphql` };
};

let [open, guarded]: Awaited<ReturnType<typeof serve>>[] = [];
const running = <Gateway>(gateway: Gateway | undefined): Gateway => {
  if (!gateway) throw new Error('The gateway is there only while tests run.');
  return gateway;
};
const stop = async (gateway: { readonly server: RunningServer } | undefined): Promise<void> => gateway?.server.stop(0);

beforeAll(async () => {
  open = await serve();
  guarded = await serve({ auth: { mode: 'required' }, streamLimits: { all: 100, caller: 20 } });
});
afterAll(async () => {
  await Promise.all([stop(open), stop(guarded)]);
});

interface Line {
  readonly socket: WebSocket;
  readonly received: unknown[];
  readonly closed: Promise<readonly [code: number, reason: string]>;
}

/** A socket on which messages are sent as they stand there. */
const line = (url: string, protocols: string | string[] = subprotocol, options: ClientOptions = {}): Line => {
  const socket = new WebSocket(url, protocols, options);
  const received: unknown[] = [];
  socket.on('message', (data) => received.push(JSON.parse(data.toString())));
  socket.on('error', () => undefined);
  const closed = new Promise<readonly [number, string]>((resolve) =>
    socket.on('close', (code, reason) => resolve([code, reason.toString()])),
  );
  return { socket, received, closed };
};

/** The connection under it, from which the client reads. */
const connectionOf = (socket: WebSocket): Socket => (socket as unknown as { readonly _socket: Socket })._socket;

const say = (socket: WebSocket, ...messages: readonly object[]): void => {
  const send = () => messages.map((message) => socket.send(JSON.stringify(message)));
  if (socket.readyState === socket.OPEN) send();
  else socket.once('open', send);
};

const subscribe = (id: string, query = document) => ({ id, type: 'subscribe', payload: { query } });
const init = (payload?: object) => ({ type: 'connection_init', ...(payload && { payload }) });

/** A socket that is acknowledged. */
const openedLine = async (url: string): Promise<Line> => {
  const opened = line(url);
  say(opened.socket, init());
  await expect.poll(() => opened.received).toHaveLength(1);
  return opened;
};

describe('with the client of graphql-ws', () => {
  test('a subscription has its messages, and ends', async () => {
    const { url, streams } = running(open);
    const client = createClient({ url, webSocketImpl: WebSocket });
    const results: unknown[] = [];
    const count = streams.length;
    const following = (async () => {
      for await (const result of client.iterate({ query: document })) results.push(result);
    })();
    const fed = await stream(streams, count + 1);
    expect(fed.asked.admitted.operation?.node.name?.value).toBe('Follow');
    fed.give(numbered(1), { position: 'p2', result: null }, numbered(3));
    await expect.poll(() => results).toEqual([numbered(1).result, numbered(3).result]);
    fed.end();
    await following;
    expect(fed.isClosed()).toBe(true);
    await client.dispose();
  });

  test('a message of many megabytes comes, whoever reads it, and others after it', async () => {
    const { url, streams } = running(open);
    const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
    const sizes: number[] = [];
    const count = streams.length;
    const following = (async () => {
      for await (const result of client.iterate({ query: document })) sizes.push(JSON.stringify(result).length);
    })();
    const fed = await stream(streams, count + 1);
    for (const characters of [10, 20_000_000, 10]) {
      const known = sizes.length;
      fed.give({ position: 'p', result: { data: { changes: { position: 'x'.repeat(characters) } } } });
      await expect.poll(() => sizes.length, { timeout: 10_000 }).toBe(known + 1);
    }
    expect(sizes.map((size) => size > 20_000_000)).toEqual([false, true, false]);
    fed.end();
    await following;
    await client.dispose();
  });

  test('several go on side by side, and one that is given up ends alone', async () => {
    const { url, streams } = running(open);
    const client = createClient({ url, webSocketImpl: WebSocket });
    const count = streams.length;
    const results: unknown[][] = [[], []];
    const unsubscribe = results.map((list) =>
      client.subscribe({ query: document }, { next: (value) => list.push(value), error: () => undefined, complete: () => undefined }),
    );
    const [one, other] = [await stream(streams, count + 1), await stream(streams, count + 2)];
    one.give(numbered(1));
    other.give(numbered(2));
    await expect.poll(() => results).toEqual([[numbered(1).result], [numbered(2).result]]);
    unsubscribe[0]?.();
    await expect.poll(() => [one.isClosed(), other.isClosed()]).toEqual([true, false]);
    other.give(numbered(3));
    await expect.poll(() => results[1]).toHaveLength(2);
    await client.dispose();
    await expect.poll(() => other.isClosed()).toBe(true);
  });

  test('queries and mutations are answered as over HTTP, and refused in the same words', async () => {
    const client = createClient({ url: running(open).url, webSocketImpl: WebSocket });
    const ask = async (query: string, variables?: Record<string, unknown>) => {
      for await (const result of client.iterate({ query, variables: variables ?? null })) return result;
      throw new Error('There was no answer.');
    };
    const query = 'query Named($id: Int!) { integrationRun(by: { databaseId: $id }) { databaseId status } }';
    expect(await ask(query, { id: 4 })).toEqual({ data: (await world.graphql(query, { id: 4 })).data });
    const wrong = '{ nothing }';
    await expect(ask(wrong)).rejects.toEqual((await world.graphql(wrong)).errors);
    await client.dispose();
  });

  test('each operation is one of its own, whatever key the request had that opened the socket', async () => {
    const headers = { 'idempotency-key': 'of-the-request' };
    const webSocketImpl = class extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers });
      }
    };
    const client = createClient({ url: running(open).url, webSocketImpl });
    const query =
      'mutation { createIntegrationRun(input: { integration: { databaseId: 1 } }) { ... on CreateIntegrationRunSuccess { integrationRun { databaseId } } } }';
    const before = await world.database.prisma.integrationRun.count();
    const answers: unknown[] = [];
    for (const _repeat of [1, 2]) for await (const answer of client.iterate({ query })) answers.push(answer);
    expect(answers.map((answer) => Object.keys(answer as object))).toEqual([['data'], ['data']]);
    expect(await world.database.prisma.integrationRun.count()).toBe(before + 2);
    await client.dispose();
  });

  test('the credential comes in connection_init, and only a good one is let in', async () => {
    const { url, streams } = running(guarded);
    const { apiKey, apiClient } = await makeClient(world, ['core.integration.read']);
    const count = streams.length;
    const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { 'X-COUPA-API-KEY': apiKey } });
    const ended = (async () => {
      for await (const _ of client.iterate({ query: document }));
    })();
    ended.catch(() => undefined);
    const { asked } = await stream(streams, count + 1);
    expect(asked.context.viewer.actorId).toBe(apiClient.actorId);
    await client.dispose();
    for (const payload of [undefined, {}, { authorization: 'Bearer x' }, { authorization: 7 }, { 'x-coupa-api-key': `${apiKey}x` }]) {
      const { socket, closed } = line(url);
      say(socket, init(payload));
      expect(await closed).toEqual([4403, 'Forbidden']);
    }
  });
});

describe('to the letter', () => {
  test('a message is one `next`, and the end one `complete`', async () => {
    const { url, streams } = running(open);
    const { socket, received } = line(url);
    const count = streams.length;
    say(socket, init());
    await expect.poll(() => received).toEqual([{ type: 'connection_ack' }]);
    say(socket, subscribe('a"b'));
    const fed = await stream(streams, count + 1);
    fed.give(numbered(1), numbered(2));
    fed.end();
    const next = (number: number) => ({ id: 'a"b', type: 'next', payload: numbered(number).result });
    await expect.poll(() => received.slice(1)).toEqual([next(1), next(2), { id: 'a"b', type: 'complete' }]);
    socket.close();
  });

  test.each<readonly [string, readonly object[], number]>([
    ['an operation before the credential', [subscribe('1')], 4401],
    ['two credentials', [init(), init()], 4429],
    ['two operations of one id', [init(), subscribe('1'), subscribe('1')], 4409],
    ['two operations of one long id', [init(), subscribe('1'.repeat(200)), subscribe('1'.repeat(200))], 4409],
    ['what is no message', [{ type: 'start' }], 4400],
    ['what only gateways say', [init(), { type: 'next', id: '1', payload: { data: null } }], 4400],
  ])('%s closes it', async (_what, messages, code) => {
    const { socket, closed, received } = line(running(open).url);
    const [first, ...others] = messages;
    say(socket, first ?? {});
    if (code === 4409) await expect.poll(() => received).toHaveLength(1);
    say(socket, ...others);
    expect((await closed)[0]).toBe(code);
  });

  test.each(['while it begins', 'once it runs'])('an id is free again after `complete`: %s', async (when) => {
    const { url, streams } = running(open);
    const { socket, received } = await openedLine(url);
    const count = streams.length;
    say(socket, subscribe('1'));
    if (when === 'once it runs') await stream(streams, count + 1);
    connectionOf(socket).cork(); // so that they come together
    say(socket, { id: '1', type: 'complete' }, subscribe('1'));
    connectionOf(socket).uncork();
    const [first, second] = [await stream(streams, count + 1), await stream(streams, count + 2)];
    await expect.poll(() => first.isClosed()).toBe(true);
    first.give(numbered(1));
    second.give(numbered(2));
    await expect.poll(() => received.slice(1)).toEqual([{ id: '1', type: 'next', payload: numbered(2).result }]);
    say(socket, { id: '1', type: 'complete' });
    await expect.poll(() => second.isClosed()).toBe(true);
    socket.close();
  });

  test('what is wrong with one operation ends it alone', async () => {
    const { server, url } = await serve({ bodyLimit: 100_000 });
    const { socket, received } = await openedLine(url);
    say(socket, { id: '1', type: 'subscribe', payload: { documentId: 'sha256:1' } });
    const nested = `${'['.repeat(40_000)}${']'.repeat(40_000)}`;
    socket.send(`{"id":"2","type":"subscribe","payload":{"query":"{ __typename }","variables":{"nested":${nested}}}}`);
    await expect.poll(() => received).toHaveLength(3);
    const refused = (id: string, code: string) => ({ id, type: 'error', payload: [expect.objectContaining({ extensions: { code } })] });
    expect(received).toContainEqual(refused('1', 'PERSISTED_QUERY_NOT_SUPPORTED'));
    expect(received).toContainEqual(refused('2', 'BAD_USER_INPUT'));
    socket.terminate();
    await server.stop(0);
  });

  test('the older subprotocol is not spoken, and neither is none', async () => {
    const { url } = running(open);
    expect((await line(url, []).closed)[0]).toBe(4406);
    const { socket } = line(url, 'graphql-ws');
    await new Promise((resolve) => socket.on('error', resolve)); // the client finds that it was not agreed on
  });

  test('a message that is larger than a body may be closes it', async () => {
    const { socket, closed } = line(running(open).url);
    say(socket, init(), subscribe('1', `{ __typename } # ${'x'.repeat(20_000)}`));
    expect((await closed)[0]).toBe(1009);
  });
});

/** The status that the upgrade is refused with. */
const refusalOf = (url: string, options: ClientOptions): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, subprotocol, options);
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode);
    });
    socket.on('open', () => {
      socket.close();
      reject(new Error('It was opened.'));
    });
    socket.on('error', () => undefined);
  });

describe('is refused before it is opened', () => {
  test.each<readonly [string, ClientOptions, number]>([
    ['a page of another site', { origin: 'http://evil.example' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a page that its browser says is of another site', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
    ['another host', { headers: { host: 'evil.example' } }, 421],
    ['a host that can’t be read', { headers: { host: 'evil example' } }, 400],
  ])('to %s', async (_who, options, status) => {
    expect(await refusalOf(running(open).url, options)).toBe(status);
  });

  test('on another path', async () => {
    expect(await refusalOf(running(open).url.replace('/graphql', '/api/integrations'), {})).toBe(404);
  });

  test('but not to a page of its own', async () => {
    const { url, server } = running(open);
    const { socket, received } = line(url, subprotocol, { origin: server.url });
    say(socket, init());
    await expect.poll(() => received).toEqual([{ type: 'connection_ack' }]);
    socket.close();
  });
});

test('sockets have places, which are given back', async () => {
  const { url } = running(guarded);
  const lines = Array.from({ length: 20 }, () => line(url));
  await Promise.all(lines.map(({ socket }) => new Promise((resolve) => socket.once('open', resolve))));
  expect(await refusalOf(url, {})).toBe(503);
  for (const { socket } of lines) socket.terminate();
  await expect
    .poll(async () => {
      const { socket } = line(url);
      const isOpen = await new Promise((resolve) => {
        socket.once('open', () => resolve(true));
        socket.once('close', () => resolve(false));
      });
      socket.terminate();
      return isOpen;
    })
    .toBe(true);
});

/** What is answered to a handshake, by a client that never closes its own end; `isClosed`: whether the connection is, a moment later. */
const handshake = async (url: string, ...lines: readonly string[]) => {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.on('error', () => undefined);
  socket.write(['GET /graphql HTTP/1.1', `host: ${host}`, 'connection: upgrade', 'upgrade: websocket', ...lines, '', ''].join('\r\n'));
  await new Promise((resolve) => socket.once('end', resolve));
  const isClosed = async () => {
    socket.write('x'); // is answered by a reset, where nobody listens
    await sleep(50);
    return socket.destroyed;
  };
  return { status: Number(text.split(' ')[1]), socket, isClosed };
};

test('a handshake that is none keeps no place', async () => {
  const { url, server } = await serve({ streamLimits: { all: 5, caller: 5 } });
  for (let count = 0; count < 10; count += 1) {
    const { status, socket } = await handshake(url, 'sec-websocket-version: 13');
    expect(status).toBe(400);
    socket.destroy();
  }
  const { socket, received } = line(url);
  say(socket, init());
  await expect.poll(() => received).toEqual([{ type: 'connection_ack' }]);
  socket.terminate();
  await server.stop(0);
});

test('a connection is closed after a refusal, whether or not its client closes it', async () => {
  const { status, socket, isClosed } = await handshake(running(open).url, 'origin: http://evil.example');
  expect(status).toBe(403);
  await expect.poll(isClosed, { timeout: 5_000 }).toBe(true);
  socket.destroy();
});

test('an offer of HTTP/2 is no request for a WebSocket, and is answered as if there were none', async () => {
  const { server } = running(open);
  const body = JSON.stringify({ query: '{ __typename }' });
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      connection: 'Upgrade, HTTP2-Settings',
      upgrade: 'h2c',
      'http2-settings': 'AAMAAABk',
    };
    const sent = httpRequest(`${server.url}/graphql`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end(body);
  });
  expect(JSON.parse(answer)).toEqual({ data: { __typename: 'Query' } });
});

test('a stop closes all within two seconds, and tells that the service comes back', async () => {
  const { app, server, url, streams } = await serve();
  const lines = Array.from({ length: 5 }, () => line(url));
  for (const { socket } of lines) say(socket, init());
  await expect.poll(() => lines.every(({ received }) => received.length === 1)).toBe(true);
  say(lines[0]?.socket ?? new WebSocket(url), subscribe('1'));
  await stream(streams);
  app.endLongLived();
  const stopped = server.stop(10_000);
  expect(new Set((await Promise.all(lines.map(({ closed }) => closed))).map(([code]) => code))).toEqual(new Set([1012]));
  await stopped;
});

test('answers of many megabytes come to whoever reads them slowly, with what is said after them', async () => {
  await world.database.write(Prisma.sql`UPDATE integration_runs SET flow = ${JSON.stringify('x'.repeat(1_000_000))}::json WHERE id = 3`);
  const { socket, received } = await openedLine(running(open).url);
  const connection = connectionOf(socket);
  connection.pause();
  const fields = Array.from({ length: 12 }, (_, index) => `a${index}: flow`).join(' ');
  for (const id of ['1', '2']) say(socket, subscribe(id, `{ integrationRun(by: { databaseId: 3 }) { ${fields} } }`));
  await sleep(1_500);
  connection.resume();
  await expect.poll(() => received.map((message) => Object(message).type), { timeout: 15_000 }).toHaveLength(5);
  const ofEach = received.slice(1).map((message) => [Object(message).id, Object(message).type]);
  expect(ofEach.toSorted()).toEqual(['1', '2'].flatMap((id) => ['complete', 'next'].map((type) => [id, type])));
  socket.terminate();
});

test('whoever takes a large message for longer than two signs of life is there, and who takes nothing is not', async () => {
  const { url, streams, server } = await serve({}, { pingInterval: 500 });
  const { socket, closed } = await openedLine(url);
  say(socket, subscribe('1'));
  const fed = await stream(streams);
  const connection = connectionOf(socket);
  const large = { position: null, result: { data: { text: 'x'.repeat(40_000_000) } } };
  const take = (): number => connection.read(2_000_000)?.length ?? 0;
  connection.pause();
  fed.give(large);
  await expect.poll(take).toBeGreaterThan(0);
  for (const end = Date.now() + 2_000; Date.now() < end; await sleep(150)) take();
  expect(fed.isClosed()).toBe(false);
  await expect.poll(() => fed.isClosed(), { timeout: 5_000 }).toBe(true);
  socket.terminate();
  await closed;
  await server.stop(0);
});

test('many messages at once come, to whoever reads them slowly as well, and of several operations', async () => {
  const { url, streams } = running(open);
  const { socket, received } = await openedLine(url);
  const count = streams.length;
  say(socket, subscribe('1'), subscribe('2'));
  const feds = [await stream(streams, count + 1), await stream(streams, count + 2)];
  const connection = connectionOf(socket);
  connection.pause();
  for (const fed of feds)
    fed.give(...Array.from({ length: 500 }, () => ({ position: null, result: { data: { text: 'x'.repeat(40_000) } } })));
  await sleep(300);
  connection.resume();
  await expect.poll(() => received.length, { timeout: 15_000 }).toBe(1_001);
  socket.close();
});

test('whoever reads nothing is asked for nothing more, and what waits for them stays bounded', async () => {
  const { url, streams } = running(open);
  const { socket } = await openedLine(url);
  const count = streams.length;
  say(socket, subscribe('1'));
  const fed = await stream(streams, count + 1);
  const connection = connectionOf(socket);
  connection.pause();
  const large = { position: null, result: { data: { text: 'x'.repeat(100_000) } } };
  let given = 0;
  for (; given < 400 && fed.reads() >= given; given += 1) {
    fed.give(large);
    await sleep(5);
  }
  expect(given).toBeLessThan(400); // the systems at both ends hold some megabytes
  socket.terminate();
  await expect.poll(() => fed.isClosed()).toBe(true);
});
