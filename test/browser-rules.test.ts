import { describe, expect, test } from 'vitest';
import { useWorld } from './support/world.js';

const app = 'https://app.example.com';
const closed = useWorld();
const listed = useWorld({ browser: { origins: [app], httpsOnly: 31_536_000 } });

const paths = ['/', '/graphql', '/api/integrations', '/api/docs', '/api/nothing', '/health/live', '/oauth2/token', '/nothing'];
const ask = (world: typeof closed, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  world.app(new Request(`http://gateway.test${path}`, { method, headers }));

describe('every answer', () => {
  test.each(paths)('of %s tells browsers to guess no type, to send no address on, and to show it in no frame', async (path) => {
    for (const accept of ['text/html', 'application/json', 'application/xml']) {
      const { headers } = await ask(closed, path, { accept });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|\*|https?:/);
      expect(headers.get('strict-transport-security')).toBeNull();
      expect([...headers.keys()].filter((name) => /^(server|x-powered-by)$/.test(name))).toEqual([]);
    }
  });

  test('asks for HTTPS from then on where the configuration says so', async () => {
    expect((await ask(listed, '/health/live')).headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });
});

describe('pages of other origins', () => {
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' };

  test('may call when they are listed, with credentials that they send themselves', async () => {
    const asked = await ask(listed, '/graphql', { origin: app, ...preflight }, 'OPTIONS');
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(app);
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, PUT, PATCH, OPTIONS');
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/authorization, content-type/);
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await ask(listed, '/api/integrations', { origin: app });
    expect(answer.headers.get('access-control-allow-origin')).toBe(app);
    expect(answer.headers.get('vary')).toBe('Accept, Prefer, Origin');
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-total-count');
  });

  test.each([
    ['another origin', 'https://evil.example.com'],
    ['a listed one with another port', `${app}:8443`],
    ['a listed one by http', 'http://app.example.com'],
    ['none', 'null'],
  ])('may not when they are not: %s', async (_title, origin) => {
    for (const answer of [
      await ask(listed, '/graphql', { origin, ...preflight }, 'OPTIONS'),
      await ask(listed, '/api/integrations', { origin }),
    ]) {
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  test('may not at all where none is listed', async () => {
    const { headers } = await ask(closed, '/api/integrations', { origin: app });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('are answered before they have a credential', async () => {
    const { createApp } = await import('../src/app.js');
    const { createLogger } = await import('../src/observability/logger.js');
    const required = createApp({
      database: closed.database,
      logger: createLogger('silent'),
      bodyLimit: 1_024,
      requestTimeout: 1_000,
      auth: { mode: 'required' },
      browser: { origins: [app], httpsOnly: null },
    });
    const headers = { origin: app, ...preflight };
    expect((await required(new Request('http://gateway.test/api/integrations', { method: 'OPTIONS', headers }))).status).toBe(204);
  });
});
