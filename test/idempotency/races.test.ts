// Equal calls with one key at the same time, over two gateways on one database: one is made, and all are told of it.
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import type { Database } from '../../src/db/database.js';
import { createLogger } from '../../src/observability/logger.js';
import { openOnServer } from '../db/on-server.js';
import { historyOf, makeRun, rowOf } from '../domain/runs.js';
import { browser, useWorld } from '../support/world.js';
import { fresh } from './calls.js';

const kinds = inject('template').server ? (['embedded', 'postgres'] as const) : (['embedded'] as const);

describe.each(kinds)('on the database %s', (kind) => {
  const world = useWorld({}, kind);
  const apps: App[] = [];
  let second: Database | undefined;

  beforeAll(async () => {
    const [row] = await world.database.read<{ name: string }>({ text: 'SELECT current_database() AS "name"', values: [] });
    if (kind === 'postgres') second = openOnServer({ database: row?.name });
    const common = { logger: createLogger('silent'), bodyLimit: 1_048_576, requestTimeout: 30_000, browser };
    apps.push(...[world.database, second ?? world.database].map((database) => createApp({ ...common, database })));
  });
  afterAll(async () => {
    await second?.close();
  });

  const send = async (index: number, path: string, body: object, headers: Record<string, string>, method = 'POST') => {
    const request = new Request(`http://gateway.test${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const response = await (apps[index % 2] as App)(request); // there are two
    return { status: response.status, replayed: response.headers.has('idempotent-replayed'), json: JSON.parse(await response.text()) };
  };

  const many = 100;
  const all = <Result>(call: (index: number) => Promise<Result>) => Promise.all(Array.from({ length: many }, (_, index) => call(index)));

  test(`of ${many} equal creates one run is made, with its errors`, async () => {
    const key = { 'idempotency-key': fresh() };
    const body = { integration: { id: 1 }, 'integration-errors': [{ 'document-id': 1 }] };
    const [before, errors] = [await world.database.prisma.integrationRun.count(), await world.database.prisma.integrationError.count()];
    const answers = await all((index) => send(index, '/api/integration_runs', body, key));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await world.database.prisma.integrationRun.count()).toBe(before + 1);
    expect(await world.database.prisma.integrationError.count()).toBe(errors + 1);
  });

  test('of equal creates of what may be there once only, none is told that it is there', async () => {
    const [code, key] = [fresh(), { 'idempotency-key': fresh() }];
    const body = { name: code, code, 'business-object': 'Invoice', direction: 'to_coupa', 'end-system': 'SAP', 'end-system-type': 'erp' };
    const answers = await all((index) => send(index, '/api/integrations', body, key));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  test('of equal moves and of equal retries one is made, and the others are no refusals', async () => {
    const [id, failed] = [await makeRun(world, 'PENDING'), await makeRun(world, 'FAILED')];
    const key = { 'idempotency-key': fresh() };
    const moves = await all((index) =>
      send(index, `/api/integration_runs/${id}/success`, { 'integration-errors': [{ status: 'x' }] }, key, 'PUT'),
    );
    expect(new Set(moves.map(({ status }) => status))).toEqual(new Set([200]));
    expect(moves.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect((await rowOf(world, id)).version).toBe(8);
    expect(await historyOf(world, id)).toHaveLength(1);
    expect(await world.database.prisma.integrationError.count({ where: { integrationRunId: id } })).toBe(1);
    const other = { 'idempotency-key': fresh() };
    const retries = await all((index) => send(index, `/api/integration_runs/${failed}/retry`, {}, other));
    expect(new Set(retries.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(retries.map(({ json }) => json.id)).size).toBe(1);
  });

  test('of equal bulk moves one is made, and the others are told what became of each run', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => makeRun(world, 'PENDING')));
    const query = `mutation { startIntegrationRuns(input: { runs: { databaseIds: [${ids}] } }) { ... on StartIntegrationRunsSuccess { changedCount unchangedCount } ... on Error { code } } }`;
    const key = { 'idempotency-key': fresh() };
    const answers = await all((index) => send(index, '/graphql', { query }, key));
    for (const { json } of answers) expect(json.data).toEqual({ startIntegrationRuns: { changedCount: 20, unchangedCount: 0 } });
    expect(answers.filter(({ json }) => !json.extensions?.idempotentReplayed)).toHaveLength(1);
    for (const id of ids) expect(await historyOf(world, id)).toHaveLength(1);
  });

  test.runIf(kind === 'postgres')(
    'one that runs for longer than 5 s is waited for no longer: 409 with Retry-After, and then its outcome',
    async () => {
      const key = fresh();
      const input = { integration: { id: 1 } };
      const first = await send(0, '/api/integration_runs', input, { 'idempotency-key': `${key}-of-the-fingerprint` });
      let answers: Awaited<ReturnType<typeof send>>[] = [];
      let retryAfter: string | null = null;
      await world.database.prisma.$transaction(
        async (transaction) => {
          await transaction.$executeRaw`INSERT INTO idempotency_keys (actor_id, key, fingerprint, outcome)
          SELECT actor_id, ${key}, fingerprint, outcome FROM idempotency_keys WHERE key = ${`${key}-of-the-fingerprint`}`;
          const query = 'mutation { createIntegrationRun(input: { integration: { databaseId: 1 } }) { __typename } }';
          const begun = performance.now();
          const graphql = (apps[1] as App)(
            new Request('http://gateway.test/graphql', {
              method: 'POST',
              headers: { 'content-type': 'application/json', 'idempotency-key': key },
              body: JSON.stringify({ query }),
            }),
          );
          answers = [await send(1, '/api/integration_runs', input, { 'idempotency-key': key })];
          expect(performance.now() - begun).toBeGreaterThan(4_500);
          expect(performance.now() - begun).toBeLessThan(9_000);
          const response = await graphql;
          retryAfter = response.headers.get('retry-after');
          answers.push({ status: response.status, replayed: false, json: await response.json() });
        },
        { timeout: 20_000 },
      );
      expect(answers.map(({ status }) => status)).toEqual([409, 409]);
      expect(retryAfter).toBe('1');
      expect(answers[1]?.json.errors[0].extensions.code).toBe('IDEMPOTENCY_IN_PROGRESS');
      const then = await send(0, '/api/integration_runs', input, { 'idempotency-key': key });
      expect({ replayed: then.replayed, id: then.json.id }).toEqual({ replayed: true, id: first.json.id });
    },
    30_000,
  );
});
