// Bodies that come packed: read at every door as what is in them.
import { request as httpRequest } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.js';
import { listen, type RunningServer } from '../src/http/server.js';
import { createLogger } from '../src/observability/logger.js';
import { expectNothingWritten } from './domain/contents.js';
import { makeClient } from './support/credentials.js';
import { browser, useWorld } from './support/world.js';

const world = useWorld();

type Pack = (bytes: Uint8Array) => Uint8Array;

const packs: readonly (readonly [contentEncoding: string, pack: Pack])[] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['identity', (bytes) => bytes],
  ['', (bytes) => bytes],
  ['gzip, identity', gzipSync],
  ['gzip, br', (bytes) => brotliCompressSync(gzipSync(bytes))],
  [' br ,, deflate,gzip ', (bytes) => gzipSync(deflateSync(brotliCompressSync(bytes)))],
];

const send = async (path: string, type: string, body: Uint8Array, contentEncoding: string, method = 'POST') => {
  const headers = { 'content-type': type, accept: 'application/json', 'content-encoding': contentEncoding };
  const response = await world.app(new Request(`http://gateway.test${path}`, { method, headers, body: new Uint8Array(body) }));
  return { status: response.status, accepted: response.headers.get('accept-encoding'), json: await response.json() };
};

const graphql = Buffer.from('{"query":"{ integration(by: { databaseId: 1 }) { code } }"}');
const answer = { data: { integration: { code: 'erp-invoices' } } };

describe.each(packs)('a body as %s', (contentEncoding, pack) => {
  test('is read by GraphQL', async () => {
    expect(await send('/graphql', 'application/json', pack(graphql), contentEncoding)).toMatchObject({ status: 200, json: answer });
  });

  test('is read over REST, in JSON and in XML', async () => {
    const run = '/api/integration_runs/1';
    const json = await send(run, 'application/json', pack(Buffer.from('{"total-records":71}')), contentEncoding, 'PUT');
    expect([json.status, json.json['total-records']]).toEqual([200, 71]);
    const xml = Buffer.from('<integration-run><total-records>72</total-records></integration-run>');
    const fromXml = await send(run, 'application/xml', pack(xml), contentEncoding, 'PUT');
    expect([fromXml.status, fromXml.json['total-records']]).toEqual([200, 72]);
  });

  test('is read by the token endpoint', async () => {
    const { apiClient, clientSecret } = await makeClient(world, ['core.integration.read']);
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: apiClient.clientId, client_secret: clientSecret });
    const { status, json } = await send(
      '/oauth2/token',
      'application/x-www-form-urlencoded',
      pack(Buffer.from(form.toString())),
      contentEncoding,
    );
    expect([status, json.token_type]).toEqual([200, 'bearer']);
  });
});

/** A path of each door, with the type of its bodies. */
const doors = [
  ['/graphql', 'application/json'],
  ['/api/integrations', 'application/json'],
  ['/api/integrations', 'application/xml'],
  ['/oauth2/token', 'application/x-www-form-urlencoded'],
] as const;

describe.each(doors)('%s in %s', (path, type) => {
  expectNothingWritten(world);
  const megabyte = 1_048_576;

  test.each(['zstd', 'compress', 'aes128gcm', 'gzip, zstd', 'gzip;q=1', 'constructor', 'gzip, gzip, gzip, gzip'])(
    'refuses %s with what it takes',
    async (contentEncoding) => {
      const { status, accepted, json } = await send(path, type, gzipSync('x'), contentEncoding);
      expect([status, accepted]).toEqual([415, 'gzip, deflate, br']);
      expect(JSON.stringify(json)).toContain('Send gzip, deflate, br, or the body as it is.');
    },
  );

  const packed = gzipSync(graphql);
  test.each<[what: string, contentEncoding: string, body: Uint8Array]>([
    ['what is no gzip', 'gzip', graphql],
    ['what is no zlib', 'deflate', graphql],
    ['what is no Brotli', 'br', graphql],
    ['a gzip that is cut off', 'gzip', packed.subarray(0, -3)],
    ['the head of a gzip', 'gzip', packed.subarray(0, 10)],
    ['a gzip whose sum is wrong', 'gzip', Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)])],
    ['a gzip with something behind it', 'gzip', Buffer.concat([packed, Buffer.from('{}')])],
    ['a zlib with something behind it', 'deflate', Buffer.concat([deflateSync(graphql), Buffer.from('{}')])],
    ['a raw deflate that is cut off', 'deflate', deflateRawSync(graphql).subarray(0, -3)],
    ['a Brotli with something behind it', 'br', Buffer.concat([brotliCompressSync(graphql), Buffer.from('{}')])],
    ['a Brotli that is cut off', 'br', brotliCompressSync(graphql).subarray(0, -3)],
    ['a gzip that was packed once only', 'gzip, gzip', packed],
  ])('refuses %s', async (_what, contentEncoding, body) => {
    const { status, json } = await send(path, type, body, contentEncoding);
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toMatch(/The body is no (gzip|deflate|br): it is damaged, cut off, or followed by something else\./);
  });

  test('counts what comes out: one byte more than the limit is too much', async () => {
    const tenMegabytes = gzipSync(Buffer.alloc(10 * megabyte, ' '));
    const bombs: readonly (readonly [string, Uint8Array])[] = [
      ['gzip', tenMegabytes],
      ['gzip, gzip', gzipSync(tenMegabytes)],
      ['gzip', gzipSync(Buffer.alloc(megabyte + 1, ' '))],
      ['deflate', deflateSync(Buffer.alloc(10 * megabyte, ' '))],
      ['br', brotliCompressSync(Buffer.alloc(10 * megabyte, ' '))],
      ['identity', Buffer.alloc(megabyte + 1, ' ')],
      ['zstd', Buffer.alloc(2 * megabyte + 1, ' ')],
    ];
    for (const [contentEncoding, body] of bombs) {
      const { status, json } = await send(path, type, body, contentEncoding);
      expect([contentEncoding, status]).toEqual([contentEncoding, 413]);
      expect(JSON.stringify(json)).toContain('The body is larger than 1048576 bytes. Send less at once.');
    }
  });
});

test('as much as the limit is read, though it becomes longer when it is packed', async () => {
  const limit = 5_000;
  const app = createApp({ database: world.database, logger: createLogger('silent'), bodyLimit: limit, requestTimeout: 30_000, browser });
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  for (const [length, status] of [
    [limit, 200],
    [limit + 1, 413],
  ] as const) {
    const body = gzipSync(Buffer.concat([graphql, Buffer.alloc(length - graphql.length, ' ')]), { level: 0 });
    expect(body.length).toBeGreaterThan(limit);
    const response = await app(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
    expect(response.status).toBe(status);
  }
});

test('a gigabyte in a megabyte is not unpacked further than the limit', async () => {
  const tenMegabytes = gzipSync(Buffer.alloc(10_000_000));
  const bomb = Buffer.concat(Array.from({ length: 100 }, () => tenMegabytes));
  const before = process.resourceUsage().maxRSS; // kilobytes
  expect(await send('/graphql', 'application/json', bomb, 'gzip')).toMatchObject({ status: 413 });
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(500_000);
});

test('several gzips behind each other are one body', async () => {
  const body = Buffer.concat([gzipSync(graphql.subarray(0, 20)), gzipSync(graphql.subarray(20))]);
  expect(await send('/graphql', 'application/json', body, 'gzip')).toMatchObject({ status: 200, json: answer });
});

test.each(['gzip', 'zstd', 'br, gzip'])('no body is no body, whatever it is said to be packed in: %s', async (contentEncoding) => {
  const moved = await send('/api/integration_runs/2', 'application/json', Buffer.alloc(0), contentEncoding, 'PUT');
  expect(moved.status).toBe(200);
  const response = await world.app(
    new Request('http://gateway.test/api/integrations/1.json', { headers: { 'content-encoding': contentEncoding } }),
  );
  expect(response.status).toBe(200);
});

test('what is packed must be UTF-8 as well', async () => {
  const body = gzipSync(Buffer.from('{"query":"{ __typename } #ü"}', 'latin1'));
  expect(await send('/graphql', 'application/json', body, 'gzip')).toMatchObject({ status: 400 });
});

describe('on the wire', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await listen(world.app.handle, '127.0.0.1', 0, 30_000);
  });
  afterAll(() => server.stop(1_000));

  const post = (path: string, chunks: readonly Uint8Array[], contentEncoding: string | string[]) =>
    new Promise<{ status: number | undefined; accepted: string | undefined; text: string }>((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const request = httpRequest(`${server.url}${path}`, { method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode, accepted: response.headers['accept-encoding'], text }));
      });
      request.on('error', reject).setHeader('content-encoding', contentEncoding);
      for (const chunk of chunks) request.write(chunk);
      request.end();
    });

  test.each([
    ['gzip', gzipSync(graphql)],
    ['deflate', deflateSync(graphql)],
    ['br', brotliCompressSync(graphql)],
  ])('%s is read, in however many chunks it comes', async (contentEncoding, body) => {
    const chunks = Array.from(body, (byte) => Uint8Array.of(byte));
    expect(await post('/graphql', [body], contentEncoding)).toMatchObject({ status: 200, text: JSON.stringify(answer) });
    expect(await post('/graphql', chunks, contentEncoding)).toMatchObject({ status: 200, text: JSON.stringify(answer) });
  });

  test('two headers are a list', async () => {
    expect(await post('/graphql', [brotliCompressSync(gzipSync(graphql))], ['gzip', 'br'])).toMatchObject({ status: 200 });
  });

  test('what is not taken is refused, and the connection goes on', async () => {
    expect(await post('/graphql', [graphql], 'zstd')).toMatchObject({ status: 415, accepted: 'gzip, deflate, br' });
    expect(await post('/graphql', [gzipSync(Buffer.alloc(3_000_000))], 'gzip')).toMatchObject({ status: 413 });
    expect(await post('/graphql', [Buffer.alloc(3_000_000)], 'gzip')).toMatchObject({ status: 413 });
    expect(await post('/graphql', [gzipSync(graphql)], 'gzip')).toMatchObject({ status: 200 });
  });
});
