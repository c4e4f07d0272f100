import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HttpRequest } from '../src/http/request.js';
import { listen, type RunningServer } from '../src/http/server.js';
import { askTarget, exchange, type WireAnswer } from './support/wire.js';
import { useWorld } from './support/world.js';

const world = useWorld();
let server: RunningServer;
/** Answers with the address that it was asked for. */
let echo: RunningServer;

beforeAll(async () => {
  server = await listen(world.app.handle, '127.0.0.1', 0, 30_000);
  echo = await listen(async ({ url }: HttpRequest) => ({ status: 200, headers: {}, body: url }), '127.0.0.1', 0, 30_000);
});
afterAll(() => Promise.all([server.stop(1_000), echo.stop(1_000)]));

const host = 'Host: gateway.test';
const json = 'Accept: application/json';
const post = [host, 'Content-Type: application/json'];
const question = '{"query":"{ integrationRun(by: { databaseId: 1 }) { status } }"}';
const ask = (method: string, target: string, headers: readonly string[] = [host, json], body = '') =>
  askTarget(server.url, method, target, headers, body);
const addressOf = async (target: string, headers: readonly string[] = [host]) => (await askTarget(echo.url, 'GET', target, headers)).body;
const content = ({ status, body }: WireAnswer) => ({ status, body });

describe('a target in absolute form, as proxies are sent,', () => {
  test.each([
    ['a record', 'GET', '/api/integration_runs/1.json', [host, json], ''],
    ['a list', 'GET', '/api/integration_runs?limit=2&status=failed', [host, json], ''],
    ['a path that is not there', 'GET', '/api/nothing', [host, json], ''],
    ['a path of neither door', 'GET', '/nothing', [host, json], ''],
    ['the methods of a path', 'OPTIONS', '/api/integration_runs/1', [host, json], ''],
    ['the head of a record', 'HEAD', '/api/integration_runs/1.json', [host, json], ''],
    ['a refused write', 'POST', '/api/integration_runs', [...post, json], '{}'],
    ['a question by POST', 'POST', '/graphql', post, question],
    ['a question by GET', 'GET', '/graphql?query=%7B__typename%7D', [host, json], ''],
    ['the probe', 'GET', '/health/ready', [host], ''],
    ['a token', 'POST', '/oauth2/token', [host, 'Content-Type: application/x-www-form-urlencoded'], 'grant_type=client_credentials'],
    ['the documentation', 'GET', '/api/openapi.json', [host], ''],
  ])('is answered like one in origin form: %s', async (_title, method, path, headers, body) => {
    const expected = content(await ask(method, path, headers, body));
    expect(expected.status).toBeGreaterThan(0);
    for (const origin of ['http://gateway.test', 'HTTP://GATEWAY.test:4000', 'https://gateway.test', 'http://[::1]:4000'])
      expect(content(await ask(method, `${origin}${path}`, headers, body)), origin).toEqual(expected);
  });

  test('writes once', async () => {
    const created = await ask('POST', 'http://gateway.test/api/integration_runs.json', post, '{"integration":{"id":1}}');
    expect(created.status).toBe(201);
    const { id } = JSON.parse(created.body);
    expect(await ask('PUT', `http://gateway.test/api/integration_runs/${id}/run.json`)).toMatchObject({ status: 200 });
    const { json: run } = await world.rest('GET', `/api/integration_runs/${id}.json`);
    expect(run).toMatchObject({ id, status: 'running' });
  });

  test('has the authority of the target, whatever the Host says', async () => {
    expect(await addressOf('http://one.test:8080/a?b', ['Host: two.test'])).toBe('http://one.test:8080/a?b');
    expect(await addressOf('https://one.test/a', ['Host: two.test'])).toBe('https://one.test/a');
    expect(await addressOf('/a', ['Host: two.test'])).toBe('http://two.test/a');
  });

  test('needs no path', async () => {
    const root = { status: 302, head: expect.stringContaining('location: /graphql') };
    expect(await ask('GET', 'http://gateway.test')).toMatchObject(root);
    expect(await ask('GET', 'http://gateway.test?a=b')).toMatchObject(root);
  });
});

describe('what names no address', () => {
  test.each([
    ['an authority that is none', 'http://[/graphql', [host]],
    ['a port that is none', 'http://gateway.test:port/graphql', [host]],
    ['a port out of range', 'http://gateway.test:99999/graphql', [host]],
    ['no authority', 'http:///graphql', [host]],
    ['somebody’s name before the host', 'http://somebody:secret@gateway.test/graphql', [host]],
    ['another scheme', 'ftp://gateway.test/graphql', [host]],
    ['a path in the Host', '/health/live', ['Host: gateway.test/graphql?']],
    ['an empty Host', '/health/live', ['Host: ']],
    ['two Hosts', '/health/live', [host, 'HOST: elsewhere.test']],
    ['two Hosts beside an authority', 'http://gateway.test/health/live', [host, 'Host: elsewhere.test']],
    ['a backslash for a slash', '/health\\..\\graphql', [host]],
    ['dots that are encoded', '/health/%2e%2e/graphql', [host]],
    ['a dot that is encoded', '/health/.%2E/graphql?query=%7B__typename%7D', [host]],
    ['the other dot', '/health/%2E./graphql', [host]],
    ['encoded dots at the end', '/health/live/%2e%2e', [host]],
    ['one encoded dot', 'http://gateway.test/health/%2e/live', [host]],
    ['a star for another method than OPTIONS', '*', [host]],
  ])('is refused with 400: %s', async (_title, target, headers) => {
    const { status, body } = await ask('GET', target, headers);
    expect([status, JSON.parse(body).errors[0].message]).toEqual([400, 'The address or the Host header of the request is malformed.']);
  });

  test.each([
    ['/api/integrations/1/%2e%2e/2', [host], 'XML'],
    ['/api/integrations/1/%2e%2e/2.json', [host], 'JSON'],
    ['/api/integrations/1/%2e%2e/2', [host, json], 'JSON'],
    ['/api/integrations\\1', [host, json], 'JSON'],
    ['/api/integrations/1.json', ['Host: gateway.test/api'], 'JSON'],
    ['/api/integrations/1', [host, 'Host: elsewhere.test'], 'XML'],
    ['http://gateway.test:99999/api/integrations/1?a=b', [host, json], 'JSON'],
    ['http://[/api/integrations/1', [host], 'XML'],
  ])('below /api is refused as that door refuses: %s', async (target, headers, format) => {
    const message = 'The address or the Host header of the request is malformed.';
    const { status, body } = await ask('GET', target, headers);
    expect(status).toBe(400);
    if (format === 'JSON') expect(JSON.parse(body)).toEqual({ errors: { base: [message] } });
    else expect(body).toContain(`<errors>\n  <error>${message}</error>`);
  });

  test('the gateway as a whole has its methods', async () => {
    expect(await ask('OPTIONS', '*')).toMatchObject({ status: 204, head: expect.stringContaining('allow: GET, HEAD, OPTIONS') });
  });

  test('a tunnel is refused, and others are served', async () => {
    expect(await exchange(server.url, 'CONNECT gateway.test:443 HTTP/1.1\r\nHost: gateway.test:443\r\n\r\n')).toMatch(/^HTTP\/1\.1 405 /);
    expect((await ask('GET', '/health/live')).status).toBe(200);
  });

  test('HTTP/1.0 needs no Host', async () => {
    expect(await exchange(server.url, 'GET /health/live HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a path is the same however it is spelled:', () => {
  test.each([
    ['/api/integration_runs/1.json', '/api/integration_runs/%31.json'],
    ['/api/integration_runs/1.json', '/api/integration%5Fruns/1.json'],
    ['/api/integration_runs/1.json', '/api/integration%5fruns/1%2Ejson'],
    ['/api/integration_runs/1.json', '/%61%70%69/integration_runs/1%2e%6Ason'],
    ['/api/integration_runs/1.json', '/api//integration_runs/1.json'],
    ['/api/integration_runs/1.json', '//api///integration_runs//1.json'],
    ['/api/integration_runs/1.json', '/api/integration_runs/1.json//'],
    ['/api/integration_runs/1.json', '/api/./integration_runs/2/../1.json'],
    ['/api/integration_runs?limit=1&id=1', '/api//integration%5Fruns?limit=1&id=1'],
    ['/health/live', '/%68ealth//live'],
    ['/api/openapi.json', '/api/open%61pi.json'],
    ['/api/docs', '/api//docs'],
    ['/graphql?query=%7B__typename%7D', '/%67raphql?query=%7B__typename%7D'],
    ['/graphql?query=%7B__typename%7D', '//graphql?query=%7B__typename%7D'],
  ])('%s: %s', async (usual, spelled) => {
    const expected = content(await ask('GET', usual));
    expect(expected.status).toBe(200);
    expect(content(await ask('GET', spelled))).toEqual(expected);
    expect(content(await ask('GET', `http://gateway.test${spelled}`))).toEqual(expected);
    const response = await world.app(new Request(`http://gateway.test${spelled}`, { headers: { accept: 'application/json' } }));
    expect([response.status, await response.text()]).toEqual([expected.status, expected.body]);
  });

  test('a question by POST, a move and a token', async () => {
    expect(content(await ask('POST', '/%67raph%71l', post, question))).toEqual(content(await ask('POST', '/graphql', post, question)));
    const form = [host, 'Content-Type: application/x-www-form-urlencoded'];
    expect(await ask('POST', '/oauth2//t%6Fken', form, 'grant_type=x')).toMatchObject({
      status: 400,
      body: expect.stringContaining('unsupported_grant_type'),
    });
    expect((await ask('PUT', '/api//integration%5Fruns/5/p%61use.json')).body).toContain('Integration run 5 is successful');
  });

  test('links are to the usual one', async () => {
    const { head } = await ask('GET', '/api//integration%5Fruns?limit=1&status%5Bin%5D=failed');
    const { head: usual } = await ask('GET', '/api/integration_runs?limit=1&status%5Bin%5D=failed');
    const linkIn = (text: string) => /^link: .*$/im.exec(text)?.[0];
    expect(linkIn(head)).toMatch(/^link: <\/api\/integration_runs\?/);
    expect(linkIn(head)).toEqual(linkIn(usual));
  });
});

describe('what is encoded and has to be', () => {
  test.each([
    ['a slash', '/api/integration_runs%2F1', /There is no path \/api\/integration_runs%2F1/],
    ['a slash before a move', '/api/integration_runs/1%2Fpause', /There is no integration run with the id \\"1%2Fpause\\"/],
    ['a percent sign before digits', '/api/integration_runs/%2531', /There is no integration run with the id \\"%2531\\"/],
    ['no digits', '/api/integration_runs/%zz', /There is no integration run with the id \\"%zz\\"/],
    ['nothing after a percent sign', '/api/integration_runs/1%', /There is no integration run with the id \\"1%\\"/],
    ['NUL', '/api/integration_runs/1%00', /There is no integration run with the id \\"1%00\\"/],
    ['a backslash', '/api%5Cintegration_runs', /Not found/],
    ['no digits, outside of the doors', '/%zz', /Not found/],
  ])('is another path: %s', async (_title, target, message) => {
    expect(await ask('GET', target)).toMatchObject({ status: 404, body: expect.stringMatching(message) });
  });

  test('is no UTF-8, which is malformed', async () => {
    expect(await ask('GET', '/api/integration_runs/%ff')).toMatchObject({ status: 400, body: expect.stringContaining('not UTF-8') });
  });

  test('is refused in the format that the path asks for', async () => {
    const { status, body } = await ask('GET', '/api//integration%5Fruns/%zz.xml', [host]);
    expect([status, body]).toEqual([404, expect.stringContaining('<errors>')]);
  });
});
