import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.js';
import { lineOptions } from '../src/observability/logger.js';
import { createAccounts } from '../src/rate-limit/account.js';
import { createInFlight } from '../src/request/in-flight.js';
import { browser, useWorld } from './support/world.js';

const lines: string[] = [];
const logger = pino({ ...lineOptions, formatters: {}, timestamp: true }, { write: (line: string) => void lines.push(line) });
const world = useWorld({ logger });
const appOptions = () => ({ database: world.database, logger, bodyLimit: 1_048_576, requestTimeout: 5_000, browser });

afterEach(() => {
  lines.length = 0;
});

/** The line of the request that was answered last, without what differs each time. */
const lastLine = () => {
  const all = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
  const { time, requestId, ms, statementMs, ...line } = all.at(-1) ?? {};
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(ms).toBeGreaterThanOrEqual(0);
  expect(typeof statementMs).toBe(line.statements === undefined ? 'undefined' : 'number');
  return line;
};

const post = { level: 30, method: 'POST', path: '/graphql', status: 200, actor: 1, msg: 'request' };
const secret = 'nobody-is-to-read-this';

describe('the line of a GraphQL request', () => {
  const named = `query Board($name: String) { integrations(first: 3, filter: { name: { ne: $name } }) { nodes { code } } }`;

  test.each(['graphql', 'fieldByField'] as const)('has its operation, actor, cost and statements: %s', async (way) => {
    await world[way](named, { name: secret });
    expect(lastLine()).toEqual({ ...post, operation: 'Board', operationType: 'query', cost: 23, statements: 1 });
  });

  test.each(['graphql', 'fieldByField'] as const)('of several operations is that of the one that was asked for: %s', async (way) => {
    const document = 'query A { __typename } query B { integrationRun(by: { databaseId: 1 }) { id } }';
    const app = way === 'graphql' ? world.app : createApp({ ...appOptions(), direct: false });
    const body = JSON.stringify({ query: document, operationName: 'B' });
    await app(new Request('http://gateway.test/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
    expect(lastLine()).toMatchObject({ operation: 'B', operationType: 'query', statements: 1 });
  });

  test('has no name where there is none', async () => {
    await world.graphql('{ integrationRun(by: { databaseId: 1 }) { id } }');
    const line = lastLine();
    expect(line).toMatchObject({ operationType: 'query' });
    expect(line).not.toHaveProperty('operation');
    expect(line).not.toHaveProperty('errorCodes');
  });

  test('counts each statement of the executor', async () => {
    const document =
      '{ integrations(first: 2) { nodes { integrationRuns(first: 1) { totalCount nodes { integrationErrors(first: 1) { totalCount } } } } } }';
    const statements = await world.statementsOf(() => world.fieldByField(document));
    expect(statements.length).toBeGreaterThan(2);
    expect(lastLine()).toMatchObject({ operationType: 'query', statements: statements.length });
  });

  test('by GET as well', async () => {
    await world.app(new Request(`http://gateway.test/graphql?query=${encodeURIComponent('query Ping { __typename }')}`));
    expect(lastLine()).toMatchObject({ method: 'GET', path: '/graphql', operation: 'Ping', operationType: 'query', statements: 0 });
  });

  test('of a mutation has what it wrote through Prisma or not', async () => {
    const move = 'mutation Start($id: Int!) { startIntegrationRun(input: { by: { databaseId: $id } }) { __typename } }';
    const moved = await world.statementsOf(() => world.graphql(move, { id: 1 }));
    expect(lastLine()).toMatchObject({ operation: 'Start', operationType: 'mutation', statements: moved.length });
    const change = 'mutation Rename { updateIntegration(input: { by: { databaseId: 1 }, endSystem: "SAP" }) { __typename } }';
    await world.graphql(change);
    expect(lastLine()).toMatchObject({ operation: 'Rename', operationType: 'mutation', statements: 1 });
    await world.graphql('mutation Client { createApiClient(input: { name: "New", scopes: [ADMIN] }) { __typename } }');
    expect(lastLine()).toMatchObject({ operation: 'Client', operationType: 'mutation', statements: 1 });
  });

  test('of a mutation that was refused says so', async () => {
    const move =
      'mutation { a: pauseIntegrationRun(input: { by: { databaseId: 5 } }) { __typename } b: pauseIntegrationRun(input: { by: { databaseId: 999999 } }) { __typename } }';
    await world.graphql(move);
    expect(lastLine()).toMatchObject({ status: 200, operationType: 'mutation', errorCodes: ['INVALID_TRANSITION', 'NOT_FOUND'] });
  });

  test.each([
    ['unreadable', '{ nothing', undefined, ['GRAPHQL_PARSE_FAILED']],
    ['invalid', 'query Wrong { nothing }', 'Wrong', ['GRAPHQL_VALIDATION_FAILED']],
    ['with a value that is none', 'query Id($id: Int!) { integrationRun(by: { databaseId: $id }) { id } }', 'Id', ['BAD_USER_INPUT']],
    [
      'too large',
      'query Large { integrationRuns(first: 500) { nodes { integration { integrationRuns(first: 500) { nodes { integration { integrationRuns(first: 500) { nodes { id } } } } } } } } }',
      'Large',
      ['QUERY_TOO_LARGE'],
    ],
  ])('of one that is %s has the code', async (_title, query, operationName, errorCodes) => {
    const body = JSON.stringify({ query, operationName, variables: { id: secret } });
    const headers = { 'content-type': 'application/json' };
    await world.app(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
    expect(lastLine()).toMatchObject({ errorCodes, ...(operationName !== undefined && { operation: operationName }) });
  });

  test.each(['graphql', 'fieldByField'] as const)('has each code of many errors once: %s', async (way) => {
    const wrong = Array.from({ length: 20 }, (_, index) => `a${index}: node(id: "${secret}") { id }`);
    const { errors } = await world[way](`query Many { ${wrong.join(' ')} }`);
    expect(errors?.length).toBe(20);
    expect(lastLine()).toMatchObject({ operation: 'Many', errorCodes: [errors?.[0]?.extensions.code] });
  });

  test('cuts a long name, and keeps it within its line', async () => {
    await world.graphql(`query ${'n'.repeat(1_000)} { __typename }`);
    expect(lastLine().operation).toBe('n'.repeat(100));
    const body = JSON.stringify({ query: '{ nothing }', operationName: `a\n{"level":60}` });
    const headers = { 'content-type': 'application/json' };
    await world.app(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  });

  test('of one that is refused before it is read has the code alone', async () => {
    await world.app(new Request('http://gateway.test/graphql', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }));
    const line = lastLine();
    expect(line).toMatchObject({ status: 415, errorCodes: ['UNSUPPORTED_MEDIA_TYPE'], statements: 0 });
    expect(line).not.toHaveProperty('operationType');
  });
});

describe('the line of a REST request', () => {
  test.each([
    ['GET', '/api/integration_runs/1.json', 200, 'GET /api/integration_runs/:id', undefined],
    ['GET', `/api/integrations.json?name=${secret}`, 200, 'GET /api/integrations', undefined],
    [
      'PUT',
      '/api/integration_runs/2/max_updated_at.json?max_updated_at=2026-01-01T00:00:00Z',
      200,
      'PUT /api/integration_runs/:id/max_updated_at',
      undefined,
    ],
    ['PUT', '/api/integration_runs/5/pause.json', 400, 'PUT /api/integration_runs/:id/pause', ['INVALID_TRANSITION']],
    ['GET', '/api/integration_runs/999999.json', 404, 'GET /api/integration_runs/:id', ['NOT_FOUND']],
    ['POST', '/api/integration_runs.json', 400, 'POST /api/integration_runs', ['VALIDATION_FAILED']],
    ['GET', `/api/integration_runs.json?${secret}=1`, 400, 'GET /api/integration_runs', ['BAD_USER_INPUT']],
    ['GET', '/api/integration_runs/1/nothing', 404, undefined, ['NOT_FOUND']],
    ['PATCH', '/api/integrations', 405, undefined, ['METHOD_NOT_ALLOWED']],
  ])('has its route, statements and codes: %s %s', async (method, path, status, operation, errorCodes) => {
    const statements = await world.statementsOf(() => world.rest(method, path));
    const line = lastLine();
    expect(line).toEqual({
      level: 30,
      method,
      path: path.split('?')[0],
      status,
      actor: 1,
      ...(operation && { operation }),
      ...(errorCodes && { errorCodes }),
      statements: statements.length,
      msg: 'request',
    });
  });

  test('of a body that can’t be read', async () => {
    await world.rest('POST', '/api/integrations.json', `{"name": ${secret}`);
    expect(lastLine()).toMatchObject({ status: 400, errorCodes: ['BAD_REQUEST'] });
    await world.rest('GET', '/api/integrations', undefined, { accept: 'image/png' });
    expect(lastLine()).toMatchObject({ status: 406, errorCodes: ['NOT_ACCEPTABLE'] });
  });
});

describe('the line of any other request', () => {
  test('has nothing of that', async () => {
    await world.app(new Request('http://gateway.test/api/docs'));
    expect(lastLine()).toEqual({ level: 30, method: 'GET', path: '/api/docs', status: 200, msg: 'request' });
  });

  test('has the code of a refusal', async () => {
    await world.app(new Request('http://gateway.test/nothing'));
    expect(lastLine()).toMatchObject({ status: 404, errorCodes: ['NOT_FOUND'] });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `grant_type=client_credentials&client_id=a&client_secret=${secret}`;
    await world.app(new Request('http://gateway.test/oauth2/token', { method: 'POST', headers: form, body }));
    expect(lastLine()).toMatchObject({ status: 401, errorCodes: ['invalid_client'] });
  });

  test('of one that takes too long still has its operation', async () => {
    const never = () => new Promise<never>(() => undefined);
    const app = createApp({ ...appOptions(), database: { ...world.database, read: never }, requestTimeout: 50 });
    const body = '{"query":"query Slow { integrationRuns { totalCount } }"}';
    await app(new Request('http://gateway.test/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
    expect(lastLine()).toMatchObject({ status: 503, operation: 'Slow', errorCodes: ['TIMEOUT'], statements: 1 });
  });
});

test('none of the values that clients sent is in any line', async () => {
  const text = `{ integrations(filter: { name: { eq: "${secret}" } }) { totalCount } }`;
  await world.graphql(text);
  await world.graphql('query ($name: String) { integrations(filter: { name: { eq: $name } }) { totalCount } }', { name: secret });
  await world.graphql('mutation ($note: String) { startIntegrationRun(input: { by: { databaseId: 5 }, note: $note }) { __typename } }', {
    note: secret,
  });
  await world.rest('GET', `/api/integrations.json?name=${secret}`);
  await world.rest('POST', '/api/integration_runs.json', { integration: { code: secret } });
  await world.app(new Request(`http://gateway.test/graphql?query=${encodeURIComponent(text)}`));
  expect(lines.filter((line) => line.includes('"msg":"request"'))).toHaveLength(6);
  expect(lines.join('')).not.toContain(secret);
});

describe('a flood', () => {
  const send = (path: string, app = world.app) => app(new Request(`http://gateway.test${path}`));

  test('of long paths is lines of a few hundred characters', async () => {
    for (const path of [`/${'a'.repeat(15_000)}`, `/api/${'b'.repeat(15_000)}`, `/api/integrations/${'c'.repeat(15_000)}`]) {
      await send(path);
      expect(lastLine().path).toBe(`${path.slice(0, 200)}…`);
    }
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(600);
  });

  test('of what is refused for its rate is a line a second, with the number of the others', async () => {
    const app = createApp({
      ...appOptions(),
      openAccount: createAccounts({ rest: { rate: 1, burst: 0 }, graphql: { rate: 1, burst: 0 } }, null),
    });
    for (let sent = 0; sent < 300; sent += 1) await send(sent % 2 ? '/nothing' : '/api/integrations', app);
    const refused = () => lines.map((line) => JSON.parse(line)).filter(({ status }) => status === 429);
    expect(refused().length).toBeLessThan(5);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    for (let sent = 0; sent < 4; sent += 1) await send('/nothing', app);
    expect(refused().at(-1)).toMatchObject({ errorCodes: ['RATE_LIMITED'], unlogged: expect.any(Number) });
  });

  test('of probes is no line while all is well', async () => {
    for (let sent = 0; sent < 20; sent += 1) for (const probe of ['live', 'ready']) await send(`/health/${probe}`);
    expect(lines).toEqual([]);
    await createApp({ ...appOptions(), isStopping: () => true })(new Request('http://gateway.test/health/ready'));
    expect(lastLine()).toMatchObject({ path: '/health/ready', status: 503 });
  });

  test('of errors of the database names their class, whichever it is', async () => {
    const failure = await world.database.read({ text: 'SELECT 1 / 0', values: [] } as never).catch((error: unknown) => error);
    logger.error({ err: failure }, 'failed');
    expect(JSON.parse(lines[0] ?? '').err).toMatchObject({ type: 'DatabaseError', message: 'division by zero' });
  });

  test('of errors is lines with a bound', () => {
    logger.error({ err: Object.assign(new Error(`x${'"y'.repeat(500_000)}`), { detail: 'z'.repeat(100_000) }) }, 'failed');
    expect(lines[0]?.length).toBeLessThan(10_000);
    expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
      type: 'Error',
      message: expect.stringContaining('x'),
      stack: expect.any(String),
    });
  });
});

test('nothing that a client has sent is in a line as a control character, and nothing is longer than 200', () => {
  const nasty = '\u0007\u001b[31m\u007f\u009b31m\u2028\u202e';
  const fields = ['path', 'address', 'operation', 'route', 'userAgent', 'alert'];
  logger.info(Object.fromEntries(fields.map((field) => [field, nasty + 'x'.repeat(500)])), 'line');
  logger.info({ path: ['a', nasty, 1] }, 'line');
  const [first, second] = lines.map((line) => JSON.parse(line));
  const escaped = '\\u0007\\u001b[31m\\u007f\\u009b31m\\u2028\\u202e';
  for (const field of fields) expect(first[field]).toBe(`${escaped}${'x'.repeat(200 - nasty.length)}…`);
  expect(second.path).toEqual(['a', escaped, 1]);
});

test('requests in flight have places, of which no caller has more than half', () => {
  const { enter } = createInFlight(10);
  const first = Array.from({ length: 8 }, () => enter('a'));
  expect(first.map((leave) => leave !== undefined)).toEqual([true, true, true, true, true, false, false, false]);
  const others = ['b', 'b', 'c', 'd', 'e', 'f'].map(enter);
  expect(others.map((leave) => leave !== undefined)).toEqual([true, true, true, true, true, false]);
  first[0]?.();
  expect([enter('f'), enter('a')].map((leave) => leave !== undefined)).toEqual([true, false]);
});

test('a request beyond the places of its caller is refused in the shape of its door; others and probes are answered', async () => {
  const never = () => new Promise<never>(() => undefined);
  const app = createApp({ ...appOptions(), database: { ...world.database, read: never }, requestTimeout: 1_000 });
  const ask = (path: string) => app(new Request(`http://gateway.test${path}`, { headers: { accept: 'application/json' } }));
  await ask('/api/docs'); // its files are read
  const running = Array.from({ length: 500 }, () => ask('/api/integrations/1'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const [rest, graphql, token, page, live] = await Promise.all([
    ask('/api/integrations/1'),
    ask('/graphql?query={integrations{totalCount}}'),
    app(new Request('http://gateway.test/oauth2/token', { method: 'POST' })),
    ask('/api/docs'),
    ask('/health/live'),
  ]);
  const message = 'You have too much running at once, and this was not begun. Wait for those answers, and ask again in 5 s.';
  for (const refused of [rest, graphql, token, page]) expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect(live.status).toBe(200);
  expect(await rest.json()).toEqual({ errors: { base: [message] } });
  expect(await graphql.json()).toEqual({ errors: [{ message, extensions: { code: 'OVERLOADED' } }] });
  expect(await token.json()).toEqual({ error: 'temporarily_unavailable', error_description: message });
  await Promise.all(running);
  expect((await ask('/api/docs')).status).toBe(200);
});
