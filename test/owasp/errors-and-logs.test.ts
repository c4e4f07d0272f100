// What is told of what went wrong, and what is written down. How the examples are titled: `questions.ts`.
import { describe, expect, test } from 'vitest';
import { fromFetch } from '../../src/http/request.js';
import { codeOf, post } from '../graphql/ask.js';
import { askToken } from '../support/credentials.js';
import { form, messagesOf, request, useGuardedGateway } from '../support/guarded-gateway.js';
import { createClient, wrong } from './questions.js';

const { admin, appOn, ask, lines, reader, rest, expectAnswer, world } = useGuardedGateway();

describe('GraphQL cheat sheet', () => {
  test('secure configuration: errors have no stack and no cause, which are in the log', async () => {
    const broken = appOn(() => Promise.reject(new Error('relation "integrations" is gone')));
    const { json } = await post(broken, { query: '{ integrations { totalCount } }' });
    expect(messagesOf({ json })).toEqual([expect.stringMatching(/^Something went wrong on our side/)]);
    expect(JSON.stringify(json)).not.toMatch(/relation|stack|\.[jt]s/);
    expect(lines.join('')).toMatch(/relation \\"integrations\\" is gone.*"stack"/);
  });
});

describe('REST security cheat sheet', () => {
  test.each<[point: string, status: number, work: () => Promise<{ status: number; text: string }>, text?: RegExp]>([
    ['sensitive data: a key in the address is none', 401, () => rest('GET', `integrations/1?api_key=${reader['x-coupa-api-key']}`, {})],
    ['status codes: what is not there', 404, () => rest('GET', 'integrations/999')],
    ['status codes: what has not changed', 304, () => rest('GET', 'integrations/1', { ...reader, 'if-none-match': '*' })],
  ])('%s: %i', async (_point, status, work, text) => {
    await expectAnswer(status, work, text);
  });

  test('error handling: a fault is told in general words, and found in the log by its id', async () => {
    const broken = appOn(() => Promise.reject(new Error('password authentication failed')));
    const answer = await broken(request('/api/integrations', { accept: 'application/json', 'x-request-id': 'find-me' }));
    const message = 'Something went wrong on our side. Tell us the request id find-me.';
    expect([answer.status, await answer.json()]).toEqual([500, { errors: { base: [message] } }]);
    expect(lines.find((line) => line.includes('password authentication failed'))).toContain('"requestId":"find-me"');
  });

  test('audit logs: a refused credential is logged with its address, and without itself', async () => {
    const guess = `irk_${'G'.repeat(43)}`;
    await world.app.handle(fromFetch(request(`/api/integrations?api_key=${guess}`, { 'x-coupa-api-key': guess }), '192.0.2.7'));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, address: '192.0.2.7', msg: 'A credential was refused' });
    expect(lines.join('')).not.toContain(guess);
  });

  test('audit logs: it is logged who gives out a credential, which is shown this once', async () => {
    const { clientSecret, apiClient } = (await ask(createClient, admin)).json.data.createApiClient;
    const logged = { actor: expect.any(Number), client: apiClient.clientId, msg: 'An API client was created' };
    expect(JSON.parse(lines[0] ?? '')).toMatchObject(logged);
    expect(lines.join('')).not.toContain(clientSecret);
    expect(codeOf(await ask('{ apiClients { nodes { clientSecret } } }', admin))).toBe(wrong);
  });

  test('audit logs: nothing in a request begins a line', async () => {
    await world.app(request('/api/integrations/%0a"level":60', { ...reader, 'x-request-id': '", "level": 60' }));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 30, path: '/api/integrations/%0a%22level%22:60' }]);
  });

  test('sensitive data: a secret in the address is refused, and addresses are logged without what is asked', async () => {
    expect((await askToken(world, form('nobody'), {}, '/oauth2/token?client_secret=hush')).status).toBe(400);
    expect(lines.join('')).toContain('/oauth2/token');
    expect(lines.join('')).not.toContain('hush');
  });
});
