// History records: what they belong to, and that they are none of a run's errors. All else is as of errors, and tested beside them.
import { describe, expect, test } from 'vitest';
import { createIntegrationHistoryRecord } from '../../src/domain/integration-history-record/create.js';
import { operatorOn } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { contentsOf } from './contents.js';
import { historyOf, makeRun, rowOf } from './runs.js';

const world = useWorld();

interface Made {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly fieldErrors?: readonly { readonly path: readonly string[]; readonly message: string }[];
  readonly record?: { readonly databaseId: number; readonly integrationRun: object | null; readonly integration: object };
}

const create = async (input: object): Promise<Made | undefined> => {
  const { data, errors } = await world.graphql<{ made: Made }, never>(
    `mutation($input: CreateIntegrationHistoryRecordInput!) {
      made: createIntegrationHistoryRecord(input: $input) {
        __typename
        ... on CreateIntegrationHistoryRecordSuccess {
          record: integrationHistoryRecord { databaseId integrationRun { databaseId } integration { databaseId } }
        }
        ... on Error { code message }
        ... on ValidationError { fieldErrors { path message } }
      }
    }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data?.made;
};

const records = '/api/integration_history_records';

describe('what a record belongs to, through both doors', () => {
  test.each<[title: string, input: object, body: object, run: number | null, integration: number]>([
    ['a run', { integrationRun: { databaseId: 7 } }, { 'integration-run': { id: 7 } }, 7, 7],
    ['a run by its flat number', { integrationRun: { databaseId: 7 } }, { integration_run_id: '7' }, 7, 7],
    ['an integration by its code', { integration: { code: 'erp-orders' } }, { integration: { code: 'erp-orders' } }, null, 3],
    ['an integration by its name', { integration: { name: 'Employee import' } }, { integration: { name: 'Employee import' } }, null, 7],
    ['an integration by its number', { integration: { databaseId: 4 } }, { 'integration-id': 4 }, null, 4],
    [
      'no run, said so',
      { integrationRun: null, integration: { databaseId: 4 } },
      { 'integration-run': null, integration: { id: 4 } },
      null,
      4,
    ],
    [
      'a run, and its integration beside it',
      { integrationRun: { databaseId: 7 }, integration: { code: 'hr-users' } },
      { 'integration-run-id': 7, integration: { id: 7, code: 'anything' } },
      7,
      7,
    ],
  ])('%s', async (_title, input, body, run, integration) => {
    const made = await create(input);
    expect(made?.record).toMatchObject({ integrationRun: run && { databaseId: run }, integration: { databaseId: integration } });
    const { status, json } = await world.rest('POST', records, body);
    expect([status, json['integration-run-id'], json.integration.id]).toEqual([201, run, integration]);
  });

  test.each<[title: string, input: object, body: object, path: string, message: string]>([
    ['nothing', {}, {}, 'integration', "Integration can't be blank where there is no integration run"],
    [
      'nothing, said so',
      { integrationRun: null, integration: null },
      { 'integration-run': {}, integration: null },
      'integration',
      "Integration can't be blank where there is no integration run",
    ],
    [
      'a run that is not there',
      { integrationRun: { databaseId: 99_999 }, integration: { databaseId: 1 } },
      { 'integration-run': { id: 99_999 }, integration: { id: 1 } },
      'integrationRun',
      "Integration run can't be found: There is no integration run with the id 99999.",
    ],
    [
      'an integration that is not there',
      { integration: { code: 'nope' } },
      { integration: { code: 'nope' } },
      'integration',
      'Integration can\'t be found: There is no integration with the code "nope".',
    ],
    [
      'an integration that is not there, beside a run',
      { integrationRun: { databaseId: 7 }, integration: { code: 'nope' } },
      { integration_run_id: 7, integration: { code: 'nope' } },
      'integration',
      'Integration can\'t be found: There is no integration with the code "nope".',
    ],
    [
      'a run, and the integration of another',
      { integrationRun: { databaseId: 7 }, integration: { databaseId: 8 } },
      { integration_run_id: 7, integration: { id: 8 } },
      'integration',
      'Integration must be that of the integration run; it can be left out',
    ],
  ])('%s is refused, and nothing written', async (_title, input, body, path, message) => {
    const before = await contentsOf(world);
    expect(await create(input)).toEqual({
      __typename: 'ValidationError',
      code: 'VALIDATION_FAILED',
      message,
      fieldErrors: [{ path: [path], message }],
    });
    const { status, json } = await world.rest('POST', records, body);
    expect([status, json]).toEqual([400, { errors: { integration_history_record: [message] } }]);
    expect(await contentsOf(world)).toEqual(before);
  });

  test('never changes, whatever an update says', async () => {
    const { id } = await world.database.prisma.integrationHistoryRecord.create({ data: { integrationRunId: 7, integrationId: 7 } });
    const { status, json } = await world.rest('PUT', `${records}/${id}`, {
      'integration-run': { id: 8 },
      integration: { id: 8 },
      status: 'x',
    });
    expect([status, json['integration-run-id'], json.integration.id, json.status]).toEqual([200, 7, 7, 'x']);
  });

  test('is found in the statement that makes the record', async () => {
    const context = operatorOn(world.database);
    for (const owner of [
      { integrationRun: { id: 7 } },
      { integration: { code: 'erp-orders' } },
      { integrationRun: { id: 7 }, integration: { id: 7 } },
    ])
      expect(await world.statementsOf(() => createIntegrationHistoryRecord(context, owner, { responses: [{ code: '1' }] }))).toHaveLength(
        1,
      );
  });
});

describe('they are kept apart from errors', () => {
  test('a record of a run is none of its errors, through both doors, nor is an error one of its records', async () => {
    const id = await makeRun(world, 'RUNNING');
    const before = await rowOf(world, id);
    const history = await historyOf(world, id);
    for (const path of ['integration_history_records', 'integration_errors'])
      expect((await world.rest('POST', `/api/${path}`, { 'integration-run-id': id, status: path })).status).toBe(201);
    const selection = 'integrationErrors { nodes { status } totalCount } historyRecords { nodes { status } totalCount }';
    const { data } = await world.graphql(
      `{ integrationRun(by: { databaseId: ${id} }) { ${selection} } integration(by: { databaseId: 1 }) { errors: integrationErrors(filter: { integrationRun: { databaseId: { eq: ${id} } } }) { nodes { status } } records: historyRecords(filter: { integrationRun: { databaseId: { eq: ${id} } } }) { nodes { status } } } }`,
    );
    const [errors, kept] = [{ nodes: [{ status: 'integration_errors' }] }, { nodes: [{ status: 'integration_history_records' }] }];
    expect(data).toEqual({
      integrationRun: { integrationErrors: { ...errors, totalCount: 1 }, historyRecords: { ...kept, totalCount: 1 } },
      integration: { errors, records: kept },
    });
    const { json } = await world.rest('GET', `/api/integration_runs/${id}`);
    expect(json['integration-errors'].map(({ status }: { status: string }) => status)).toEqual(['integration_errors']);
    expect(Object.keys(json)).not.toContain('integration-history-records');
    for (const path of ['integration_history_records', 'integration_errors']) {
      const found = await world.rest('GET', `/api/${path}?integration_run_id=${id}`);
      expect(found.json.map(({ status }: { status: string }) => status)).toEqual([path]);
      const runs = await world.rest('GET', `/api/integration_runs?${path}[status]=${path}&id=${id}`);
      expect(runs.json).toHaveLength(1);
      expect((await world.rest('GET', `/api/integration_runs?${path}[status]=other&id=${id}`)).json).toEqual([]);
    }
    expect([await rowOf(world, id), await historyOf(world, id)]).toEqual([before, history]);
  });

  test('they count nowhere as errors', async () => {
    const ask = () =>
      world.graphql(
        '{ integrationRunStatistics { errorCount openErrorCount } contract(by: { databaseId: 1 }) { integrationErrors { totalCount } integrationRuns { totalCount } } }',
      );
    const before = await ask();
    const about = { 'document-type': 'Contract', 'document-id': 1 };
    expect((await world.rest('POST', records, { 'integration-run-id': 7, ...about })).status).toBe(201);
    expect(await ask()).toEqual(before);
  });

  test('what is added to a run in its own requests are errors alone', async () => {
    const before = await world.database.prisma.integrationHistoryRecord.count();
    const body = { 'integration-history-records': [{ status: 'x' }], 'history-records': [{ status: 'x' }] };
    expect((await world.rest('PUT', '/api/integration_runs/7', body)).status).toBe(200);
    expect(await world.database.prisma.integrationHistoryRecord.count()).toBe(before);
  });
});
