// An answer has at most so many bytes, at both doors and on every way: what is beyond them isn't read, and the refusal says how to ask.
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.js';
import { texts } from '../src/db/database.js';
import { AnswerTooLargeError, createLifetime } from '../src/db/lifetime.js';
import { Prisma } from '../src/generated/prisma/client.js';
import { createLogger } from '../src/observability/logger.js';
import { browser, useWorld } from './support/world.js';

const answerLimit = 100_000;
const world = useWorld({ answerLimit });
const { sql } = Prisma;

/** Three of them are within the limit, four aren't. */
const flow = { text: 'x'.repeat(30_000) };

beforeAll(async () => {
  await world.database.write(sql`UPDATE integration_runs SET flow = ${JSON.stringify(flow)}::json WHERE id < 20`);
  await world.database.write(sql`INSERT INTO integration_errors (integration_run_id, integration_id, updated_at)
    SELECT 21, integration_id, now() FROM integration_runs, generate_series(1, 502) WHERE id = 21`);
  const [{ id } = { id: 0 }] = await world.database.read<{ id: number }>(
    sql`SELECT min(id) AS id FROM integration_errors WHERE integration_run_id = 21`,
  );
  await world.database.write(sql`INSERT INTO integration_error_responses (integration_error_id, message)
    SELECT ${id}::int, repeat('m', 30000) FROM generate_series(1, 4)`);
});

const names = (count: number, field: string) => Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');
const run = (fields: string) => `{ integrationRun(by: { databaseId: 2 }) { ${fields} } }`;
const oldest = 'orderBy: { field: ID, direction: ASC }';

const words =
  'The answer would take more than the 100000 bytes that one may have. Ask for smaller pages (`first`), fewer fields, or in several queries.';

describe.each([
  ['in one statement', 'graphql'],
  ['field by field', 'fieldByField'],
] as const)('a query answered %s', (_how, way) => {
  test.each([
    ['one value under many names', run(names(4, 'flow'))],
    [
      'under many names of its record',
      `{ ${Array.from({ length: 4 }, (_, index) => `r${index}: integrationRun(by: { databaseId: 2 }) { flow }`).join(' ')} }`,
    ],
    ['values of many rows', `{ integrationRuns(first: 19, ${oldest}) { nodes { flow } } }`],
    ['with their number', `{ integrationRuns(first: 19, ${oldest}) { totalCount nodes { flow } } }`],
    ['with their places', `{ integrationRuns(first: 19, ${oldest}) { edges { cursor node { flow } } pageInfo { endCursor } } }`],
    ['of rows below rows', `{ integrations(first: 12) { nodes { integrationRuns(first: 100, ${oldest}) { nodes { flow } } } } }`],
    [
      'of texts',
      '{ integrationErrors(first: 1, filter: { responses: { some: { message: { startsWith: "mm" } } } }) { nodes { responses { message } } } }',
    ],
    [
      'nodes by id',
      `{ nodes(ids: [${[1, 2, 3, 4].map((id) => `"${Buffer.from(`IntegrationRun:${id}`).toString('base64')}"`)}]) { ... on IntegrationRun { flow } } }`,
    ],
  ])('is refused for %s', async (_what, query) => {
    const { status, data, errors } = await world[way](query);
    expect({ status, data, errors }).toEqual({
      status: 400,
      data: undefined,
      errors: [{ message: words, extensions: { code: 'ANSWER_TOO_LARGE', limit: answerLimit } }],
    });
    const plain = await world[way](query, {}, { accept: 'application/json' });
    expect([plain.status, plain.errors?.[0]?.extensions.code]).toEqual([200, 'ANSWER_TOO_LARGE']);
  });

  test('within the limit has a value under each of its names', async () => {
    const { data, errors } = await world[way]<Record<string, object>, never>(run(names(3, 'flow')));
    expect([errors, data]).toEqual([undefined, { integrationRun: { a0: flow, a1: flow, a2: flow } }]);
  });

  test('is answered again after a refusal', async () => {
    await world[way](run(names(4, 'flow')));
    expect((await world[way](run('databaseId'))).data).toEqual({ integrationRun: { databaseId: 2 } });
  });
});

test('a value under many names is read once', async () => {
  const statements = await world.statementsOf(() => world.graphql(run(names(100, 'flow'))));
  expect(statements.map(({ sql: text }) => text.match(/\bflow\b/g)?.length ?? 0).filter((times) => times > 2)).toEqual([]); // a column and its name
  expect(statements).toHaveLength(1);
});

test('what is too large does not leave the database', async () => {
  let bytes = 0;
  const database = {
    ...world.database,
    read: async <Row extends object>(...asked: Parameters<typeof world.database.read<Row>>) => {
      const rows = await world.database.read<Row>(...asked);
      bytes += Buffer.byteLength(JSON.stringify(rows));
      return rows;
    },
  };
  const app = createApp({ database, logger: createLogger('silent'), bodyLimit: 100_000, requestTimeout: 10_000, answerLimit, browser });
  const query = `{ a: integrationRuns(first: 19, ${oldest}) { totalCount nodes { flow } } }`;
  const headers = { 'content-type': 'application/json' };
  await app(new Request('http://gateway.test/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) }));
  expect(bytes).toBeLessThan(100);
});

test.each([
  ['texts', { decode: texts }],
  ['rows', {}],
])('reading %s ends with the bytes, however many are left', async (_what, decoded) => {
  const lifetime = createLifetime(answerLimit);
  const rows = { text: "SELECT repeat('x', 30000) AS text, generate_series(1, 100000000)::text AS number", values: [], ...decoded };
  await expect(world.database.read(rows, lifetime)).rejects.toThrow(AnswerTooLargeError);
  expect(lifetime.bytes).toBeLessThan(answerLimit + 31_000);
  expect(await world.database.read({ text: 'SELECT 1::text', values: [], decode: texts }, createLifetime())).toEqual([['1']]);
});

describe('a change is made, and its answer says so', () => {
  const totalOf = async (id: number) =>
    (await world.rest('GET', `/api/integration_runs/${id}?fields=["total-records"]`)).json['total-records'];
  const made =
    'The change has been made, but its answer would take more than the 100000 bytes that one may have. Read what has changed in queries of their own, by smaller pages (`first`), fewer fields, or in several queries.';

  test.each([
    ['its own values', 2, names(4, 'flow'), null],
    [
      'what hangs on it',
      21,
      `integrationErrors(first: 1, ${oldest}) { nodes { responses { message } } }`,
      expect.arrayContaining(['updateIntegrationRun', 'integrationRun']),
    ],
  ])('over GraphQL: %s', async (_what, id, fields, path) => {
    for (const [index, way] of (['graphql', 'fieldByField'] as const).entries()) {
      const total = 4_000 + index + fields.length;
      const query = `mutation { updateIntegrationRun(input: { by: { databaseId: ${id} }, totalRecords: ${total} }) { ... on UpdateIntegrationRunSuccess { integrationRun { ${fields} } } } }`;
      const { status, errors } = await world[way](query);
      expect([status, errors]).toEqual([
        200,
        [expect.objectContaining({ message: made, extensions: { code: 'ANSWER_TOO_LARGE', limit: answerLimit }, ...(path && { path }) })],
      ]);
      expect(await totalOf(id)).toBe(total);
    }
  });

  test.each(['json', 'xml'])('over REST, in %s', async (format) => {
    const total = 5_000 + format.length;
    const { status, text } = await world.rest('PUT', `/api/integration_runs/21.${format}`, { 'total-records': total });
    expect(status).toBe(400);
    expect(text).toContain(
      'The change has been made, but its answer would take more than the 100000 bytes that one may have. Read what has changed by',
    );
    expect(await totalOf(21)).toBe(total);
  });
});

describe.each(['json', 'xml'])('REST in %s', (format) => {
  test.each([
    ['a list', 'integration_runs'],
    ['a record with what nests in it', 'integration_runs/21'],
  ])('%s is refused, with the way out', async (_what, path) => {
    const { status, text } = await world.rest('GET', `/api/${path}.${format}`);
    expect([status, text]).toEqual([
      400,
      expect.stringMatching(
        /The answer would take more than the 100000 bytes that one may have\. Ask for a smaller limit, .*integration_errors\?integration_run_id=/,
      ),
    ]);
  });

  test('less of it is answered', async () => {
    for (const path of ['integration_runs', 'integration_runs/21'])
      expect((await world.rest('GET', `/api/${path}.${format}?return_object=limited`)).status).toBe(200);
  });

  test('a run shows 500 of its errors, and a header names it', async () => {
    const fields = 'fields=["id",{"integration_errors":["id"]}]';
    const one = await world.rest('GET', `/api/integration_runs/21.${format}?${fields}`);
    expect([one.status, one.text.match(format === 'json' ? /\{"id"/g : /<id /g)?.length]).toEqual([200, 501]);
    expect(one.headers.get('x-more-errors')).toBe('21');
    const some = await world.rest('GET', `/api/integration_runs.${format}?id[in]=20,21,22&fields=[{"integration_errors":["id"]}]`);
    expect([some.status, some.headers.get('x-more-errors')]).toEqual([200, '21']);
    const other = await world.rest('GET', `/api/integration_runs/22.${format}?${fields}`);
    expect(other.headers.get('x-more-errors')).toBeNull();
  });
});
