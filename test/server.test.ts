import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createApp } from '../src/app.js';
import type { Database } from '../src/db/database.js';
import { Prisma } from '../src/generated/prisma/client.js';
import { listen, type RunningServer } from '../src/http/server.js';
import { createLogger } from '../src/observability/logger.js';
import { post } from './graphql/ask.js';
import { browser, useWorld } from './support/world.js';

const world = useWorld();
let server: RunningServer;

beforeAll(async () => {
  server = await listen(world.app.handle, '127.0.0.1', 0, 30_000);
});
afterAll(() => server.stop(1_000));

const get = (path: string, headers: Record<string, string> = {}) => world.app(new Request(`http://gateway.test${path}`, { headers }));

test('echoes a request id that is fit for a header, and makes one otherwise', async () => {
  expect((await get('/health/live', { 'x-request-id': 'order-66' })).headers.get('x-request-id')).toBe('order-66');
  const made = (await get('/health/live', { 'x-request-id': 'no blanks' })).headers.get('x-request-id');
  expect(made).toMatch(/^[0-9a-f-]{36}$/);
});

test('tells probes that it lives and that it is ready', async () => {
  expect([(await get('/health/live')).status, (await get('/health/ready')).status]).toEqual([200, 200]);
});

test('tells probes that it isn’t ready any more, but lives, when it is about to stop', async () => {
  let isStopping = false;
  const options = { database: world.database, logger: createLogger('silent'), bodyLimit: 1024, requestTimeout: 5_000, browser };
  const app = createApp({ ...options, isStopping: () => isStopping });
  const probe = (path: string) => app(new Request(`http://gateway.test/health/${path}`));
  expect((await probe('ready')).status).toBe(200);
  isStopping = true;
  const unready = await probe('ready');
  expect([unready.status, await unready.json()]).toEqual([503, { status: 'stopping' }]);
  expect((await probe('live')).status).toBe(200);
});

test('sends a browser that opens the root to the playground, and says what is where for unknown paths', async () => {
  expect((await get('/')).headers.get('location')).toBe('/graphql');
  const unknown = await get('/nothing');
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toEqual({
    errors: [{ message: 'Not found. GraphQL is at /graphql, the REST paths begin with /api/.', extensions: { code: 'NOT_FOUND' } }],
  });
});

test('refuses a body over the limit while it is being sent, and goes on serving', async () => {
  const answer = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const request = httpRequest(
      `${server.url}/api/integration_runs`,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode, body }));
      },
    );
    request.on('error', reject);
    for (let sent = 0; sent < 3; sent += 1) request.write(Buffer.alloc(600_000, ' ')); // chunked: nobody announced the size
    request.end();
  });
  expect(answer).toEqual({ status: 413, body: '{"errors":{"base":["The body is larger than 1048576 bytes. Send less at once."]}}' });
  expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
});

test('answers garbage on the wire with 400 and goes on serving', async () => {
  const { hostname, port } = new URL(server.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write('NOT HTTP AT ALL\r\n\r\n'));
    socket.on('data', (chunk) => resolve(chunk.toString()));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
});

test.each(['[', 'x:99999', 'a b['])('answers the malformed Host %s with 400, a request id and nothing of the inside', async (host) => {
  const { hostname, port } = new URL(server.url);
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () =>
      socket.write(`GET /health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    );
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toMatch(/x-request-id: /i);
  expect(answer).not.toMatch(/node_modules|at .*:\d+/);
});

test('finishes the request that runs when it is told to stop, and takes no new one', async () => {
  let release: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = await listen(async () => gate.then(() => ({ status: 200, headers: {}, body: 'finished' })), '127.0.0.1', 0, 30_000);
  const running = fetch(slow.url);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const stopped = slow.stop(5_000);
  await expect(fetch(slow.url)).rejects.toThrow();
  release?.();
  expect(await (await running).text()).toBe('finished');
  await stopped;
});

test('answers 503 in the shape of the door when a request takes too long', async () => {
  const never = () => new Promise<never>(() => undefined);
  const stuck = { ...world.database, read: never };
  const hasty = createApp({ database: stuck, logger: createLogger('silent'), bodyLimit: 1024, requestTimeout: 50, browser });
  const graphql = await hasty(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ integrationRuns { totalCount } }"}',
    }),
  );
  expect(graphql.status).toBe(503);
  expect(await graphql.json()).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT' } }] });
  const rest = await hasty(new Request('http://gateway.test/api/integration_runs', { headers: { accept: 'application/json' } }));
  expect(rest.status).toBe(503);
  expect(await rest.json()).toMatchObject({ errors: { base: [expect.stringContaining('50 ms')] } });
  const xml = await hasty(new Request('http://gateway.test/api/integration_runs.xml'));
  expect([xml.status, xml.headers.get('content-type')]).toEqual([503, 'application/xml; charset=utf-8']);
  expect(await xml.text()).toContain('<error>This took longer than 50 ms.');
});

describe('when the database breaks', () => {
  const broken = useWorld();

  beforeAll(async () => {
    await broken.database.write(Prisma.sql`ALTER TABLE contracts RENAME TO elsewhere`);
  });

  test('GraphQL shows a message, a code and the request id, keeps what could be read, and nothing of the inside', async () => {
    const { status, data, errors } = await broken.fieldByField(
      '{ contract(by: { databaseId: 1 }) { name } integration(by: { databaseId: 1 }) { code } }',
    );
    expect(status).toBe(200);
    expect(data).toEqual({ contract: null, integration: { code: 'erp-invoices' } });
    expect(errors).toHaveLength(1);
    const requestId = errors?.[0]?.extensions.requestId;
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(errors?.[0]).toMatchObject({
      message: `Something went wrong on our side. Tell us the request id ${requestId}.`,
      path: ['contract'],
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect(JSON.stringify(errors)).not.toMatch(/contracts|relation|SELECT|prisma/i);
  });

  test('a query of one statement is not asked again field by field: that would double the load of a database that fails', async () => {
    const read = vi.fn();
    const failing: Database = {
      ...broken.database,
      read: (...asked) => {
        read();
        return broken.database.read(...asked);
      },
    };
    const app = createApp({ database: failing, logger: createLogger('silent'), bodyLimit: 1024, requestTimeout: 5_000, browser });
    const { status, json } = await post(app, {
      query: '{ contract(by: { databaseId: 1 }) { name } integration(by: { databaseId: 1 }) { code } }',
    });
    expect(read).toHaveBeenCalledTimes(1);
    expect([status, json.data, json.errors.length]).toEqual([500, undefined, 1]);
    expect(json.errors[0].message).toMatch(/^Something went wrong on our side\. Tell us the request id [0-9a-f-]{36}\.$/);
    expect(json.errors[0].extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(json)).not.toMatch(/contracts|relation|SELECT|prisma/i);
  });

  test('the log has the cause under the same request id', async () => {
    const lines: string[] = [];
    const logger = createLogger('error');
    Object.assign(logger, {
      error: (fields: object) =>
        lines.push(JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? value.message : value))),
    });
    const app = createApp({ database: broken.database, logger, bodyLimit: 1024, requestTimeout: 5_000, browser });
    const body = JSON.stringify({ query: '{ contract(by: { databaseId: 1 }) { name } }' });
    await app(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': 'find-me' },
        body,
      }),
    );
    expect(lines).toEqual([expect.stringMatching(/"requestId":"find-me".*contracts/)]);
  });
});
