import { describe, expect, test } from 'vitest';
import { historyOf, makeRun, rowOf } from '../domain/runs.js';
import { useWorld } from '../support/world.js';
import { mutator } from './mutate.js';
import { globalId } from './refusals.js';

const world = useWorld();

const developer = { id: '1', name: 'Local developer' };

const fields = `
  databaseId status flow startTime endTime maxUpdatedAt totalRecords recordsProcessed progress durationSeconds version createdAt updatedAt
  createdBy { id name } updatedBy { id name } integration { code } allowedTransitions
  transitions { nodes { from to at actor { id name } source note } }
  integrationErrors(orderBy: { field: ID }) { nodes { externalId documentType contactAlertType message responses { code message } contract { number } } }`;

const mutate = mutator(world, 'integrationRun', fields);

describe('createIntegrationRun', () => {
  test('answers the new run with everything that it was given, its errors in order and its first entry of history', async () => {
    const run = await mutate('createIntegrationRun', {
      integration: { code: 'clm-contracts' },
      flow: { name: 'nightly', steps: [1, { deep: null }] },
      startTime: '2026-05-01T10:00:00.250+02:00',
      endTime: '2026-05-01T08:01:30.750Z',
      maxUpdatedAt: '2026-04-30',
      totalRecords: 200,
      recordsProcessed: 50,
      integrationErrors: [
        {
          externalId: 'one',
          documentType: 'CONTRACT',
          documentId: 7,
          responses: [{ code: '1', message: 'a' }, { code: '2' }, { message: 'c' }],
        },
        { externalId: 'two', contactAlertType: 'Functional' },
        { externalId: 'three', responses: [{ code: 'x' }] },
      ],
    });
    expect(run).toEqual({
      databaseId: expect.any(Number),
      status: 'PENDING',
      flow: { name: 'nightly', steps: [1, { deep: null }] },
      startTime: '2026-05-01T08:00:00.250Z',
      endTime: '2026-05-01T08:01:30.750Z',
      maxUpdatedAt: '2026-04-30T00:00:00.000Z',
      totalRecords: 200,
      recordsProcessed: 50,
      progress: 0.25,
      durationSeconds: 90.5,
      version: 1,
      createdAt: run.updatedAt,
      updatedAt: run.createdAt,
      createdBy: developer,
      updatedBy: developer,
      integration: { code: 'clm-contracts' },
      allowedTransitions: ['START', 'PAUSE', 'SUCCEED', 'FAIL'],
      transitions: { nodes: [{ from: null, to: 'PENDING', at: run.createdAt, actor: developer, source: 'GRAPHQL', note: null }] },
      integrationErrors: {
        nodes: [
          {
            externalId: 'one',
            documentType: 'CONTRACT',
            contactAlertType: 'Technical',
            message: 'a',
            responses: [
              { code: '1', message: 'a' },
              { code: '2', message: null },
              { code: null, message: 'c' },
            ],
            contract: { number: 'C-1007' },
          },
          { externalId: 'two', documentType: null, contactAlertType: 'Functional', message: null, responses: [], contract: null },
          {
            externalId: 'three',
            documentType: null,
            contactAlertType: 'Technical',
            message: null,
            responses: [{ code: 'x', message: null }],
            contract: null,
          },
        ],
      },
    });
  });

  test.each([{ databaseId: 6 }, { id: globalId('Integration', 6) }, { code: 'erp-rates' }, { name: 'Exchange rate import' }])(
    'takes the integration by %j, and leaves unset what it was not given',
    async (integration) => {
      expect(await mutate('createIntegrationRun', { integration })).toMatchObject({
        integration: { code: 'erp-rates' },
        flow: null,
        startTime: null,
        endTime: null,
        maxUpdatedAt: null,
        totalRecords: null,
        recordsProcessed: null,
        progress: null,
        durationSeconds: null,
        version: 1,
        integrationErrors: { nodes: [] },
      });
    },
  );

  test('keeps many errors in the order in which they were given', async () => {
    const integrationErrors = Array.from({ length: 60 }, (_, index) => ({ externalId: `E-${index}` }));
    const { databaseId } = await mutate('createIntegrationRun', { integration: { databaseId: 1 }, integrationErrors });
    const rows = await world.database.prisma.integrationError.findMany({ where: { integrationRunId: databaseId }, orderBy: { id: 'asc' } });
    expect(rows.map(({ externalId }) => externalId)).toEqual(integrationErrors.map(({ externalId }) => externalId));
  });

  test('records the REST door as the source of what came through it', async () => {
    const { status, json } = await world.rest('POST', '/api/integration_runs', { integration: { code: 'erp-rates' } });
    expect(status).toBe(201);
    await mutate('startIntegrationRun', { by: { databaseId: json.id }, note: 'by hand' });
    await world.rest('PUT', `/api/integration_runs/${json.id}/success`);
    expect((await historyOf(world, json.id)).map(({ to, source, actorId, note }) => [to, source, actorId, note])).toEqual([
      ['PENDING', 'REST', 1, null],
      ['RUNNING', 'GRAPHQL', 1, 'by hand'],
      ['SUCCESSFUL', 'REST', 1, null],
    ]);
  });

  test.each([
    ['0001-01-01T00:00:00.001Z', '0099-12-31T23:59:59.999Z'],
    ['1899-12-31T00:00:00.000Z', '9999-12-31T23:59:59.999Z'],
  ])('keeps times to the millisecond, from %s to %s', async (startTime, endTime) => {
    const run = await mutate('createIntegrationRun', { integration: { databaseId: 1 }, startTime, endTime });
    expect(run).toMatchObject({ startTime, endTime });
    const { data } = await world.graphql('query($id: Int!) { integrationRun(by: { databaseId: $id }) { startTime endTime } }', {
      id: run.databaseId,
    });
    expect(data).toEqual({ integrationRun: { startTime, endTime } });
    const { json } = await world.rest('GET', `/api/integration_runs/${run.databaseId}`);
    expect(json).toMatchObject({ 'start-time': `${startTime.slice(0, 19)}+00:00`, 'end-time': `${endTime.slice(0, 19)}+00:00` });
  });
});

describe('updateIntegrationRun', () => {
  const attributes = { flow: { a: [1] }, totalRecords: 10, recordsProcessed: 5, maxUpdatedAt: '2026-01-01T00:00:00.000Z' };

  test('changes what it is given, once, and nothing else', async () => {
    const id = await makeRun(world, 'RUNNING', { recordsProcessed: 3 });
    const before = await rowOf(world, id);
    expect(await mutate('updateIntegrationRun', { by: { databaseId: id }, totalRecords: 12, flow: ['x'] })).toMatchObject({
      status: 'RUNNING',
      totalRecords: 12,
      recordsProcessed: 3,
      progress: 0.25,
      flow: ['x'],
      version: 8,
      createdBy: null,
      updatedBy: developer,
      transitions: { nodes: [] },
    });
    const after = await rowOf(world, id);
    const { updatedAt } = after;
    const written = { totalRecords: 12, flow: ['x'], lastHeartbeatAt: updatedAt }; // an update of a running run is a sign of life
    expect(after).toEqual({ ...before, ...written, version: 8, updatedAt, updatedById: 1 });
    expect(updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
  });

  test('changes nothing, not even the version, where everything is so already', async () => {
    const id = await makeRun(world, 'PAUSED');
    await mutate('updateIntegrationRun', { by: { databaseId: id }, ...attributes });
    const before = await rowOf(world, id);
    expect(before.version).toBe(8);
    for (const input of [attributes, {}, { endTime: null }, { totalRecords: 10 }, { startTime: '2026-03-01T11:00:00.123+01:00' }])
      expect((await mutate('updateIntegrationRun', { by: { databaseId: id }, ...input })).version).toBe(8);
    expect((await world.rest('PATCH', `/api/integration_runs/${id}`, { 'total-records': '10', flow: { a: [1] } })).status).toBe(200);
    expect(await rowOf(world, id)).toEqual(before);
  });

  test('clears with null, and leaves what is left out', async () => {
    const id = await makeRun(world, 'RUNNING', { totalRecords: 10, recordsProcessed: 5 });
    await mutate('updateIntegrationRun', { by: { databaseId: id }, ...attributes });
    const cleared = await mutate('updateIntegrationRun', {
      by: { databaseId: id },
      flow: null,
      totalRecords: null,
      maxUpdatedAt: null,
      startTime: null,
    });
    expect(cleared).toMatchObject({ flow: null, totalRecords: null, recordsProcessed: 5, maxUpdatedAt: null, startTime: null, version: 9 });
  });

  test('adds errors without changing the run itself, which gives a sign of life', async () => {
    const id = await makeRun(world, 'RUNNING');
    const before = await rowOf(world, id);
    const add = (externalId: string) => mutate('updateIntegrationRun', { by: { databaseId: id }, integrationErrors: [{ externalId }] });
    await add('first');
    expect(await add('second')).toMatchObject({
      version: 7,
      integrationErrors: { nodes: [{ externalId: 'first' }, { externalId: 'second' }] },
    });
    expect(await rowOf(world, id)).toEqual({ ...before, lastHeartbeatAt: expect.any(Date) });
  });

  test.each([
    [200, 50, 0.25],
    [200, null, 0],
    [200, 300, 1],
    [0, 5, null],
    [null, 5, null],
  ])('shows the progress of %j records with %j carried as %j', async (totalRecords, recordsProcessed, progress) => {
    const id = await makeRun(world, 'RUNNING');
    expect((await mutate('updateIntegrationRun', { by: { databaseId: id }, totalRecords, recordsProcessed }))['progress']).toBe(progress);
  });
});

describe('several mutations of one request', () => {
  test('are made in their order, each answered with what it left behind', async () => {
    const id = await makeRun(world, 'PENDING');
    const run = 'integrationRun { status version transitions { nodes { to } } }';
    const { data } = await world.graphql(
      `mutation($by: IntegrationRunBy!) {
        one: startIntegrationRun(input: { by: $by }) { ... on StartIntegrationRunSuccess { ${run} } }
        two: succeedIntegrationRun(input: { by: $by, note: "done" }) { ... on SucceedIntegrationRunSuccess { ${run} } }
        three: pauseIntegrationRun(input: { by: $by }) { ... on InvalidTransitionError { currentStatus } }
      }`,
      { by: { databaseId: id } },
    );
    expect(data).toEqual({
      one: { integrationRun: { status: 'RUNNING', version: 8, transitions: { nodes: [{ to: 'RUNNING' }] } } },
      two: { integrationRun: { status: 'SUCCESSFUL', version: 9, transitions: { nodes: [{ to: 'RUNNING' }, { to: 'SUCCESSFUL' }] } } },
      three: { currentStatus: 'SUCCESSFUL' },
    });
  });
});
