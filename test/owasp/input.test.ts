// What is sent: checked, and never taken for anything but a value. How the examples are titled: `questions.ts`.
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { listen } from '../../src/http/server.js';
import { globalId } from '../graphql/refusals.js';
import { issuer, useGuardedGateway } from '../support/guarded-gateway.js';
import { bad, change, count, sql, wrong } from './questions.js';

const { ask, askWithTokenOf, changesNothing, create, reader, rest, expectRefusedUnread, expectAnswer, world, writer } = useGuardedGateway();

describe('GraphQL cheat sheet', () => {
  test.each<[point: string, code: string, query: string, variables?: object]>([
    ['input validation: a number is a number', wrong, change('start', 'totalRecords: "many"')],
    ['input validation: an enum is a list of what is allowed', wrong, count('integrationRuns', 'status: { eq: DONE }')],
    ['input validation: a time, a scalar of its own, has to exist', bad, change('start', 'startTime: "2026-02-30T00:00:00Z"')],
    ['input validation: an input has a schema, and no unknown fields', wrong, change('start', 'version: 9')],
    ['injection: SQL is no order', wrong, `{ integrationRuns(orderBy: { field: "${sql}" }) { totalCount } }`],
    ['injection: SQL is no cursor', bad, `{ integrationRuns(after: "${globalId('', sql)}") { totalCount } }`],
  ])('%s: refused before anything is read', async (_point, code, query, variables) => {
    await expectRefusedUnread(code, query, variables);
  });

  const refuses = (message: string) => ({ updateIntegrationRun: { code: 'VALIDATION_FAILED', message } });
  const range = 'Total records must be a whole number from 0 to 2147483647';
  const long = `integrationErrors: [{ status: "${'x'.repeat(256)}" }]`;
  const nothing = { integrationRuns: { totalCount: 0 } };
  test.each<[point: string, query: string, data: object]>([
    ['input validation: ranges are held', change('update', 'totalRecords: -1'), refuses(range)],
    ['input validation: lengths are held', change('update', long), refuses('Status is too long (at most 255 characters)')],
    ['injection: SQL in a filter is a text', count('integrationRuns', `integration: { name: { contains: "${sql}" } }`), nothing],
    ['injection: a pattern in a filter is a text', count('integrationRuns', 'integration: { name: { contains: "%" } }'), nothing],
    ['injection: SQL in a name is a text', `{ integration(by: { code: "${sql}" }) { id } }`, { integration: null }],
  ])('%s', async (_point, query, data) => {
    await changesNothing(async () => expect((await ask(query, writer)).json).toEqual({ data }));
  });

  test('injection: what stands in a request begins no header (CRLF)', async () => {
    const { headers } = await rest('GET', 'integrations?limit=1&name[contains]=%0d%0aset-cookie:%20a=b', { ...reader, prefer: 'graphql' });
    expect([headers.get('set-cookie'), headers.get('link')]).toEqual([null, expect.stringContaining('%0D%0Aset-cookie')]);
  });

  test('injection: a request with two lengths is none (request smuggling)', async () => {
    const server = await listen(world.app.handle, '127.0.0.1', 0, 30_000);
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const smuggled = 'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n';
    socket.write(`POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`);
    const [answer] = await once(socket, 'data');
    await server.stop(0);
    expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('process validation: nothing is fetched from where a request says (SSRF)', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('out of reach'));
    expect([await askWithTokenOf('https://evil.example.com'), await askWithTokenOf(issuer)]).toEqual([401, 503]);
    expect(fetched.mock.calls.map(([url]) => url)).toEqual([`${issuer}/.well-known/openid-configuration`]);
  });
});

describe('REST security cheat sheet', () => {
  const send = (type: string, body: string) => rest('POST', 'integration_runs', { ...writer, 'content-type': type }, body);
  const entity = (declared: string) => `<!DOCTYPE a [${declared}]><integration-run><flow>&x;</flow></integration-run>`;
  const external = '<!ENTITY x SYSTEM "file:///etc/hosts">';
  const laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;">';
  const asParameter = encodeURIComponent(sql);
  test.each<[point: string, status: number, work: () => Promise<{ status: number; text: string }>, text?: RegExp]>([
    ['input validation: type', 400, () => create({ 'total-records': 'many' }), /Total records must be a whole number/],
    ['input validation: range', 400, () => create({ 'total-records': -1 }), /must be a whole number from 0/],
    ['input validation: length', 400, () => create({ 'integration-errors': [{ status: 'x'.repeat(256) }] }), /too long/],
    ['input validation: format', 400, () => create({ 'start-time': 'yesterday' }), /Start time/],
    ['input validation: encoding', 400, () => create({ 'integration-errors': [{ status: '\ud800' }] }), /surrogate/],
    ['input validation: unknown parameters', 400, () => rest('GET', 'integrations?password=1'), /There is no attribute/],
    ['input validation: SQL is no number', 400, () => rest('GET', `integrations?id=${asParameter}`), /must be a whole number/],
    ['input validation: SQL is no order', 400, () => rest('GET', `integrations?order_by=${asParameter}`), /There is no attribute/],
    ['input validation: size', 413, () => create({ flow: 'x'.repeat(1_048_577) }), /larger than/],
    ['input validation: XML has no external entities', 400, () => send('text/xml', entity(external)), /DOCTYPE/],
    ['input validation: XML has no entities that multiply', 400, () => send('text/xml', entity(laughs)), /DOCTYPE/],
    ['content types: a body of an unexpected one', 415, () => send('application/x-www-form-urlencoded', 'integration[id]=1')],
    ['content types: a body that is another', 400, () => send('application/json', '<integration-run/>'), /no JSON/],
    ['content types: an answer that is not to be had', 406, () => rest('GET', 'integrations/1', { ...reader, accept: 'image/png' })],
  ])('%s: %i', async (_point, status, work, text) => {
    await expectAnswer(status, work, text);
  });

  test('content types: the answer’s is never copied from the request, and a text stays a text', async () => {
    const { headers, text } = await rest('GET', 'integrations/<script>', { ...reader, accept: 'application/xml;a="<script>", text/html' });
    expect([headers.get('content-type'), text]).toEqual(['application/xml; charset=utf-8', expect.not.stringContaining('<script>')]);
  });
});

describe('API Security Top 10 (2023), what neither cheat sheet has', () => {
  test('API3 properties: what is not for clients to set is not set (mass assignment)', async () => {
    const more = { id: 9_999, status: 'successful', 'created-at': '2000-01-01T00:00:00Z', 'created-by': { id: 1 } };
    const { status, json } = await create(more);
    expect([status, json.status, json.id === 9_999, json['created-by'].id === 1]).toEqual([201, 'pending', false, false]);
    expect(json['created-at'] > '2025').toBe(true);
  });
});
