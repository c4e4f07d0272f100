// Versions as conditions: over GraphQL `expectedVersion`, over REST `If-Match` and `If-None-Match`.
import { getNamedType, isInputObjectType } from 'graphql';
import { beforeEach, describe, expect, test } from 'vitest';
import { recordNames, records } from '../../src/domain/entities/records.js';
import { schema } from '../../src/graphql/schema/schema.js';
import { routes } from '../../src/rest/routes.js';
import { useWorld } from '../support/world.js';
import { contentsOf } from './contents.js';
import { historyOf, makeRun, moves, rowOf } from './runs.js';

const world = useWorld();

interface Answer {
  readonly result: {
    readonly __typename: string;
    readonly code?: string;
    readonly expectedVersion?: number;
    readonly currentVersion?: number;
  };
}

const mutate = async (mutation: string, input: string) => {
  const text = `mutation { result: ${mutation}(input: { ${input} }) { __typename ... on VersionConflictError { code message expectedVersion currentVersion } } }`;
  const { data, errors } = await world.graphql<Answer, never>(text);
  expect(errors).toBeUndefined();
  return data?.result;
};

/** Each mutation that changes a record that is named, with an input that changes it. */
const changes = {
  updateIntegration: ['integration', 'endSystem: "Other"'],
  updateIntegrationRun: ['integrationRun', 'totalRecords: 4711, integrationErrors: [{ status: "x" }]'],
  startIntegrationRun: ['integrationRun', 'integrationErrors: [{ status: "x" }]'],
  pauseIntegrationRun: ['integrationRun', ''],
  requeueIntegrationRun: ['integrationRun', 'totalRecords: 4711'],
  succeedIntegrationRun: ['integrationRun', 'note: "x"'],
  failIntegrationRun: ['integrationRun', 'integrationErrors: [{ status: "x" }]'],
  updateIntegrationError: ['integrationError', 'responses: [{ code: "other" }]'],
  resolveIntegrationError: ['integrationError', ''],
  unresolveIntegrationError: ['integrationError', ''],
  updateIntegrationHistoryRecord: ['integrationHistoryRecord', 'responses: [{ code: "other" }]'],
  resolveIntegrationHistoryRecord: ['integrationHistoryRecord', ''],
  unresolveIntegrationHistoryRecord: ['integrationHistoryRecord', ''],
  updateContract: ['contract', 'name: "Other"'],
} as const;

let ids: Record<(typeof recordNames)[number], number>;

beforeEach(async () => {
  const { prisma } = world.database;
  ids = { integration: 3, integrationRun: await makeRun(world, 'PENDING'), integrationError: 2, integrationHistoryRecord: 2, contract: 3 };
  await prisma.integration.update({ where: { id: 3 }, data: { version: 7, endSystem: 'SAP' } });
  await prisma.integrationError.update({ where: { id: 2 }, data: { version: 7, isResolved: false } });
  await prisma.integrationHistoryRecord.update({ where: { id: 2 }, data: { version: 7, isResolved: false } });
  await prisma.contract.update({ where: { id: 3 }, data: { recordVersion: 7, name: 'Before' } });
});

const resolve = async (): Promise<void> => {
  const { prisma } = world.database;
  await prisma.integrationError.update({ where: { id: 2 }, data: { isResolved: true } });
  await prisma.integrationHistoryRecord.update({ where: { id: 2 }, data: { isResolved: true } });
};

describe('expectedVersion', () => {
  test('is taken by every mutation that changes a record that is named', () => {
    const found = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) => {
      const input = getNamedType(args[0]?.type);
      const fields = isInputObjectType(input) ? Object.keys(input.getFields()) : [];
      return fields.includes('by') && !/ApiClient$|Webhook|^retry|^heartbeat/.test(name)
        ? [[name, fields.includes('expectedVersion')]]
        : [];
    });
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(Object.keys(changes).map((name) => [name, true])));
  });

  test.each(Object.entries(changes))('%s writes nothing where the record has another', async (mutation, [entity, values]) => {
    if (mutation.startsWith('unresolve')) await resolve();
    const before = await contentsOf(world);
    for (const expectedVersion of [6, 8, 0, -1, 2_147_483_647]) {
      const result = await mutate(mutation, `by: { databaseId: ${ids[entity]} }, expectedVersion: ${expectedVersion}, ${values}`);
      expect(result).toMatchObject({ __typename: 'VersionConflictError', code: 'VERSION_CONFLICT', expectedVersion, currentVersion: 7 });
    }
    expect(await contentsOf(world)).toEqual(before);
  });

  test.each(Object.entries(changes))('%s does its work where the record has it', async (mutation, [entity, values]) => {
    const by = `by: { databaseId: ${ids[entity]} }`;
    const isRepeated = /^(requeue|unresolve)/.test(mutation) && values === '';
    expect((await mutate(mutation, `${by}, expectedVersion: 7, ${values}`))?.__typename).toMatch(/Success$/);
    if (isRepeated) return; // nothing was there to change
    expect(await mutate(mutation, `${by}, expectedVersion: 7, ${values}`)).toMatchObject({ code: 'VERSION_CONFLICT', currentVersion: 8 });
    expect((await mutate(mutation, `${by}, expectedVersion: null, ${values}`))?.__typename).toMatch(/Success$/);
  });

  test('is looked at before the transition table', async () => {
    const id = await makeRun(world, 'SUCCESSFUL');
    expect(await mutate('startIntegrationRun', `by: { databaseId: ${id} }, expectedVersion: 3`)).toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    expect((await mutate('startIntegrationRun', `by: { databaseId: ${id} }, expectedVersion: 7`))?.__typename).toBe(
      'InvalidTransitionError',
    );
  });

  test('lets exactly one of many through, whoever comes first', async () => {
    const id = await makeRun(world, 'RUNNING');
    const calls = Array.from({ length: 20 }, (_, index) =>
      mutate(
        index % 2 ? 'pauseIntegrationRun' : 'updateIntegrationRun',
        `by: { databaseId: ${id} }, expectedVersion: 7, totalRecords: ${index}`,
      ),
    );
    const names = (await Promise.all(calls)).map((result) => result?.__typename);
    expect(names.filter((name) => name !== 'VersionConflictError')).toHaveLength(1);
    expect(await rowOf(world, id)).toMatchObject({ version: 8 });
  });

  test('of errors that are added is held too, and does not move with them', async () => {
    const by = `by: { databaseId: ${ids.integrationRun} }`;
    const errors = 'integrationErrors: [{ status: "x" }]';
    expect((await mutate('updateIntegrationRun', `${by}, expectedVersion: 7, ${errors}`))?.__typename).toBe('UpdateIntegrationRunSuccess');
    expect((await mutate('updateIntegrationRun', `${by}, expectedVersion: 8, ${errors}`))?.__typename).toBe('VersionConflictError');
    const where = { integrationRunId: ids.integrationRun };
    expect(await world.database.prisma.integrationError.count({ where })).toBe(1);
    expect(await rowOf(world, ids.integrationRun)).toMatchObject({ version: 7 });
  });
});

describe('over REST', () => {
  const tagOf = async (path: string, headers: Record<string, string> = {}) =>
    (await world.rest('GET', path, undefined, headers)).headers.get('etag') ?? '';
  const puts = routes.filter(({ method, path }) => method === 'PUT' && path.includes(':id') && path !== 'integration_runs/:id/retry');

  test.each(['integrations/3', 'integration_errors/2', 'integration_history_records/2', 'contracts/3', 'integration_runs/1'])(
    '%s has a tag that begins with its version',
    async (path) => {
      const version = path === 'integration_runs/1' ? 1 : 7;
      for (const more of ['', '?fields=["id"]', '?return_object=shallow', '?return_object=limited'])
        for (const suffix of ['.json', '.xml'])
          expect(await tagOf(`/api/${path}${suffix}${more}`)).toMatch(new RegExp(`^"${version}-[\\w-]{27}"$`));
      expect(await tagOf(`/api/${path.split('/')[0]}`)).toMatch(/^"[\w-]{27}"$/);
    },
  );

  const bodyFor = (path: string): object =>
    path.endsWith('max_updated_at')
      ? { 'max-updated-at': '2026-01-01T00:00:00Z' }
      : { status: 'x', 'end-system': 'Other', 'total-records': 4711 };

  test.each(puts.map(({ path }) => path))('PUT /api/%s compares the version alone, in its own statement', async (path) => {
    const entity = routes.find((route) => route.path === path)?.resource.entity ?? 'integration';
    const address = `/api/${path.replace(':id', String(ids[entity]))}`;
    if (path.endsWith('unresolve')) await resolve();
    const before = await contentsOf(world);
    const put = (headers: Record<string, string>) => world.rest('PUT', address, bodyFor(path), headers);
    for (const tag of ['"6-abc"', 'W/"7-abc"', '"abc"', '"7"', '7', '"6-a", "8-b"', '""']) {
      const { status, json } = await put({ 'if-match': tag });
      expect([status, Object.keys(json)], tag).toEqual([412, ['errors']]);
    }
    for (const tag of ['*', '"7-abc"', 'W/"7-abc"', '"1-a","7-b"']) expect((await put({ 'if-none-match': tag })).status, tag).toBe(412);
    expect(await contentsOf(world)).toEqual(before);
    expect((await put({ 'if-match': '"1-a", W/"2-b" ,"7-of another format"', 'if-none-match': '"6-abc"' })).status).toBe(200);
    expect((await put({ 'if-match': '"7-abc"' })).status).toBe(412);
    expect((await put({ 'if-match': '*' })).status).toBe(200);
  });

  test('a retry compares the version of the failed run, and nothing is made where it is another', async () => {
    const { id } = await world.database.prisma.integrationRun.create({ data: { integrationId: 1, status: 'FAILED', version: 3 } });
    const path = `/api/integration_runs/${id}/retry.json`;
    const retries = () => world.database.prisma.integrationRun.count({ where: { retryOfId: id } });
    for (const tag of ['"2-a"', '"x"']) expect((await world.rest('POST', path, undefined, { 'if-match': tag })).status).toBe(412);
    expect(await retries()).toBe(0);
    const key = { 'idempotency-key': `retry-${id}` };
    expect((await world.rest('POST', path, undefined, { 'if-match': '"3-a"', ...key })).status).toBe(201);
    expect((await world.rest('POST', path, undefined, { 'if-match': '"2-a"', ...key })).status).toBe(201); // a repeat, which comes before
    expect(await retries()).toBe(1);
  });

  test('a tag of one format and shape is good for another', async () => {
    const path = `/api/integration_runs/${ids.integrationRun}`;
    const tag = await tagOf(`${path}.xml?fields=["id"]`);
    expect((await world.rest('PATCH', `${path}.json`, { 'total-records': 9 }, { 'if-match': tag })).status).toBe(200);
    expect((await world.rest('PATCH', `${path}.json`, { 'total-records': 10 }, { 'if-match': tag })).status).toBe(412);
  });

  test('is looked at before what the body means, and after the credential and the path', async () => {
    const path = `/api/integration_runs/${ids.integrationRun}`;
    const bad = { 'total-records': 'many' };
    expect((await world.rest('PUT', path, bad, { 'if-match': '"6-a"' })).status).toBe(412);
    expect((await world.rest('PUT', path, bad, { 'if-match': '"7-a"' })).status).toBe(400);
    expect((await world.rest('PUT', '/api/integration_runs/999999', bad, { 'if-match': '"7-a"' })).status).toBe(404);
    expect((await world.rest('PUT', '/api/integration_runs/999999', {}, { 'if-none-match': '*' })).status).toBe(404);
    const id = await makeRun(world, 'SUCCESSFUL');
    expect((await world.rest('PUT', `/api/integration_runs/${id}/run`, undefined, { 'if-match': '"6-a"' })).status).toBe(412);
    expect((await world.rest('PUT', `/api/integration_runs/${id}/run`, undefined, { 'if-match': '"7-a"' })).status).toBe(400);
    expect(await historyOf(world, id)).toEqual([]);
  });

  test('what is created has no version that could match', async () => {
    const before = await contentsOf(world);
    for (const match of ['"1-a"', '*'])
      expect((await world.rest('POST', '/api/integration_runs', { integration: { id: 1 } }, { 'if-match': match })).status).toBe(412);
    expect(await contentsOf(world)).toEqual(before);
    expect((await world.rest('POST', '/api/integration_runs', { integration: { id: 1 } }, { 'if-none-match': '*' })).status).toBe(201);
  });
});

test('every record and every move is here', () => {
  expect(new Set(Object.values(changes).map(([entity]) => entity))).toEqual(new Set(recordNames));
  expect(Object.keys(records)).toEqual(recordNames);
  for (const move of moves) expect(Object.keys(changes)).toContain(`${move.toLowerCase()}IntegrationRun`);
});
