// What a key is, whose it is, what counts as the same call, and when nothing of it is left.
import { describe, expect, test } from 'vitest';
import { purgeIdempotencyKeys } from '../../src/domain/background/purge.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { historyOf, makeRun, rowOf } from '../domain/runs.js';
import { bearerOf, makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { fresh } from './calls.js';

const world = useWorld();

interface Result {
  readonly __typename: string;
  readonly integrationRun?: { readonly databaseId: number; readonly version: number };
  readonly code?: string;
  readonly fieldErrors?: readonly { readonly path: readonly string[]; readonly message: string }[];
}

const fields = '__typename ... on Error { code } ... on ValidationError { fieldErrors { path message } }';
const start = `mutation($input: StartIntegrationRunInput!) { result: startIntegrationRun(input: $input) { ${fields} ... on StartIntegrationRunSuccess { integrationRun { databaseId version } } } }`;
const create = `mutation($input: CreateIntegrationRunInput!) { result: createIntegrationRun(input: $input) { ${fields} ... on CreateIntegrationRunSuccess { integrationRun { databaseId version } } } }`;

const pauseMany = `mutation($input: PauseIntegrationRunsInput!) { result: pauseIntegrationRuns(input: $input) { ${fields} } }`;

const ask = async (document: string, input: object, headers?: Record<string, string>) => {
  const { data, errors, status } = await world.graphql<{ result: Result }, never>(document, { input }, headers);
  return { result: data?.result, errors, status };
};

const keysLeft = async (key: string): Promise<number> => world.database.prisma.idempotencyKey.count({ where: { key } });

describe('a key', () => {
  test.each(['', ' ', 'has blank', 'ümlaut', 'x'.repeat(256), 'line\nbreak'])('%j is none', async (key) => {
    const { result } = await ask(create, { integration: { databaseId: 1 }, idempotencyKey: key });
    expect(result).toMatchObject({ __typename: 'ValidationError', fieldErrors: [{ path: ['idempotencyKey'] }] });
  });

  test.each(['""', '"has blank"', 'x'.repeat(256)])('in a header %j is 400 at both doors', async (key) => {
    const { errors, status } = await ask(create, { integration: { databaseId: 1 } }, { 'idempotency-key': key });
    expect({ status, code: errors?.[0]?.extensions.code }).toEqual({ status: 400, code: 'BAD_REQUEST' });
    const rest = await world.rest('POST', '/api/integration_runs', { integration: { id: 1 } }, { 'idempotency-key': key });
    expect({ status: rest.status, json: rest.json }).toEqual({
      status: 400,
      json: { errors: { base: ['The idempotency key must be 1 to 255 visible ASCII characters without blanks, such as a UUID.'] } },
    });
  });

  test('may have 255 characters, and quotes around it in a header', async () => {
    const key = 'k'.repeat(255);
    const { result } = await ask(create, { integration: { databaseId: 1 }, idempotencyKey: key });
    const again = await ask(create, { integration: { databaseId: 1 } }, { 'idempotency-key': `"${key}"` });
    expect(again.result).toEqual(result);
  });

  test('in the head of a read is nothing', async () => {
    const { errors } = await world.graphql('{ viewer { scopes } }', {}, { 'idempotency-key': 'has blank' });
    expect(errors).toBeUndefined();
    expect((await world.rest('GET', '/api/integration_runs/1', undefined, { 'idempotency-key': 'has blank' })).status).toBe(200);
  });

  test('of which it isn’t clear what it is for is 400, and nothing is done', async () => {
    const before = await world.database.prisma.integrationRun.count();
    const one = (alias: string) => `${alias}: createIntegrationRun(input: { integration: { databaseId: 1 } }) { __typename }`;
    for (const query of [
      `mutation { ${one('a')} ${one('b')} }`,
      `mutation { ...on Mutation { ${one('a')} } ...More } fragment More on Mutation { ${one('b')} }`,
    ]) {
      const { status, errors } = await world.graphql(query, {}, { 'idempotency-key': fresh() });
      expect({ status, code: errors?.[0]?.extensions.code }).toEqual({ status: 400, code: 'IDEMPOTENCY_KEY_AMBIGUOUS' });
    }
    const input = { integration: { databaseId: 1 }, idempotencyKey: fresh() };
    const { status, errors } = await ask(create, input, { 'idempotency-key': fresh() });
    expect({ status, code: errors?.[0]?.extensions.code }).toEqual({ status: 400, code: 'IDEMPOTENCY_KEY_AMBIGUOUS' });
    expect(await world.database.prisma.integrationRun.count()).toBe(before);
    expect((await ask(create, input, { 'idempotency-key': input.idempotencyKey })).result?.__typename).toBe('CreateIntegrationRunSuccess');
  });

  test('with which another integration is named, by another of its names, is another call', async () => {
    const text = fresh();
    const rest = { businessObject: 'x', direction: 'TO_COUPA', endSystem: 'x', endSystemType: 'ERP' } as const;
    await world.database.prisma.integration.create({ data: { ...rest, code: text, name: fresh() } });
    await world.database.prisma.integration.create({ data: { ...rest, code: fresh(), name: text } });
    const idempotencyKey = fresh();
    expect((await ask(create, { integration: { code: text }, idempotencyKey })).result?.__typename).toBe('CreateIntegrationRunSuccess');
    expect((await ask(create, { integration: { name: text }, idempotencyKey })).result?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test('of each of several mutations in one request is its own', async () => {
    const [one, other] = [fresh(), fresh()];
    const field = (alias: string, key: string) =>
      `${alias}: createIntegrationRun(input: { integration: { databaseId: 1 }, idempotencyKey: "${key}" }) { ... on CreateIntegrationRunSuccess { integrationRun { databaseId } } }`;
    const both = () => world.graphql(`mutation { ${field('a', one)} ${field('b', other)} ${field('c', one)} }`);
    const first = (await both()).data as unknown as Record<'a' | 'b' | 'c', { integrationRun: { databaseId: number } }>;
    expect(first.a).toEqual(first.c);
    expect(first.a).not.toEqual(first.b);
    expect((await both()).data).toEqual(first);
  });
});

describe('the same call', () => {
  test('may name its record and write its times otherwise', async () => {
    const id = await makeRun(world, 'PENDING');
    const idempotencyKey = fresh();
    await ask(start, { by: { databaseId: id }, startTime: '2026-05-01T10:00:00Z', idempotencyKey });
    const opaque = Buffer.from(`IntegrationRun:${id}`).toString('base64');
    const { result } = await ask(start, { idempotencyKey, startTime: '2026-05-01T12:00:00.000+02:00', by: { id: opaque } });
    expect(result).toMatchObject({ integrationRun: { version: 8 } });
    const other = await ask(start, { idempotencyKey, startTime: '2026-05-01T10:00:01Z', by: { id: opaque } });
    expect(other.result?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test('of many may write the decimals of its filter otherwise', async () => {
    const idempotencyKey = fresh();
    const id = await makeRun(world, 'PENDING');
    const pause = (minimumValue: string) => {
      const integrationErrors = { none: { contract: { minimumValue: { in: [minimumValue] } } } };
      return ask(pauseMany, { runs: { filter: { databaseId: { eq: id }, integrationErrors } }, idempotencyKey });
    };
    for (const value of ['1.5', '1.50']) expect((await pause(value)).result).toEqual({ __typename: 'PauseIntegrationRunsSuccess' });
    expect((await pause('1.51')).result?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test('may come as XML and as JSON, wrapped or not, with dashes or underscores, and ask for another answer', async () => {
    const headers = { 'idempotency-key': fresh() };
    const { json } = await world.rest(
      'POST',
      '/api/integration_runs',
      { integration: { code: 'erp-invoices' }, total_records: 5, integration_errors: [{ document_id: 6 }] },
      headers,
    );
    const wrapped = {
      'integration-run': { 'integration-errors': [{ 'document-id': 6 }], 'total-records': 5, integration: { code: 'erp-invoices' } },
    };
    const xml = `<integration-run><integration><code>erp-invoices</code></integration><total-records type="integer">5</total-records>
      <integration-errors type="array"><integration-error><document-id>6</document-id></integration-error></integration-errors></integration-run>`;
    const answers = [
      await world.rest('POST', '/api/integration_runs.json?fields=["id"]', wrapped, headers),
      await world.rest('POST', '/api/integration_runs', xml, { ...headers, 'content-type': 'application/xml' }),
    ];
    for (const answer of answers) expect({ status: answer.status, id: answer.json.id }).toEqual({ status: 201, id: json.id });
  });

  test.each(['integration_errors', 'integration_history_records'])('of %s is none that says something of their responses', async (path) => {
    const made = await world.rest('POST', `/api/${path}`, {
      integration_id: 1,
      integration_run_id: 1,
      responses: [{ response_code: '1' }],
    });
    const headers = { 'idempotency-key': fresh() };
    const send = (body: object) => world.rest('PUT', `/api/${path}/${made.json.id}/resolve`, body, headers);
    expect((await send({ status: 'seen' })).status).toBe(200);
    expect((await send({ status: 'seen', responses: [] })).status).toBe(422);
    expect((await send({ status: 'seen' })).json.responses).toHaveLength(1);
  });

  test('is a repeat before its version is looked at', async () => {
    const id = await makeRun(world, 'PENDING');
    const input = { by: { databaseId: id }, expectedVersion: 7, idempotencyKey: fresh() };
    const first = await ask(start, input);
    expect((await ask(start, input)).result).toEqual(first.result);
    expect((await ask(start, { ...input, expectedVersion: 8 })).result?.code).toBe('IDEMPOTENCY_KEY_REUSED');
    const headers = { 'idempotency-key': fresh(), 'if-match': '"8-x"' };
    expect((await world.rest('PUT', `/api/integration_runs/${id}/pause`, undefined, headers)).status).toBe(200);
    const repeat = await world.rest('PUT', `/api/integration_runs/${id}/pause`, undefined, headers);
    expect({ status: repeat.status, replayed: repeat.headers.get('idempotent-replayed') }).toEqual({ status: 200, replayed: 'true' });
  });

  test('of another door is another call', async () => {
    const key = fresh();
    await ask(create, { integration: { databaseId: 1 }, idempotencyKey: key });
    expect((await world.rest('POST', '/api/integration_runs', { integration: { id: 1 } }, { 'idempotency-key': key })).status).toBe(422);
  });
});

describe('nothing is kept', () => {
  test('of what was refused, and a repeat is judged anew', async () => {
    const id = await makeRun(world, 'SUCCESSFUL');
    const input = { by: { databaseId: id }, idempotencyKey: fresh() };
    expect((await ask(start, input)).result?.code).toBe('INVALID_TRANSITION');
    expect(await keysLeft(input.idempotencyKey)).toBe(0);
    await world.database.prisma.integrationRun.update({ where: { id }, data: { status: 'PENDING', endTime: null } });
    expect((await ask(start, input)).result).toMatchObject({ integrationRun: { version: 8 } });
    expect(await historyOf(world, id)).toHaveLength(1);
  });

  test('of what changed nothing, and of a dry run', async () => {
    const id = await makeRun(world, 'RUNNING');
    const key = fresh();
    expect((await ask(start, { by: { databaseId: id }, idempotencyKey: key })).result).toMatchObject({ integrationRun: { version: 7 } });
    const many = (isDryRun: boolean) =>
      world.graphql(
        `mutation { pauseIntegrationRuns(input: { runs: { databaseIds: [${id}] }, isDryRun: ${isDryRun}, idempotencyKey: "${key}" }) { ... on PauseIntegrationRunsSuccess { changedCount } } }`,
      );
    expect((await many(true)).data).toEqual({ pauseIntegrationRuns: { changedCount: 1 } });
    expect(await keysLeft(key)).toBe(0);
    expect((await many(false)).data).toEqual({ pauseIntegrationRuns: { changedCount: 1 } });
    expect(await keysLeft(key)).toBe(1);
    await world.rest('PUT', `/api/integration_runs/${id}/run`);
    expect((await many(false)).data).toEqual({ pauseIntegrationRuns: { changedCount: 1 } }); // what became of each then
    expect((await rowOf(world, id)).status).toBe('RUNNING');
  });

  test('for longer than it is to be', async () => {
    const [old, young] = [fresh(), fresh()];
    for (const idempotencyKey of [old, young]) await ask(create, { integration: { databaseId: 1 }, idempotencyKey });
    await world.database.prisma
      .$executeRaw`UPDATE idempotency_keys SET created_at = now() - interval '24 hours 1 second' WHERE key = ${old}`;
    await world.database.prisma
      .$executeRaw`UPDATE idempotency_keys SET created_at = now() - interval '23 hours 59 minutes' WHERE key = ${young}`;
    expect(await purgeIdempotencyKeys(world.database, 24, Prisma.sql`FALSE`)).toBe(false);
    expect(await keysLeft(old)).toBe(1);
    expect(await purgeIdempotencyKeys(world.database, 24, Prisma.sql`TRUE`)).toBe(false);
    expect([await keysLeft(old), await keysLeft(young)]).toEqual([0, 1]);
  });
});

describe('a key is its caller’s', () => {
  test('and of two callers with one key each makes a run', async () => {
    const [one, other] = [await makeClient(world, ['core.integration.write']), await makeClient(world, ['core.integration.write'])];
    const key = { 'idempotency-key': fresh() };
    const made: number[] = [];
    for (const client of [one, other]) {
      const headers = { ...(await bearerOf(world, client)), ...key };
      const first = await ask(create, { integration: { databaseId: 1 } }, headers);
      const again = await ask(create, { integration: { databaseId: 1 } }, headers);
      expect(again.result).toEqual(first.result);
      made.push(first.result?.integrationRun?.databaseId ?? 0);
    }
    expect(new Set(made).size).toBe(2);
  });

  test('who sees nothing by it that they may not do any more', async () => {
    const client = await makeClient(world, ['core.integration.write', 'core.integration.read']);
    const key = { 'idempotency-key': fresh() };
    expect((await ask(create, { integration: { databaseId: 1 } }, { ...(await bearerOf(world, client)), ...key })).errors).toBeUndefined();
    await world.database.prisma.apiClient.update({ where: { id: client.apiClient.id }, data: { scopes: 'core.integration.read' } });
    const form = {
      grant_type: 'client_credentials',
      client_id: client.apiClient.clientId,
      client_secret: client.clientSecret,
      scope: 'core.integration.read',
    };
    const token = await world.app(
      new Request('http://gateway.test/oauth2/token', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      }),
    );
    const { access_token } = (await token.json()) as { access_token: string };
    const { errors } = await ask(create, { integration: { databaseId: 1 } }, { authorization: `Bearer ${access_token}`, ...key });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
