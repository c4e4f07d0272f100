// Every operation of both doors, with the scope that it needs: what the matrix goes through.
import type { Scope } from '../../src/domain/rules/viewer.js';
import type { Route } from '../../src/rest/route.js';

export interface GraphQLOperation {
  readonly scope: Scope | null;
  /** The selection, with its arguments, below the field's name. */
  readonly rest: string;
}

/** A run that is pending, one that is running and one that has failed, an error, a history record, an integration and a contract, by their numbers. */
export interface Records {
  readonly run: number;
  readonly running: number;
  readonly failed: number;
  readonly error: number;
  readonly historyRecord: number;
  readonly integration: number;
  readonly contract: number;
  readonly client: number;
  /** A webhook endpoint, and a delivery of it. */
  readonly endpoint: number;
  readonly delivery: number;
}

const id = (type: string, number: number) => Buffer.from(`${type}:${number}`).toString('base64');

/** The fields of `Query`. Where the scope is null, it depends on what is asked for. */
export const queries = ({
  run,
  error,
  historyRecord,
  integration,
  contract,
  client,
  endpoint,
}: Records): Readonly<Record<string, GraphQLOperation>> => ({
  integrationRun: { scope: 'core.integration.read', rest: `(by: { databaseId: ${run} }) { id }` },
  integrationRuns: { scope: 'core.integration.read', rest: '(first: 1) { nodes { id } }' },
  integrationRunStatistics: { scope: 'core.integration.read', rest: ' { count byIntegration { integration { id } } }' },
  integration: { scope: 'core.integration.read', rest: `(by: { databaseId: ${integration} }) { id }` },
  integrations: { scope: 'core.integration.read', rest: '(first: 1) { totalCount }' },
  integrationError: { scope: 'core.integration.read', rest: `(by: { databaseId: ${error} }) { id }` },
  integrationErrors: { scope: 'core.integration.read', rest: '(first: 1) { edges { cursor } }' },
  integrationErrorGroup: { scope: 'core.integration.read', rest: '(fingerprint: "18853574b9c6be4442d7a906fd8af266") { count }' },
  integrationErrorGroups: { scope: 'core.integration.read', rest: '(first: 1) { nodes { title count } }' },
  integrationHistoryRecord: { scope: 'core.integration.read', rest: `(by: { databaseId: ${historyRecord} }) { id }` },
  integrationHistoryRecords: { scope: 'core.integration.read', rest: '(first: 1) { totalCount }' },
  contract: { scope: 'core.contract.read', rest: `(by: { databaseId: ${contract} }) { id }` },
  contracts: { scope: 'core.contract.read', rest: '(first: 1) { pageInfo { endCursor } }' },
  apiClients: { scope: 'admin', rest: '(first: 1) { nodes { id scopes } }' },
  changes: { scope: 'core.integration.read', rest: '(first: 1) { nodes { position } }' },
  webhookEndpoint: { scope: 'admin', rest: `(by: { databaseId: ${endpoint} }) { url deliveries(first: 1) { nodes { body } } }` },
  webhookEndpoints: { scope: 'admin', rest: '(first: 1) { nodes { id url } }' },
  feedPosition: { scope: null, rest: '' },
  viewer: { scope: null, rest: ' { actor { name } scopes }' },
  node: { scope: null, rest: `(id: "${id('ApiClient', client)}") { id }` },
  nodes: { scope: null, rest: `(ids: ["${id('Contract', contract)}"]) { id }` },
});

/** `node` and `nodes` by the type of what they name. */
export const nodeScopes = ({
  run,
  error,
  historyRecord,
  integration,
  contract,
  client,
  endpoint,
  delivery,
}: Records): readonly (readonly [string, Scope])[] => [
  [id('IntegrationRun', run), 'core.integration.read'],
  [id('IntegrationError', error), 'core.integration.read'],
  [id('IntegrationHistoryRecord', historyRecord), 'core.integration.read'],
  [id('Integration', integration), 'core.integration.read'],
  [id('Contract', contract), 'core.contract.read'],
  [id('ApiClient', client), 'admin'],
  [id('WebhookEndpoint', endpoint), 'admin'],
  [id('WebhookDelivery', delivery), 'admin'],
];

const write = 'core.integration.write';

/** The fields of `Mutation`, with an input that each takes, and by which each changes something. `also`: the scope that those need who have the first. */
export const mutations = ({
  run,
  running,
  failed,
  error,
  historyRecord,
  integration,
  contract,
  client,
  endpoint,
  delivery,
}: Records): Readonly<Record<string, { scope: Scope; also?: Scope; input: string }>> => {
  const move = { scope: write, input: `by: { databaseId: ${run} }` } as const;
  const many = { scope: write, also: 'core.integration.read', input: `runs: { databaseIds: [${run}] }` } as const;
  return {
    createIntegrationRun: { scope: write, input: `integration: { databaseId: ${integration} }` },
    updateIntegrationRun: { scope: write, input: `by: { databaseId: ${run} }, totalRecords: 5` },
    startIntegrationRun: move,
    pauseIntegrationRun: move,
    requeueIntegrationRun: { scope: write, input: `${move.input}, totalRecords: 7` },
    succeedIntegrationRun: move,
    failIntegrationRun: move,
    retryIntegrationRun: { scope: write, input: `by: { databaseId: ${failed} }` },
    startIntegrationRuns: many,
    pauseIntegrationRuns: many,
    requeueIntegrationRuns: many,
    succeedIntegrationRuns: many,
    failIntegrationRuns: many,
    retryIntegrationRuns: many,
    resolveIntegrationErrors: { ...many, input: `errors: { databaseIds: [${error}] }` },
    unresolveIntegrationErrors: { ...many, input: `errors: { databaseIds: [${error}] }` },
    heartbeatIntegrationRun: { scope: write, input: `by: { databaseId: ${running} }` },
    createIntegrationError: { scope: write, input: `integrationRun: { databaseId: ${run} }` },
    updateIntegrationError: { scope: write, input: `by: { databaseId: ${error} }, status: "seen"` },
    resolveIntegrationError: { scope: write, input: `by: { databaseId: ${error} }` },
    unresolveIntegrationError: { scope: write, input: `by: { databaseId: ${error} }` },
    createIntegrationHistoryRecord: { scope: write, input: `integration: { databaseId: ${integration} }` },
    updateIntegrationHistoryRecord: { scope: write, input: `by: { databaseId: ${historyRecord} }, status: "seen"` },
    resolveIntegrationHistoryRecord: { scope: write, input: `by: { databaseId: ${historyRecord} }` },
    unresolveIntegrationHistoryRecord: { scope: write, input: `by: { databaseId: ${historyRecord} }` },
    createIntegration: {
      scope: write,
      input: 'name: "Scoped", code: "scoped", businessObject: "Invoice", direction: TO_COUPA, endSystem: "SAP", endSystemType: ERP',
    },
    updateIntegration: { scope: write, input: `by: { databaseId: ${integration} }, endSystem: "SAP"` },
    createContract: { scope: 'core.contract.write', input: 'number: "SCOPED", name: "Scoped", status: "draft"' },
    updateContract: { scope: 'core.contract.write', input: `by: { databaseId: ${contract} }, status: "draft"` },
    createApiClient: { scope: 'admin', input: 'name: "Scoped", scopes: [CORE_CONTRACT_READ]' },
    rotateApiClient: { scope: 'admin', input: `by: { databaseId: ${client} }` },
    revokeApiClient: { scope: 'admin', input: `by: { databaseId: ${client} }` },
    createWebhookEndpoint: { scope: 'admin', also: 'core.integration.read', input: 'url: "https://example.com/hook"' },
    updateWebhookEndpoint: { scope: 'admin', also: 'core.integration.read', input: `by: { databaseId: ${endpoint} }, description: "x"` },
    rotateWebhookSecret: { scope: 'admin', input: `by: { databaseId: ${endpoint} }` },
    testWebhookEndpoint: { scope: 'admin', input: `by: { databaseId: ${endpoint} }` },
    replayWebhookDelivery: { scope: 'admin', input: `by: { databaseId: ${delivery} }` },
    deleteWebhookEndpoint: { scope: 'admin', input: `by: { databaseId: ${endpoint} }` },
  };
};

/** The scope that a route needs. */
export const scopeOfRoute = ({ method, resource }: Route): Scope => {
  if (method !== 'GET') return resource.entity === 'contract' ? 'core.contract.write' : write;
  return resource.entity === 'contract' ? 'core.contract.read' : 'core.integration.read';
};

/** A body that a route takes, and by which it changes something. */
export const bodyFor = ({ method, path }: Route, { run, integration }: Records): object | undefined => {
  if (method === 'GET') return undefined;
  if (path === 'integration_runs') return { integration: { id: integration } };
  if (path.endsWith('max_updated_at')) return { 'max-updated-at': '2026-01-01T00:00:00Z' };
  if (method === 'POST' && path.startsWith('integration_errors')) return { 'integration-run': { id: run } };
  if (method === 'POST' && path.startsWith('integration_history_records')) return { 'integration-id': integration };
  if (path === 'integrations') {
    return {
      name: 'REST scoped',
      code: 'rest-scoped',
      'business-object': 'Invoice',
      direction: 'to_coupa',
      'end-system': 'SAP',
      'end-system-type': 'erp',
    };
  }
  if (path === 'contracts') return { number: 'REST-SCOPED', name: 'Scoped', status: 'draft' };
  if (path.startsWith('contracts')) return { status: `set by ${method}` };
  if (path.startsWith('integration_runs')) return { 'total-records': 5 };
  return /^integration_(errors|history_records)/.test(path) ? { status: `seen by ${method}` } : { 'end-system': `of ${method}` };
};
