// An open gateway is anybody's who can reach it, so it answers only when it is called by its own name: a page whose name was made to resolve to this
// machine is otherwise as good as its own.
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createApp } from '../src/app.js';
import { listen } from '../src/http/server.js';
import { createLogger } from '../src/observability/logger.js';
import { post } from './graphql/ask.js';
import { useWorld } from './support/world.js';

const world = useWorld();
const settings = () => ({ database: world.database, logger: createLogger('silent'), bodyLimit: 100_000, requestTimeout: 5_000 });
const open = (...hosts: string[]) => createApp({ ...settings(), browser: { hosts } });

const reads = [
  '/',
  '/graphql',
  '/graphql?query={__typename}',
  '/graphql/assets/favicon.svg',
  '/api/integrations',
  '/api/integrations/1.xml',
];
const others = [
  '/api/docs',
  '/api/openapi.json',
  '/api/docs/assets/favicon.svg',
  '/health/live',
  '/health/ready',
  '/oauth2/token',
  '/nothing',
];

describe('another host', () => {
  test.each([...reads, ...others])('is refused for %s, whatever the method', async (path) => {
    const statements = await world.statementsOf(async () => {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const headers = { 'sec-fetch-site': 'same-origin', 'access-control-request-method': 'POST' };
        expect((await open()(new Request(`http://evil.example:4000${path}`, { method, headers }))).status, method).toBe(421);
      }
    });
    expect(statements).toEqual([]);
  });

  test('gets no secret', async () => {
    const query = 'mutation { createApiClient(input: { name: "x", scopes: [ADMIN] }) { __typename } }';
    const body = JSON.stringify({ query });
    const headers = { 'content-type': 'application/json', origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' };
    const statements = await world.statementsOf(async () => {
      const response = await open()(new Request('http://evil.example/graphql', { method: 'POST', headers, body }));
      expect([response.status, await response.json()]).toEqual([
        421,
        {
          errors: [
            {
              message:
                'This gateway asks for no credential, so it answers only to names that it knows, and "evil.example" is none of them. Call it localhost or 127.0.0.1; its operator can name other hosts in ALLOWED_HOSTS.',
              extensions: { code: 'MISDIRECTED' },
            },
          ],
        },
      ]);
    });
    expect(statements).toEqual([]);
  });

  test('is told so in the shape of the door', async () => {
    const ask = async (path: string) => (await open()(new Request(`http://evil.example${path}`))).text();
    expect(JSON.parse(await ask('/api/integrations.json'))).toEqual({ errors: { base: [expect.stringContaining('ALLOWED_HOSTS')] } });
    expect(await ask('/api/integrations.xml')).toMatch(/<errors>\s*<error>This gateway .*ALLOWED_HOSTS/);
    expect(JSON.parse(await ask('/oauth2/token'))).toEqual({
      error: 'invalid_request',
      error_description: expect.stringContaining('ALLOWED_HOSTS'),
    });
  });

  test('has its name cut in the message', async () => {
    const name = Array.from({ length: 4 }, () => 'a'.repeat(60)).join('.');
    expect((await (await open()(new Request(`http://${name}/api/integrations.json`))).text()).length).toBeLessThan(400);
  });
});

test.each([
  ['http://localhost', 200],
  ['http://localhost:4000', 200],
  ['http://LOCALHOST', 200],
  ['http://localhost.', 200],
  ['http://127.0.0.1:80', 200],
  ['http://127.0.0.1.', 200],
  ['http://2130706433', 200],
  ['http://[::1]:4000', 200],
  ['http://[0:0:0:0:0:0:0:1]', 200],
  ['http://gateway.example.com', 200],
  ['http://Gateway.Example.com.:8443', 200],
  ['http://[fd00::7]', 200],
  ['http://0.0.0.0:4000', 421],
  ['http://127.0.0.2', 421],
  ['http://[::ffff:127.0.0.1]', 421],
  ['http://localhost.evil.example', 421],
  ['http://evil.localhost', 421],
  ['http://127.0.0.1.evil.example', 421],
  ['http://www.gateway.example.com', 421],
  ['http://example.com', 421],
  ['http://localhost..', 421],
  ['http://gateway', 421],
])('called %s an open gateway answers %d', async (at, expected) => {
  const app = open('gateway.example.com', '[fd00::7]');
  for (const path of ['/health/live', '/api/integrations/1', '/graphql?query={__typename}'])
    expect((await app(new Request(`${at}${path}`))).status).toBe(expected);
});

test('a gateway that asks for credentials answers to every host', async () => {
  const app = createApp({ ...settings(), auth: { mode: 'required' } });
  const statusOf = async (path: string) => (await app(new Request(`http://evil.example${path}`))).status;
  expect([await statusOf('/health/live'), await statusOf('/api/docs'), await statusOf('/api/integrations')]).toEqual([200, 200, 401]);
});

test('tests call it by a name that it has to be told', async () => {
  expect((await post(open(), { query: '{ __typename }' })).status).toBe(421);
  expect((await post(world.app, { query: '{ __typename }' })).status).toBe(200);
});

test('over the wire, the Host header tells, and a program that sends none is let in', async () => {
  const server = await listen(open().handle, '127.0.0.1', 0, 5_000);
  const { port } = new URL(server.url);
  const statusWith = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asked = request({ port, host: '127.0.0.1', path: '/api/integrations/1', setHost: false, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject).end();
    });
  try {
    expect(await statusWith({ host: `evil.example:${port}` })).toBe(421);
    expect(await statusWith({ host: `localhost:${port}` })).toBe(200);
    expect(await statusWith({ host: 'evil.example', 'x-forwarded-host': 'localhost' })).toBe(421);
  } finally {
    await server.stop(100);
  }
});
