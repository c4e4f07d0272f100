// Every call that changes something, with what it is made for afresh each time: by hand, so that a new one has to be added here.
import { makeRun } from '../domain/runs.js';
import type { World } from '../support/world.js';

let last = 0;
/** A name that nothing has yet. */
export const fresh = (): string => {
  last += 1;
  return `K-${last}`;
};

const run = (status: Parameters<typeof makeRun>[1]) => async (world: World) => ({ by: { databaseId: await makeRun(world, status) } });

const makeError = async ({ database }: World, isResolved = false): Promise<number> =>
  (await database.prisma.integrationError.create({ data: { integrationRunId: 1, integrationId: 1, isResolved } })).id;
const error = (isResolved?: boolean) => async (world: World) => ({ by: { databaseId: await makeError(world, isResolved) } });

const makeHistoryRecord = async ({ database }: World, isResolved = false): Promise<number> =>
  (await database.prisma.integrationHistoryRecord.create({ data: { integrationId: 1, isResolved } })).id;
const historyRecord = (isResolved?: boolean) => async (world: World) => ({
  by: { databaseId: await makeHistoryRecord(world, isResolved) },
});

const runs = (status: Parameters<typeof makeRun>[1]) => async (world: World) => ({
  runs: { databaseIds: [await makeRun(world, status), await makeRun(world, status), await makeRun(world, 'SUCCESSFUL')] },
});
const errors = (isResolved: boolean) => async (world: World) => ({
  errors: { databaseIds: [await makeError(world, isResolved), await makeError(world, isResolved)] },
});

const integration = () => ({
  name: fresh(),
  code: fresh(),
  businessObject: 'Invoice',
  direction: 'TO_COUPA',
  endSystem: 'SAP',
  endSystemType: 'ERP',
});

const makeEndpoint = async ({ database }: World): Promise<number> => {
  const data = { url: 'https://example.com/', secret: 'whsec_x', ownerId: 1, ownerScopes: 'admin', place: 0, mark: '0' };
  return (await database.prisma.webhookEndpoint.create({ data })).id;
};
const endpoint = async (world: World) => ({ by: { databaseId: await makeEndpoint(world) } });
const delivery = async (world: World) => {
  const data = {
    endpointId: await makeEndpoint(world),
    messageId: fresh(),
    subject: 'x',
    body: '{}',
    state: 'FAILED',
    nextAttemptAt: null,
  } as const;
  return { by: { databaseId: (await world.database.prisma.webhookDelivery.create({ data })).id } };
};

/** An input for each mutation that takes a key; each would do something again without one, or be refused. */
export const inputs: Readonly<Record<string, (world: World) => Promise<object> | object>> = {
  createIntegrationRun: () => ({ integration: { databaseId: 1 }, integrationErrors: [{ documentId: 7, contactAlertType: 'Functional' }] }),
  updateIntegrationRun: async (world) => ({ ...(await run('PENDING')(world)), integrationErrors: [{ documentId: 8 }] }),
  startIntegrationRun: async (world) => ({ ...(await run('PENDING')(world)), note: 'once', integrationErrors: [{ documentId: 9 }] }),
  pauseIntegrationRun: run('RUNNING'),
  requeueIntegrationRun: run('FAILED'),
  succeedIntegrationRun: run('RUNNING'),
  failIntegrationRun: run('RUNNING'),
  retryIntegrationRun: run('FAILED'),
  startIntegrationRuns: runs('PENDING'),
  pauseIntegrationRuns: runs('RUNNING'),
  requeueIntegrationRuns: runs('FAILED'),
  succeedIntegrationRuns: runs('RUNNING'),
  failIntegrationRuns: runs('RUNNING'),
  retryIntegrationRuns: runs('FAILED'),
  createIntegrationError: () => ({ integrationRun: { databaseId: 1 }, contactAlertType: 'Technical', responses: [{ code: '1' }] }),
  updateIntegrationError: async (world) => ({ ...(await error()(world)), status: fresh() }),
  resolveIntegrationError: error(),
  unresolveIntegrationError: error(true),
  createIntegrationHistoryRecord: () => ({ integration: { databaseId: 1 }, contactAlertType: 'Technical', responses: [{ code: '1' }] }),
  updateIntegrationHistoryRecord: async (world) => ({ ...(await historyRecord()(world)), status: fresh() }),
  resolveIntegrationHistoryRecord: historyRecord(),
  unresolveIntegrationHistoryRecord: historyRecord(true),
  resolveIntegrationErrors: errors(false),
  unresolveIntegrationErrors: errors(true),
  updateWebhookEndpoint: async (world) => ({ ...(await endpoint(world)), description: fresh() }),
  deleteWebhookEndpoint: endpoint,
  testWebhookEndpoint: endpoint,
  replayWebhookDelivery: delivery,
  createIntegration: integration,
  updateIntegration: () => ({ by: { databaseId: 3 }, name: fresh() }),
  createContract: () => ({ number: fresh(), name: 'Contract', status: 'active', minimumValue: '1.50' }),
  updateContract: () => ({ by: { databaseId: 3 }, name: fresh() }),
};

export interface Call {
  readonly path: string;
  readonly body?: object;
}

const ofRun = (status: Parameters<typeof makeRun>[1], end: string, body?: object) => async (world: World) => ({
  path: `/api/integration_runs/${await makeRun(world, status)}${end}`,
  ...(body && { body }),
});
const ofError = (end: string, isResolved?: boolean, body?: object) => async (world: World) => ({
  path: `/api/integration_errors/${await makeError(world, isResolved)}${end}`,
  ...(body && { body }),
});
const ofHistoryRecord = (end: string, isResolved?: boolean, body?: object) => async (world: World) => ({
  path: `/api/integration_history_records/${await makeHistoryRecord(world, isResolved)}${end}`,
  ...(body && { body }),
});
const wireIntegration = () => {
  const { businessObject, direction: _direction, endSystem, endSystemType: _type, ...names } = integration();
  return { ...names, 'business-object': businessObject, direction: 'to_coupa', 'end-system': endSystem, 'end-system-type': 'erp' };
};
const time = { 'max-updated-at': '2026-03-01T00:00:00Z' };

/** A call for each route that changes something. */
export const calls: Readonly<Record<string, (world: World) => Promise<Call> | Call>> = {
  'POST integration_runs': () => ({
    path: '/api/integration_runs',
    body: { integration: { id: 1 }, 'integration-errors': [{ 'document-id': 3 }] },
  }),
  'PUT integration_runs/:id': ofRun('PENDING', '', { 'integration-errors': [{ 'document-id': 4 }] }),
  'PATCH integration_runs/:id': ofRun('PENDING', '', { 'total-records': 3 }),
  'PUT integration_runs/:id/run': ofRun('PENDING', '/run', { 'integration-errors': [{ 'document-id': 5 }] }),
  'PUT integration_runs/:id/pause': ofRun('RUNNING', '/pause'),
  'PUT integration_runs/:id/pending': ofRun('FAILED', '/pending'),
  'PUT integration_runs/:id/success': ofRun('RUNNING', '/success'),
  'PUT integration_runs/:id/finish': ofRun('RUNNING', '/finish'),
  'PUT integration_runs/:id/fail': ofRun('RUNNING', '/fail'),
  'POST integration_runs/:id/retry': ofRun('FAILED', '/retry'),
  'PUT integration_runs/:id/max_updated_at': ofRun('RUNNING', '/max_updated_at', time),
  'POST integration_errors': () => ({ path: '/api/integration_errors', body: { 'integration-run-id': 1 } }),
  'POST integration_errors/create_alert': () => ({ path: '/api/integration_errors/create_alert', body: { 'integration-run-id': 1 } }),
  'PUT integration_errors/:id': ofError('', false, { status: 'seen' }),
  'PATCH integration_errors/:id': ofError('', false, { responses: [{ 'response-code': '1' }] }),
  'PUT integration_errors/:id/resolve': ofError('/resolve'),
  'PUT integration_errors/:id/unresolve': ofError('/unresolve', true),
  'POST integration_history_records': () => ({ path: '/api/integration_history_records', body: { 'integration-id': 1 } }),
  'POST integration_history_records/create_alert': () => ({
    path: '/api/integration_history_records/create_alert',
    body: { 'integration-run-id': 1 },
  }),
  'PUT integration_history_records/:id': ofHistoryRecord('', false, { status: 'seen' }),
  'PATCH integration_history_records/:id': ofHistoryRecord('', false, { responses: [{ 'response-code': '1' }] }),
  'PUT integration_history_records/:id/resolve': ofHistoryRecord('/resolve'),
  'PUT integration_history_records/:id/unresolve': ofHistoryRecord('/unresolve', true),
  'POST integrations': () => ({ path: '/api/integrations', body: wireIntegration() }),
  'PUT integrations/:id': () => ({ path: '/api/integrations/4', body: { name: fresh() } }),
  'PATCH integrations/:id': () => ({ path: '/api/integrations/4', body: { name: fresh() } }),
  'POST contracts': () => ({ path: '/api/contracts', body: { number: fresh(), name: 'Contract', status: 'active' } }),
  'PUT contracts/:id': () => ({ path: '/api/contracts/4', body: { name: fresh() } }),
  'PATCH contracts/:id': () => ({ path: '/api/contracts/4', body: { name: fresh() } }),
};

/** What every change leaves a trace in. */
export const traces = async ({ database }: World): Promise<object> => {
  const [row] = await database.prisma.$queryRawUnsafe<object[]>(`SELECT
    (SELECT sum(version) FROM integration_runs)::int AS runs, (SELECT sum(version) FROM integration_errors)::int AS errors,
    (SELECT sum(version) FROM integration_history_records)::int AS records,
    (SELECT sum(version) FROM integrations)::int AS integrations, (SELECT sum(record_version) FROM contracts)::int AS contracts,
    (SELECT count(*) FROM integration_run_transitions)::int AS history, (SELECT count(*) FROM integration_error_responses)::int AS responses,
    (SELECT count(*) FROM integration_history_record_responses)::int AS record_responses,
    (SELECT count(*) FROM webhook_endpoints)::int AS endpoints, (SELECT count(*) FROM webhook_deliveries)::int AS deliveries,
    (SELECT count(*) FROM idempotency_keys)::int AS keys`);
  return row ?? {};
};
