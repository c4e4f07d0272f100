// A newer gateway on the same database has added a value to an enum, and written it. This one has no place for it in its schema.
import { beforeAll, describe, expect, test } from 'vitest';
import { entityOf } from '../../src/domain/entities/entities.js';
import type { EntityName } from '../../src/domain/entities/entity.js';
import { useWorld } from '../support/world.js';

const world = useWorld();

const future = 'FROM_THE_FUTURE';

interface Place {
  /** The enum of the schema. */
  readonly type: string;
  /** A query that meets the value, among records that have none; the field that it is in is called `unknown`. */
  readonly query: string;
  readonly path: readonly (string | number)[];
  /** What of the answer is left. */
  readonly data: object;
}

const inRun = (field: string, path: readonly (string | number)[] = [field]) => ({
  query: `{ found: integrationRun(by: { databaseId: 2 }) { databaseId ${field} } other: integrationRun(by: { databaseId: 1 }) { status } }`,
  path: ['found', ...path],
  data: { found: null, other: { status: 'PENDING' } },
});

/** Every column that is an enum of the database. */
const places: Readonly<Record<string, Place>> = {
  'integration.direction': {
    type: 'IntegrationDirection',
    query: '{ integration(by: { databaseId: 2 }) { id direction } }',
    path: ['integration', 'direction'],
    data: { integration: null },
  },
  'integration.endSystemType': {
    type: 'EndSystemType',
    query: '{ node(id: "SW50ZWdyYXRpb246Mg==") { ... on Integration { name endSystemType } } }',
    path: ['node', 'endSystemType'],
    data: { node: null },
  },
  'integration.integrationType': {
    type: 'IntegrationType',
    query: '{ integrations(filter: { databaseId: { in: [1, 2] } }, orderBy: { field: ID }) { nodes { databaseId integrationType } } }',
    path: ['integrations', 'nodes', 1, 'integrationType'],
    data: { integrations: { nodes: [expect.objectContaining({ databaseId: 1 }), { databaseId: 2, integrationType: null }] } },
  },
  'integrationRun.status': { type: 'IntegrationRunStatus', ...inRun('status') },
  'integrationRunTransition.from': {
    type: 'IntegrationRunStatus',
    ...inRun('transitions(last: 1) { nodes { from } }', ['transitions', 'nodes', 0, 'from']),
    data: { found: { databaseId: 2, transitions: { nodes: [{ from: null }] } }, other: { status: 'PENDING' } },
  },
  'integrationRunTransition.to': {
    type: 'IntegrationRunStatus',
    ...inRun('transitions(last: 1) { edges { node { to } } }', ['transitions', 'edges', 0, 'node', 'to']),
  },
  'integrationRunTransition.source': {
    type: 'TransitionSource',
    ...inRun('transitions(last: 1) { nodes { source } }', ['transitions', 'nodes', 0, 'source']),
  },
  'integrationError.documentType': {
    type: 'DocumentType',
    query: '{ integrationErrors(first: 1, orderBy: { field: ID }) { edges { node { documentType documentId } } } }',
    path: ['integrationErrors', 'edges', 0, 'node', 'documentType'],
    data: { integrationErrors: { edges: [{ node: { documentType: null, documentId: 5001 } }] } },
  },
  'integrationHistoryRecord.documentType': {
    type: 'DocumentType',
    query: '{ integrationHistoryRecords(first: 1, orderBy: { field: ID }) { edges { node { documentType documentId } } } }',
    path: ['integrationHistoryRecords', 'edges', 0, 'node', 'documentType'],
    data: { integrationHistoryRecords: { edges: [{ node: { documentType: null, documentId: 7001 } }] } },
  },
  'contract.type': {
    type: 'ContractType',
    query: '{ contract(by: { databaseId: 1 }) { name type } }',
    path: ['contract', 'type'],
    data: { contract: { name: expect.any(String), type: null } },
  },
};

const run = (statement: string) => world.database.prisma.$executeRawUnsafe(statement);

const entityNames: readonly EntityName[] = [
  'integration',
  'integrationRun',
  'integrationRunTransition',
  'integrationError',
  'integrationHistoryRecord',
  'contract',
];
const enumColumns = entityNames.flatMap((entity) =>
  Object.entries(entityOf(entity).columns).flatMap(([field, { kind, sql, type }]) =>
    kind === 'enum' ? [{ name: `${entity}.${field}`, table: entityOf(entity).table, sql, type }] : [],
  ),
);

beforeAll(async () => {
  for (const type of new Set(enumColumns.map((column) => column.type))) await run(`ALTER TYPE ${type} ADD VALUE '${future}'`);
  await run(`UPDATE integrations SET direction = '${future}', end_system_type = '${future}', integration_type = '${future}' WHERE id = 2`);
  await run(`UPDATE integration_runs SET status = '${future}' WHERE id = 2`);
  await run(`INSERT INTO integration_run_transitions (integration_run_id, from_status, to_status, at, source)
    VALUES (2, '${future}', '${future}', now(), '${future}')`);
  await run(`UPDATE integration_errors SET document_type = '${future}' WHERE id = (SELECT min(id) FROM integration_errors)`);
  await run(`UPDATE integration_history_records SET document_type = '${future}' WHERE id = 1`);
  await run(`UPDATE contracts SET type = '${future}' WHERE id = 1`);
});

test('every enum of the database has a place', () => {
  expect(enumColumns.map(({ name }) => name).sort()).toEqual(Object.keys(places).sort());
});

/** How an answer is compared: errors by what a client goes by. */
const told = ({ status, data: answer, errors }: Awaited<ReturnType<typeof world.graphql>>) => ({
  status,
  data: answer,
  errors: errors?.map(({ message, path, extensions: { code } }) => ({ message, path, code })),
});

const explained = (what: string) =>
  `The ${what} "${future}" is newer than this gateway, which doesn't know it. Ask again when its update is complete.`;

test.each(Object.entries(places))(
  '%s is an error in its place, in one statement as field by field',
  async (_column, { type, query, path, data }) => {
    const direct = told(await world.graphql(query));
    expect(direct).toEqual({ status: 200, data, errors: [{ message: explained(type), path, code: 'UNKNOWN_VALUE' }] });
    expect(told(await world.fieldByField(query))).toEqual(direct);
  },
);

test('what follows from a status that is unknown is an error, too', async () => {
  const query = '{ integrationRun(by: { databaseId: 2 }) { allowedTransitions } }';
  const direct = told(await world.graphql(query));
  expect(direct).toEqual({
    status: 200,
    data: { integrationRun: null },
    errors: [{ message: explained('status'), path: ['integrationRun', 'allowedTransitions'], code: 'UNKNOWN_VALUE' }],
  });
  expect(told(await world.fieldByField(query))).toEqual(direct);
});

test('records without such a value, and all else of those with one, are read in one statement as ever', async () => {
  const others = `{ integrationRuns(filter: { databaseId: { ne: 2 } }) { nodes { status allowedTransitions integration { endSystem } } } }`;
  const rest = '{ integrationRuns { nodes { databaseId totalRecords integration { name } transitions { totalCount } } } }';
  for (const query of [others, rest]) {
    const statements = await world.statementsOf(async () => expect((await world.graphql(query)).errors).toBeUndefined());
    expect(statements).toHaveLength(1);
  }
});

describe('a write', () => {
  /** The write, the field that has the value, and what has been written, by REST. */
  const writes: readonly (readonly [mutation: string, success: string, record: string, field: string, path: string, stored: object])[] = [
    [
      'updateIntegrationRun(input: { by: { databaseId: 2 }, totalRecords: 7 })',
      'UpdateIntegrationRun',
      'integrationRun',
      'status',
      'integration_runs/2',
      { 'total-records': 7, status: 'from_the_future' },
    ],
    [
      'updateIntegration(input: { by: { databaseId: 2 }, endSystem: "X" })',
      'UpdateIntegration',
      'integration',
      'direction',
      'integrations/2',
      { 'end-system': 'X', direction: 'from_the_future' },
    ],
    [
      'updateIntegration(input: { by: { code: "erp-suppliers" }, code: "new" })',
      'UpdateIntegration',
      'integration',
      'endSystemType',
      'integrations/2',
      { code: 'new', 'integration-type': 'from_the_future' },
    ],
    [
      'updateContract(input: { by: { databaseId: 1 }, name: "Y" })',
      'UpdateContract',
      'contract',
      'type',
      'contracts/1',
      { name: 'Y', type: future },
    ],
    [
      'resolveIntegrationError(input: { by: { databaseId: 1 } })',
      'ResolveIntegrationError',
      'integrationError',
      'documentType',
      'integration_errors/1',
      { resolved: true, 'document-type': future },
    ],
    [
      'updateIntegrationError(input: { by: { databaseId: 1 }, responses: [{ code: "7" }] })',
      'UpdateIntegrationError',
      'integrationError',
      'documentType',
      'integration_errors/1',
      { responses: [{ 'response-code': '7', 'response-message': null }] },
    ],
    [
      'updateIntegrationHistoryRecord(input: { by: { databaseId: 1 }, status: "seen", responses: [{ code: "7" }] })',
      'UpdateIntegrationHistoryRecord',
      'integrationHistoryRecord',
      'documentType',
      'integration_history_records/1',
      { status: 'seen', 'document-type': future, responses: [{ 'response-code': '7', 'response-message': null }] },
    ],
  ];

  test.each(writes)('%s is done, and what is unknown is an error in its place', async (mutation, success, record, field, path, stored) => {
    const ask = (selection: string) =>
      world.graphql<Record<string, unknown>, never>(
        `mutation { done: ${mutation} { ... on ${success}Success { ${record} { ${selection} } } } }`,
      );
    const { data, errors } = await ask(`id ${field}`);
    expect(errors?.map(({ path: place, extensions }) => [place, extensions.code])).toEqual([[['done', record, field], 'UNKNOWN_VALUE']]);
    expect(data).toBeDefined();
    expect((await world.rest('GET', `/api/${path}`)).json).toMatchObject(stored);
  });

  test('that is a move from an unknown status is refused at both doors, and nothing is changed', async () => {
    const before = (await world.rest('GET', '/api/integration_runs/2')).text;
    expect(told(await world.graphql('mutation { failIntegrationRun(input: { by: { databaseId: 2 } }) { __typename } }'))).toEqual({
      status: 200,
      data: { failIntegrationRun: null },
      errors: [{ message: explained('status'), path: ['failIntegrationRun'], code: 'UNKNOWN_VALUE' }],
    });
    const { status, json } = await world.rest('PUT', '/api/integration_runs/2/fail');
    expect([status, json]).toEqual([503, { errors: { integration_run: [explained('status')] } }]);
    expect((await world.rest('GET', '/api/integration_runs/2')).text).toBe(before);
  });
});

test('REST passes it on in XML as well, in lower case or, where names are classes, as it is', async () => {
  const xml = async (path: string) => (await world.rest('GET', `/api/${path}.xml`, undefined, { accept: 'application/xml' })).text;
  expect(await xml('integration_runs/2')).toContain('<status>from_the_future</status>');
  expect(await xml('integration_errors/1')).toContain(`<document-type>${future}</document-type>`);
});
