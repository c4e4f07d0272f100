// The OWASP cheat sheets for GraphQL and for REST, and of the API Security Top 10 of 2023 what neither has: a test for each point, titled by its
// section and the point, with one telling example. What is behind an example is tested at length beside what it is about.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import type { App } from '../src/app.js';
import { parseProxies } from '../src/client-address.js';
import { readConfig } from '../src/config.js';
import { fromFetch } from '../src/http.js';
import { createLoginFailures, mostFailures } from '../src/rate-limit/login-failures.js';
import { routes } from '../src/rest/routes.js';
import { listen } from '../src/server.js';
import { codeOf, get, post } from './graphql/ask.js';
import { expectNoInternals, globalId } from './graphql/refusals.js';
import { askToken, bearerOf, makeClient } from './support/credentials.js';
import * as gateway from './support/guarded-gateway.js';

const { accounts, admin, appOn, appWith, ask, askWithTokenOf, changesNothing, create, form, issuer, lines, messagesOf } = gateway;
const { reader, readerClient, request, rest, signToken, statementsOf, unsignedToken, world, writer } = gateway;

const needs = (scope: string) => `This needs the scope ${scope}, which your credential does not have.`;
const sql = "' OR 1=1; DROP TABLE integration_runs; --";
const many = (count: number, write: (index: number) => string) => Array.from({ length: count }, (_, index) => write(index)).join(' ');
const count = (list: string, filter: string) => `{ ${list}(filter: { ${filter} }) { totalCount } }`;
const change = (move: string, more = '', id = 1) =>
  `mutation { ${move}IntegrationRun(input: { by: { databaseId: ${id} } ${more} }) { ... on Error { code message } } }`;
const made = '... on CreateApiClientSuccess { clientSecret apiClient { clientId } }';
const createClient = `mutation { createApiClient(input: { name: "x", scopes: [ADMIN] }) { ${made} } }`;
const [wrong, bad] = ['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];

describe('GraphQL cheat sheet', () => {
  const wide = (inner: string) => `integrationErrors(first: 500) { nodes { integrationRun { ${inner} } } }`;
  const deep = `${'latestRun { integration { '.repeat(9)} id ${'} }'.repeat(9)}`;
  const fifty = (size: number) => `{ ${many(size, (id) => `a${id}: integration(by: { databaseId: ${id} }) { id }`)} }`;
  test.each<[point: string, code: string, query: string, variables?: object]>([
    ['input validation: a number is a number', wrong, change('start', 'totalRecords: "many"')],
    ['input validation: an enum is a list of what is allowed', wrong, count('integrationRuns', 'status: { eq: DONE }')],
    ['input validation: a time, a scalar of its own, has to exist', bad, change('start', 'startTime: "2026-02-30T00:00:00Z"')],
    ['input validation: an input has a schema, and no unknown fields', wrong, change('start', 'version: 9')],
    ['injection: SQL is no order', wrong, `{ integrationRuns(orderBy: { field: "${sql}" }) { totalCount } }`],
    ['injection: SQL is no cursor', bad, `{ integrationRuns(after: "${globalId('', sql)}") { totalCount } }`],
    ['DoS: depth is limited', 'QUERY_TOO_DEEP', `{ integrations { nodes { ${deep} } } }`],
    ['DoS: the amount of a list is limited', bad, '{ integrationRuns(first: 99999999) { nodes { id } } }'],
    ['DoS: cost is reckoned and limited', 'QUERY_TOO_LARGE', `{ integrationRuns(first: 500) { nodes { ${wide(wide('id'))} } } }`],
    ['DoS: aliases are limited', 'TOO_MANY_ALIASES', `{ integrationRuns { nodes { ${many(201, (at) => `a${at}: id`)} } } }`],
    ['DoS: the length of a query is limited', 'TOO_MANY_TOKENS', `{ ${'__typename '.repeat(3_000)} }`],
    ['DoS: the number of values is limited', 'TOO_MANY_VALUES', '{ __typename }', { ids: Array(30_000).fill(1) }],
    ['batching attacks: the records that can be guessed at once are limited', 'TOO_MANY_ROOT_FIELDS', fifty(51)],
    ['secure configuration: names that are not asked for are not there', wrong, '{ apiClients { nodes { secretHash } } }'],
  ])('%s: refused before anything is read', async (_point, code, query, variables) => {
    const statements = await statementsOf(async () => {
      const refused = await ask(query, writer, variables);
      expect(codeOf(refused)).toBe(code);
      expectNoInternals(JSON.stringify(refused.json).replaceAll(sql, ''));
    });
    expect(statements).toEqual([]);
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

  test('DoS: lists come in pages, of twenty unless one asks', async () => {
    expect((await ask('{ integrationRuns { nodes { id } } }')).json.data.integrationRuns.nodes).toHaveLength(20);
  });

  test('DoS: a request ends when its time is up', async () => {
    const stuck = appOn(() => new Promise(() => undefined));
    expect(codeOf(await post(stuck, { query: '{ integrations { totalCount } }' }))).toBe('TIMEOUT');
  });

  test('DoS: the rate is limited by caller, and counts what a query costs', async () => {
    const app = appWith({ openAccount: accounts(1, 10) });
    const five = { query: '{ integrations(first: 500) { nodes { id } } }' };
    const statuses = [];
    for (const headers of [reader, reader, reader, writer]) statuses.push((await post(app, five, headers)).status);
    expect(statuses).toEqual([200, 200, 429, 200]);
  });

  test('DoS: reads are batched, so that records within records of a whole list are one statement', async () => {
    const query = '{ integrationRuns(first: 100) { nodes { integration { name } integrationErrors(first: 5) { nodes { message } } } } }';
    expect(await statementsOf(() => ask(query))).toHaveLength(1);
  });

  test('DoS: what a process may use is bounded; its memory and processors are for the container to bound', () => {
    const { databasePoolSize, bodyLimit, requestTimeout } = readConfig({});
    expect([databasePoolSize, bodyLimit, requestTimeout]).toEqual([10, 1_048_576, 30_000]);
  });

  test('DoS: queries can be held to a list, of trusted documents', async () => {
    const document = '{ integrations { totalCount } }';
    const id = createHash('sha256').update(document).digest('hex');
    const app = appWith({ graphql: { trusted: { mode: 'only', texts: new Map([[id, document]]) } } });
    expect(codeOf(await post(app, { query: document }, reader))).toBe('TRUSTED_DOCUMENTS_ONLY');
    expect((await post(app, { documentId: `sha256:${id}` }, reader)).json.data.integrations.totalCount).toBe(12);
  });

  const contract = globalId('Contract', 1);
  test.each<[point: string, scope: string, query: string]>([
    ['whoever knows a name may not read the record for it', 'core.contract.read', '{ contract(by: { databaseId: 1 }) { number } }'],
    ['nor whoever knows an id, by node', 'core.contract.read', `{ node(id: "${contract}") { id } }`],
    ['nor by nodes', 'core.contract.read', `{ nodes(ids: ["${contract}"]) { id } }`],
    ['nodes of a list are checked', 'core.contract.read', '{ contracts { nodes { number } } }'],
    ['edges of a list are checked', 'core.contract.read', '{ contracts { edges { cursor node { number } } } }'],
    ['so is what a filter would tell', 'core.contract.read', count('integrationErrors', 'contract: { number: { startsWith: "C" } }')],
    ['changes are checked', 'core.integration.write', change('fail')],
    ['functions of administrators are checked', 'admin', createClient],
  ])('access control: %s', async (_point, scope, query) => {
    await changesNothing(async () => expect(messagesOf(await ask(query))).toEqual([needs(scope)]));
  });

  test('access control: fields are checked, on edges as on nodes', async () => {
    const list = (fields: string) => `integrationErrors(first: 1, filter: { databaseId: { eq: 3 } }) { ${fields} }`;
    const node = 'documentId contract { number }';
    const { json } = await ask(`{ a: ${list(`edges { node { ${node} } }`)} b: ${list(`nodes { ${node} }`)} }`);
    const hidden = { documentId: 4, contract: null };
    expect(json.data).toEqual({ a: { edges: [{ node: hidden }] }, b: { nodes: [hidden] } });
    expect(messagesOf({ json })).toEqual(Array(2).fill(needs('core.contract.read')));
  });

  test('batching attacks: a list of operations is refused', async () => {
    expect(codeOf(await post(world.app, [{ query: '{ __typename }' }, { query: '{ __typename }' }], reader))).toBe('BATCHING_REFUSED');
  });

  test('batching attacks: each record counts for the rate', async () => {
    const { json } = await post(world.app, { query: fifty(50) }, { ...reader, 'x-graphql-cost': '1' });
    expect(json.extensions.cost.objects).toBe(50);
  });

  test('batching attacks: nothing secret can be guessed in a batch, since no mutation takes a credential', async () => {
    const { json } = await ask('{ __schema { mutationType { fields { name args { type { ofType { inputFields { name } } } } } } } }');
    expect(JSON.stringify(json)).toContain('totalRecords');
    expect(JSON.stringify(json)).not.toMatch(/secret|password|token|"apiKey"/i);
  });

  test('secure configuration: production asks for credentials, has limits, and tells its schema to nobody else', () => {
    const { auth, introspection, rateLimit } = readConfig({ NODE_ENV: 'production' });
    expect([auth.mode, introspection, rateLimit?.rest.rate]).toEqual(['required', 'authenticated', 25]);
    expect(() => readConfig({ NODE_ENV: 'production', AUTH: 'open' })).toThrow(/AUTH is open/);
  });

  test('secure configuration: the playground knows no schema, and has to ask for it with the credential of its user', async () => {
    expect(await (await world.app(request('/graphql', { accept: 'text/html' }))).text()).not.toMatch(/integrationRun|__schema/);
    expect((await ask('{ __schema { types { name } } }', {})).status).toBe(401);
  });

  test.each([
    ['introspection can be switched off', '{ __schema { types { name } } }', 'INTROSPECTION_REFUSED'],
    ['names are then not suggested', '{ integrationRunz { totalCount } }', wrong],
  ])('secure configuration: %s', async (_point, query, code) => {
    const answer = await post(appWith({ graphql: { introspection: 'off' } }), { query }, reader);
    expect([codeOf(answer), JSON.stringify(answer.json)]).toEqual([code, expect.not.stringMatching(/did you mean|integrationRuns/i)]);
  });

  test('secure configuration: errors have no stack and no cause, which are in the log', async () => {
    const broken = appOn(() => Promise.reject(new Error('relation "integrations" is gone')));
    const { json } = await post(broken, { query: '{ integrations { totalCount } }' });
    expect(messagesOf({ json })).toEqual([expect.stringMatching(/^Something went wrong on our side/)]);
    expect(JSON.stringify(json)).not.toMatch(/relation|stack|\.[jt]s/);
    expect(lines.join('')).toMatch(/relation \\"integrations\\" is gone.*"stack"/);
  });
});

describe('REST security cheat sheet', () => {
  // TLS is ended by a proxy before the gateway, which can tell browsers to insist on it, and believe nobody but that proxy
  test('HTTPS: browsers are told to insist on it, where that is configured', async () => {
    const { headers } = await appWith({ browser: readConfig({ HSTS_SECONDS: '31536000' }).browser })(request('/health/live'));
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });

  test('HTTPS: what is forwarded is believed of trusted proxies alone, and leads nobody elsewhere', async () => {
    const openAccount = vi.fn(accounts(9, 9));
    const forwarded = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'evil.example.com', 'x-forwarded-proto': 'http' };
    for (const trustedProxies of [() => false, parseProxies('10.0.0.0/8') ?? (() => false)])
      await appWith({ openAccount, trustedProxies }).handle(fromFetch(request('/api/integrations', forwarded), '10.1.1.1'));
    expect(openAccount.mock.calls.map(([, key]) => key)).toEqual(['address:10.1.1.1', 'address:203.0.113.9']);
    expect(JSON.stringify([...(await rest('GET', 'integrations?limit=1', { ...reader, ...forwarded })).headers])).not.toContain('evil');
  });

  test('access control: every endpoint asks for a credential, and decides by itself', async () => {
    const statements = await statementsOf(async () => {
      for (const { method, path } of routes) expect((await rest(method, path.replace(':id', '1'), {})).status, path).toBe(401);
    });
    expect(statements).toEqual([]);
  });

  const now = Math.floor(Date.now() / 1000);
  test.each<[point: string, status: number, token: () => string | Promise<string>]>([
    ['a token that is as it should be is good', 200, () => signToken()],
    ['integrity is checked: no signature', 401, () => unsignedToken()],
    ['integrity is checked: another key', 401, () => signToken({}, 'HS256', new Uint8Array(32))],
    ['the algorithm is ours to choose, not the token’s', 401, () => signToken({}, 'HS512')],
    ['iss is checked', 401, () => signToken({ iss: 'another' })],
    ['aud is checked', 401, () => signToken({ aud: 'another' })],
    ['exp is checked', 401, () => signToken({ exp: now - 1 })],
    ['nbf is checked', 401, () => signToken({ nbf: now + 60 })],
  ])('JWT: %s', async (_point, status, token) => {
    expect((await rest('GET', 'integrations/1', { authorization: `Bearer ${await token()}` })).status).toBe(status);
  });

  test('JWT, API keys: what is revoked is refused before it expires', async () => {
    const doomed = await makeClient(world, ['core.integration.read']);
    const credentials = [await bearerOf(world, doomed), { 'x-coupa-api-key': doomed.apiKey ?? '' }];
    const statuses = () => Promise.all(credentials.map(async (headers) => (await rest('GET', 'integrations/1', headers)).status));
    expect(await statuses()).toEqual([200, 200]);
    await ask(`mutation { revokeApiClient(input: { by: { databaseId: ${doomed.apiClient.id} } }) { __typename } }`, admin);
    await expect.poll(statuses, { timeout: 5_000 }).toEqual([401, 401]);
  });

  test('API keys: too many requests with one are 429', async () => {
    const app = appWith({ openAccount: accounts(1, 1) });
    const statuses = [];
    for (const headers of [reader, reader, writer]) statuses.push((await app(request('/api/integrations/1', headers))).status);
    expect(statuses).toEqual([200, 429, 200]);
  });

  test('API keys: a client can do without one', async () => {
    const client = await makeClient(world, ['core.integration.read'], { withApiKey: false });
    expect([client.apiKey, (await rest('GET', 'integrations/1', await bearerOf(world, client))).status]).toEqual([null, 200]);
  });

  test.each([
    ['DELETE', '/api/integration_runs/1', 'GET, PUT, PATCH, HEAD, OPTIONS'],
    ['TRACE', '/api/integrations', 'GET, POST, HEAD, OPTIONS'],
    ['PROPFIND', '/graphql', 'GET, POST'],
    ['PUT', '/oauth2/token', 'POST'],
    ['POST', '/health/live', 'GET, HEAD'],
  ])('methods: those that are not on the list are 405, with the list: %s %s', async (method, path, allow) => {
    const { status, headers } = await world.app.handle({ ...fromFetch(request(path, reader)), method }); // fetch has no TRACE
    expect([status, headers['allow']]).toEqual([405, allow]);
  });

  test('order of calls: a step that the status does not allow is refused at both doors, and one taken twice is one', async () => {
    const { id } = (await create({})).json;
    const statuses = [];
    for (const move of ['success', 'success', 'run']) statuses.push((await rest('PUT', `integration_runs/${id}/${move}`, writer)).status);
    expect(statuses).toEqual([200, 200, 400]);
    const { json } = await ask(change('start', '', id), writer);
    expect(json.data.startIntegrationRun.code).toBe('INVALID_TRANSITION');
    expect(await world.database.prisma.integrationRun.findUnique({ where: { id } })).toMatchObject({ status: 'SUCCESSFUL', version: 2 });
  });

  const send = (type: string, body: string) => rest('POST', 'integration_runs', { ...writer, 'content-type': type }, body);
  const entity = (declared: string) => `<!DOCTYPE a [${declared}]><integration-run><flow>&x;</flow></integration-run>`;
  const external = '<!ENTITY x SYSTEM "file:///etc/hosts">';
  const laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;">';
  const asParameter = encodeURIComponent(sql);
  const disguised = () => ({ ...reader, 'x-http-method-override': 'PUT', 'x-method-override': 'PUT' });
  test.each<[point: string, status: number, work: () => Promise<{ status: number; text: string }>, text?: RegExp]>([
    ['API keys: every request needs a credential', 401, () => rest('GET', 'integrations/1', {}), /needs a credential/],
    ['API keys: it has to be good', 401, () => rest('GET', 'integrations/1', { 'x-coupa-api-key': `irk_${'A'.repeat(43)}` })],
    ['methods: each needs its own right', 403, () => rest('PUT', 'integration_runs/1/fail'), /needs the scope core\.integration\.write/],
    ['methods: no header makes one of another', 405, () => rest('GET', 'integration_runs/1/fail', disguised())],
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
    ['management: clients are no part of the REST door', 404, () => rest('GET', 'api_clients', admin)],
    ['management: administrators of clients read nothing else', 403, () => rest('GET', 'integrations/1', admin)],
    ['sensitive data: a key in the address is none', 401, () => rest('GET', `integrations/1?api_key=${reader['x-coupa-api-key']}`, {})],
    ['status codes: what is not there', 404, () => rest('GET', 'integrations/999')],
    ['status codes: what has not changed', 304, () => rest('GET', 'integrations/1', { ...reader, 'if-none-match': '*' })],
  ])('%s: %i', async (_point, status, work, text = /^/) => {
    await changesNothing(async () => expect(await work()).toMatchObject({ status, text: expect.stringMatching(text) }));
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ status, msg: 'request' });
  });

  test('content types: the answer’s is never copied from the request, and a text stays a text', async () => {
    const { headers, text } = await rest('GET', 'integrations/<script>', { ...reader, accept: 'application/xml;a="<script>", text/html' });
    expect([headers.get('content-type'), text]).toEqual(['application/xml; charset=utf-8', expect.not.stringContaining('<script>')]);
  });

  test('management: there is nothing of it on the port of the API', async () => {
    for (const path of ['/admin', '/metrics', '/debug', '/.env']) expect((await world.app(request(path, admin))).status, path).toBe(404);
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

  test.each(['/graphql', '/api/integrations/1', '/api/docs', '/oauth2/token', '/no'])('security headers: are there: %s', async (path) => {
    const headers = Object.fromEntries((await world.app(request(path, { ...reader, accept: 'text/html' }))).headers);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
    expect(headers['content-type']).toMatch(/^(application\/(json|xml)|text\/html)/);
    expect([headers['server'], headers['x-powered-by']]).toEqual([undefined, undefined]);
  });

  test('security headers: pages may run nothing but the gateway’s own scripts, and use no device', async () => {
    const { headers } = await world.app(request('/graphql', { accept: 'text/html' }));
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(headers.get('permissions-policy')).toContain('camera=(), ');
  });

  test('security headers: answers are stored nowhere, but reads with an ETag, by their client alone, who has to ask again', async () => {
    const stored = ({ headers }: { headers: Headers }) => headers.get('cache-control');
    expect(stored(await ask(createClient, admin))).toBe('no-store');
    expect(stored(await askToken(world, form('nobody')))).toBe('no-store');
    expect(stored(await rest('GET', 'integrations/1'))).toBe('private, no-cache');
  });

  test.each([
    ['of no origin, unless it is listed', '', null],
    ['of those that are listed', 'https://app.example.com', 'https://app.example.com'],
    ['of no other', 'https://other.example.com', null],
  ])('CORS: pages may call %s', async (_point, CORS_ORIGINS, allowed) => {
    const { browser } = readConfig({ CORS_ORIGINS });
    const { headers } = await appWith({ browser })(request('/api/integrations', { origin: 'https://app.example.com' }));
    expect(headers.get('access-control-allow-origin')).toBe(allowed);
    expect(() => readConfig({ CORS_ORIGINS: '*' })).toThrow(/CORS_ORIGINS/);
  });

  test('sensitive data: a secret in the address is refused, and addresses are logged without what is asked', async () => {
    expect((await askToken(world, form('nobody'), {}, '/oauth2/token?client_secret=hush')).status).toBe(400);
    expect(lines.join('')).toContain('/oauth2/token');
    expect(lines.join('')).not.toContain('hush');
  });
});

describe('API Security Top 10 (2023), what neither cheat sheet has', () => {
  const token = async (app: App) => (await askToken({ app }, form('nobody'))).status;

  test('API2 authentication: failures to log in are limited', async () => {
    const app = appWith({ loginFailures: createLoginFailures(null) });
    const statuses = [];
    for (let guess = 0; guess <= mostFailures; guess += 1) statuses.push(await token(app));
    expect(statuses).toEqual([...Array(mostFailures).fill(401), 429]);
  });

  test('API2 authentication: whoever asks for tokens has a rate, by address', async () => {
    const app = appWith({ openAccount: accounts(1, 1) });
    const statements = await world.statementsOf(async () => expect([await token(app), await token(app)]).toEqual([401, 429]));
    expect(statements.filter(({ sql: text }) => text.includes('api_clients'))).toHaveLength(1);
  });

  test('API2 authentication: a refusal does not tell whether there is such a client', async () => {
    const [known, unknown] = [await askToken(world, form(readerClient().apiClient.clientId)), await askToken(world, form('nobody'))];
    expect([known.status, known.json]).toEqual([401, unknown.json]);
  });

  test('API3 properties: what is not for clients to set is not set (mass assignment)', async () => {
    const more = { id: 9_999, status: 'successful', 'created-at': '2000-01-01T00:00:00Z', 'created-by': { id: 1 } };
    const { status, json } = await create(more);
    expect([status, json.status, json.id === 9_999, json['created-by'].id === 1]).toEqual([201, 'pending', false, false]);
    expect(json['created-at'] > '2025').toBe(true);
  });

  test('API8 configuration: pages of another site can make a browser ask for nothing', async () => {
    const crossSite = { ...reader, 'sec-fetch-site': 'cross-site' };
    expect(codeOf(await get(world.app, { query: '{ integrations { totalCount } }' }, crossSite))).toBe('CROSS_SITE_REQUEST');
    expect((await get(world.app, { query: change('fail') }, writer)).status).toBe(405);
    expect((await post(world.app, '{"query":"{ __typename }"}', { ...crossSite, 'content-type': 'text/plain' })).status).toBe(415);
  });

  test('API9 inventory: the document has every endpoint, and answers tell since when they are deprecated, and until when they are there', async () => {
    const { json } = await rest('GET', 'openapi.json', {});
    for (const { method, path } of routes) expect(json.paths[`/api/${path.replace(':id', '{id}')}`]).toHaveProperty(method.toLowerCase());
    const deprecation = { since: new Date('2026-12-31'), sunset: new Date('2027-12-31') };
    const { headers } = await appWith({ rest: { deprecation } })(request('/api/integrations', reader));
    expect([headers.get('deprecation'), headers.get('sunset')]).toEqual(['@1798675200', 'Fri, 31 Dec 2027 00:00:00 GMT']);
  });

  test('API10 others’ APIs: an identity provider that says it is another is not believed, nor followed elsewhere', async () => {
    const answer = Response.json({ issuer: 'https://evil.example.com', jwks_uri: 'https://evil.example.com/keys' });
    const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(answer);
    expect(await askWithTokenOf(issuer)).toBe(503);
    expect(fetched.mock.calls).toMatchObject([[`${issuer}/.well-known/openid-configuration`, { redirect: 'error' }]]);
  });
});
