// What operators are told in the log: alerts and who has changed credentials, by one rule whatever way a request comes in.
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { runOperation } from '../../src/cli/operations.js';
import { useWorld } from '../support/world.js';

let lines: Record<string, unknown>[] = [];
const logger = pino({ base: null, timestamp: false }, { write: (line: string) => lines.push(JSON.parse(line)) });
const world = useWorld({ logger });

beforeEach(() => {
  lines = [];
});

const told = (event: string) => lines.filter(({ msg }) => msg === event);
const headers = { 'x-request-id': 'told' };

describe('an alert', () => {
  const event = 'Integration error alert';
  const newest = async () => (await world.rest('GET', '/api/integration_errors?order_by=id&dir=desc&limit=1')).json[0];

  const mutation = (field: string, input: string) =>
    world.graphql(`mutation { ${field}(input: { ${input} }) { __typename } }`, {}, headers);
  const rest = (method: string, path: string, body: object) => world.rest(method, `/api/${path}`, body, headers);
  const run = 'integrationRun: { databaseId: 1 }';
  const ofRun = { 'integration-run': { id: 1 } };
  const list = '[{}, { contactAlertType: "Nested" }, { contactAlertType: null }]';
  const elements = [{}, { 'contact-alert-type': 'Nested' }, { 'contact-alert-type': null }];

  const ways: readonly (readonly [way: string, alert: string | null, record: () => Promise<unknown>])[] = [
    ['GraphQL, contacts named', 'Functional', () => mutation('createIntegrationError', `${run}, contactAlertType: "Functional"`)],
    ['GraphQL, contacts null', null, () => mutation('createIntegrationError', `${run}, contactAlertType: null`)],
    ['GraphQL, contacts left out', null, () => mutation('createIntegrationError', run)],
    ['REST, contacts named', 'Functional', () => rest('POST', 'integration_errors', { ...ofRun, 'contact-alert-type': 'Functional' })],
    ['REST, contacts left out', null, () => rest('POST', 'integration_errors', ofRun)],
    [
      'create_alert, contacts named',
      'Functional',
      () => rest('POST', 'integration_errors/create_alert', { ...ofRun, 'contact-alert-type': 'Functional' }),
    ],
    ['create_alert, contacts left out', 'Technical', () => rest('POST', 'integration_errors/create_alert', ofRun)],
    [
      'GraphQL, a refused error',
      null,
      () => mutation('createIntegrationError', `${run}, contactAlertType: "Functional", documentRevision: -1`),
    ],
    ['create_alert, of no run', null, () => rest('POST', 'integration_errors/create_alert', { 'integration-run': { id: 999 } })],
  ];

  test.each(ways)('is raised where contacts are named, or asked for: %s', async (_way, alert, record) => {
    await record();
    const { id } = await newest();
    const line = { level: 40, requestId: 'told', alert, integrationErrorId: id, integrationRunId: 1, integrationId: 1, msg: event };
    expect(told(event)).toEqual(alert === null ? [] : [line]);
  });

  const withRuns: readonly (readonly [way: string, record: () => Promise<unknown>])[] = [
    ['GraphQL, a new run', () => mutation('createIntegrationRun', `integration: { databaseId: 1 }, integrationErrors: ${list}`)],
    ['GraphQL, an update', () => mutation('updateIntegrationRun', `by: { databaseId: 1 }, integrationErrors: ${list}`)],
    ['GraphQL, a move', () => mutation('pauseIntegrationRun', `by: { databaseId: 1 }, integrationErrors: ${list}`)],
    ['REST, a new run', () => rest('POST', 'integration_runs', { integration: { id: 1 }, 'integration-errors': elements })],
    ['REST, an update', () => rest('PUT', 'integration_runs/1', { 'integration-errors': elements })],
    ['REST, a move', () => rest('PUT', 'integration_runs/1/run', { 'integration-errors': elements })],
  ];

  test.each(withRuns)('is raised for each error that comes with its run and names contacts: %s', async (_way, record) => {
    await record();
    const found = await world.rest('GET', '/api/integration_errors?contact_alert_type=Nested&order_by=id&dir=desc&limit=1');
    const [error] = found.json;
    const facts = { alert: 'Nested', integrationErrorId: error.id, integrationRunId: error['integration-run-id'], integrationId: 1 };
    expect(told(event)).toEqual([{ level: 40, requestId: 'told', ...facts, msg: event }]);
  });

  const integration = 'integration: { databaseId: 4 }';
  const ofIntegration = { integration: { id: 4 } };
  const ofHistory: readonly (readonly [way: string, alert: string | null, record: () => Promise<unknown>])[] = [
    [
      'GraphQL, contacts named',
      'Functional',
      () => mutation('createIntegrationHistoryRecord', `${integration}, contactAlertType: "Functional"`),
    ],
    ['GraphQL, contacts left out', null, () => mutation('createIntegrationHistoryRecord', integration)],
    [
      'REST, contacts named',
      'Functional',
      () => rest('POST', 'integration_history_records', { ...ofIntegration, 'contact-alert-type': 'Functional' }),
    ],
    ['REST, contacts left out', null, () => rest('POST', 'integration_history_records', ofIntegration)],
    ['create_alert, contacts left out', 'Technical', () => rest('POST', 'integration_history_records/create_alert', ofIntegration)],
    ['create_alert, of nothing', null, () => rest('POST', 'integration_history_records/create_alert', {})],
  ];

  test.each(ofHistory)('is raised for a history record by the same rule: %s', async (_way, alert, record) => {
    await record();
    const { json } = await world.rest('GET', '/api/integration_history_records?order_by=id&dir=desc&limit=1');
    const facts = { alert, integrationHistoryRecordId: json[0].id, integrationRunId: null, integrationId: 4 };
    const line = { level: 40, requestId: 'told', ...facts, msg: 'Integration history record alert' };
    expect(lines.filter((told) => 'alert' in told)).toEqual(alert === null ? [] : [line]);
  });

  test('is not raised for errors that a repeated move leaves out, nor for those of a refused move', async () => {
    await mutation('startIntegrationRun', `by: { databaseId: 1 }, integrationErrors: ${list}`);
    await mutation('requeueIntegrationRun', `by: { databaseId: 5 }, integrationErrors: ${list}`);
    expect(told(event)).toEqual([]);
  });

  test('is not raised by a change of the contacts', async () => {
    await mutation('updateIntegrationError', 'by: { databaseId: 1 }, contactAlertType: "Functional"');
    expect(told(event)).toEqual([]);
  });
});

describe('a change of a credential', () => {
  const byMutation = async (field: string, input: string) => {
    const { data } = await world.graphql<Record<string, { apiClient: { databaseId: number } }>, never>(
      `mutation { ${field}(input: { ${input} }) { ... on ${field.charAt(0).toUpperCase()}${field.slice(1)}Success { apiClient { databaseId } } } }`,
      {},
      headers,
    );
    return data?.[field]?.apiClient.databaseId ?? 0;
  };
  const byOperation = async (asked: object) => ((await runOperation(world.database, logger, asked)) as { id: number }).id;

  const ways = [
    {
      way: 'GraphQL',
      facts: { requestId: 'told', source: 'GRAPHQL', actor: 1 },
      create: () => byMutation('createApiClient', 'name: "A", scopes: [CORE_CONTRACT_READ, ADMIN]'),
      rotate: (id: number) => byMutation('rotateApiClient', `by: { databaseId: ${id} }`),
      revoke: (id: number) => byMutation('revokeApiClient', `by: { databaseId: ${id} }`),
    },
    {
      way: 'an operator',
      facts: { requestId: null, source: 'SYSTEM', actor: null },
      create: () =>
        byOperation({ operation: 'createClient', name: 'A', scopes: ['core.contract.read', 'admin'], withApiKey: false, expiresAt: null }),
      rotate: (id: number) => byOperation({ operation: 'rotateClient', by: String(id) }),
      revoke: (id: number) => byOperation({ operation: 'revokeClient', by: String(id) }),
    },
  ];

  test.each(ways)('is told by the same line for $way', async ({ facts, create, rotate, revoke }) => {
    const id = await create();
    await rotate(id);
    await revoke(id);
    await revoke(id); // which changes nothing
    await rotate(id).catch(() => undefined); // refused
    const client = await world.database.prisma.apiClient.findUnique({ where: { id } });
    const line = { level: 30, ...facts, client: client?.clientId, scopes: 'core.contract.read admin' };
    expect(lines.filter((told) => 'client' in told)).toEqual([
      { ...line, msg: 'An API client was created' },
      { ...line, msg: 'An API client has new secrets' },
      { ...line, msg: 'An API client was revoked' },
    ]);
  });

  test('is told of the key that signs tokens', async () => {
    const { kid } = (await runOperation(world.database, logger, { operation: 'rotateKey' })) as { kid: string };
    expect(lines).toEqual([{ level: 30, requestId: null, source: 'SYSTEM', actor: null, kid, msg: 'The signing key was rotated' }]);
  });
});
