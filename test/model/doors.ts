// Sends a call of the model through a door, and reads what there is afterwards.
import { verbs } from '../support/verbs.js';
import type { World } from '../support/world.js';
import type { Call, Move, shown, Told, Values } from './model.js';

const paths: Readonly<Record<Move, string>> = { START: 'run', PAUSE: 'pause', REQUEUE: 'pending', SUCCEED: 'success', FAIL: 'fail' };

const list = (count: number) => Array.from({ length: count }, (_, index) => ({ status: `added ${index}` }));
const ofRun = 'integrationRun { databaseId version state: status }';
const ofError = 'integrationError { databaseId version state: isResolved }';
const counts = 'matchedCount changedCount unchangedCount notFoundCount hasMore';
const ofRuns = `${counts} refusedCount outcomes(first: 500) { integrationRun { databaseId } outcome refusal { code } retry { databaseId } }`;
const ofErrors = `${counts} integrationErrors(first: 500) { databaseId }`;

const selected = <Filter>(one: { readonly ids: readonly number[] } | { readonly filter: Filter }, filterOf: (filter: Filter) => object) =>
  'ids' in one ? { databaseIds: one.ids } : { filter: filterOf(one.filter) };

/** The mutation, its input, and what is asked of its success. */
const mutationOf = (call: Call, integration: number): readonly [string, object, string] => {
  const by = (id: number) => ({ by: { databaseId: id } });
  const inOurs = { integration: { databaseId: { eq: integration } } };
  const added = (errors: number) => (errors > 0 ? { integrationErrors: list(errors) } : {});
  const noted = (note: string | null) => (note === null ? {} : { note });
  switch (call.kind) {
    case 'create':
      return ['createIntegrationRun', { integration: { databaseId: integration }, ...call.values, ...added(call.errors) }, ofRun];
    case 'update':
      return ['updateIntegrationRun', { ...by(call.run), ...call.values, ...added(call.errors), expectedVersion: call.expected }, ofRun];
    case 'move': {
      const input = { ...by(call.run), ...call.values, ...added(call.errors), ...noted(call.note), expectedVersion: call.expected };
      return [`${verbs[call.move]}IntegrationRun`, input, ofRun];
    }
    case 'heartbeat':
      return ['heartbeatIntegrationRun', { ...by(call.run), ...call.values }, ofRun];
    case 'retry':
      return ['retryIntegrationRun', { ...by(call.run), ...noted(call.note) }, ofRun];
    case 'moveMany': {
      const runs = selected(call.runs, (status) => ({ ...inOurs, status: { eq: status } }));
      const input = { runs, limit: call.limit, isDryRun: call.isDryRun, ...noted(call.note) };
      return [`${verbs[call.move]}IntegrationRuns`, input, ofRuns];
    }
    case 'addError':
      return ['createIntegrationError', { integrationRun: { databaseId: call.run }, status: call.status }, ofError];
    case 'updateError':
      return ['updateIntegrationError', { ...by(call.error), status: call.status, expectedVersion: call.expected }, ofError];
    case 'resolve': {
      const field = call.isResolved ? 'resolveIntegrationError' : 'unresolveIntegrationError';
      return [field, { ...by(call.error), expectedVersion: call.expected }, ofError];
    }
    case 'resolveMany': {
      const errors = selected(call.errors, (run) => ({ integrationRun: { databaseId: { eq: run } } }));
      const field = call.isResolved ? 'resolveIntegrationErrors' : 'unresolveIntegrationErrors';
      return [field, { errors, limit: call.limit, isDryRun: call.isDryRun }, ofErrors];
    }
  }
};

const elements: Readonly<Record<keyof Values, string>> = {
  totalRecords: 'total-records',
  recordsProcessed: 'records-processed',
  startTime: 'start-time',
  endTime: 'end-time',
};

/** Method, path and body; null of what that door hasn't. */
const requestOf = (call: Call, integration: number): readonly [string, string, object?] | null => {
  const body = (values: Values, errors: number) => ({
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [elements[name as keyof Values], value])),
    ...(errors > 0 && { 'integration-errors': list(errors) }),
  });
  switch (call.kind) {
    case 'create':
      return ['POST', 'integration_runs', { integration: { id: integration }, ...body(call.values, call.errors) }];
    case 'update':
      return ['PATCH', `integration_runs/${call.run}`, body(call.values, call.errors)];
    case 'move':
      return ['PUT', `integration_runs/${call.run}/${paths[call.move]}`, body(call.values, call.errors)];
    case 'retry':
      return ['POST', `integration_runs/${call.run}/retry`];
    case 'addError':
      return ['POST', 'integration_errors', { 'integration-run-id': call.run, status: call.status }];
    case 'updateError':
      return ['PUT', `integration_errors/${call.error}`, { status: call.status }];
    case 'resolve':
      return ['PUT', `integration_errors/${call.error}/${call.isResolved ? 'resolve' : 'unresolve'}`];
    case 'heartbeat':
    case 'moveMany':
    case 'resolveMany':
      return null;
  }
};

/** Whether REST has it, and with all that the call says. */
export const isOfBothDoors = (call: Call): boolean => requestOf(call, 0) !== null && !('note' in call && call.note !== null);

/** What a code is over REST. */
const statuses: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  VERSION_CONFLICT: 412,
  INVALID_TRANSITION: 400,
  VALIDATION_FAILED: 400,
  RETRY_IN_PROGRESS: 409,
  IDEMPOTENCY_KEY_REUSED: 422,
};
/** What the model expects, in the words of the door: over REST no answer of a write tells the version. */
export const throughDoor = (call: Call, told: Told): object => {
  if (call.door === 'GRAPHQL') return told;
  if ('code' in told) return { status: statuses[told.code] };
  const { version: _version, ...rest } = told as Extract<Told, { version: number }>; // calls of many aren't sent over REST
  return rest;
};

type Headers = Readonly<Record<string, string>>;

const throughGraphQL = async (world: World, headers: Headers, call: Call, integration: number): Promise<object> => {
  const [field, input, selection] = mutationOf(call, integration);
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const query = `mutation($input: ${type}Input!) { result: ${field}(input: $input) { ... on Error { code } ... on ${type}Success { ${selection} } } }`;
  const key = call.key === null ? {} : call.kind === 'heartbeat' ? {} : { idempotencyKey: call.key };
  const answer = await world.rest('POST', '/graphql', { query, variables: { input: { ...input, ...key } } }, headers);
  const { result } = answer.json?.data ?? {};
  if (!result) return answer; // which no model expects
  if ('code' in result) return { code: result.code };
  const isReplayed = answer.headers.has('idempotent-replayed');
  const record = result.integrationRun ?? result.integrationError;
  if (record) return { id: record.databaseId, version: record.version, state: record.state, isReplayed };
  const { matchedCount: matched, changedCount: changed, unchangedCount: unchanged, notFoundCount: notFound } = result;
  interface Outcome {
    readonly integrationRun: { readonly databaseId: number };
    readonly outcome: string;
    readonly refusal: { readonly code: string } | null;
    readonly retry: { readonly databaseId: number } | null;
  }
  const each =
    result.integrationErrors?.map(({ databaseId }: { databaseId: number }) => databaseId) ??
    result.outcomes.map(({ integrationRun, outcome, refusal, retry }: Outcome) => [
      integrationRun.databaseId,
      outcome,
      refusal?.code ?? null,
      retry?.databaseId ?? null,
    ]);
  return {
    counts: { matched, changed, unchanged, refused: result.refusedCount ?? 0, notFound },
    hasMore: result.hasMore,
    each,
    isReplayed,
  };
};

const throughRest = async (world: World, headers: Headers, call: Call, integration: number): Promise<object> => {
  const [method, path, body] = requestOf(call, integration) ?? ['', ''];
  const condition = 'expected' in call && call.expected !== null ? { 'if-match': `"${call.expected}-of another format"` } : {};
  const key = call.key === null ? {} : { 'idempotency-key': call.key };
  const answer = await world.rest(method, `/api/${path}`, body, { ...headers, ...condition, ...key });
  if (answer.status !== (method === 'POST' ? 201 : 200)) return { status: answer.status };
  const { id, status, resolved } = answer.json;
  return { id, state: resolved ?? status.toUpperCase(), isReplayed: answer.headers.has('idempotent-replayed') };
};

/** What the caller is told. */
export const send = (world: World, headers: Headers, call: Call, integration: number): Promise<object> =>
  (call.door === 'REST' ? throughRest : throughGraphQL)(world, headers, call, integration);

const everything = `query($id: Int!) {
  integrationRuns(filter: { integration: { databaseId: { eq: $id } } }, orderBy: { field: ID }, first: 200) {
    totalCount
    nodes {
      id: databaseId status version startTime endTime totalRecords recordsProcessed lastHeartbeatAt attempt retryOf { databaseId }
      createdAt updatedAt createdBy { name } updatedBy { name } allowed: allowedTransitions
      retries { totalCount } integrationErrors { totalCount }
      transitions(first: 100) { nodes { from to at actor { name } source note } }
    }
  }
  integrationErrors(filter: { integration: { databaseId: { eq: $id } } }, orderBy: { field: ID }, first: 200) {
    totalCount
    nodes { id: databaseId isResolved status version updatedAt integrationRun { databaseId } }
  }
  open: integrationErrors(filter: { integration: { databaseId: { eq: $id } }, isResolved: { eq: false } }) { totalCount }
}`;

/** All runs and errors of the integration, as the model shows them. */
export const look = async (world: World, headers: Headers, integration: number): Promise<ReturnType<typeof shown>> => {
  const { json } = await world.rest('POST', '/graphql', { query: everything, variables: { id: integration } }, headers);
  if (!json.data) throw new Error(JSON.stringify(json));
  const { integrationRuns, integrationErrors, open } = json.data;
  if (integrationRuns.totalCount !== integrationRuns.nodes.length || integrationErrors.totalCount !== integrationErrors.nodes.length)
    throw new Error('A list has another length than it says.');
  return {
    openErrors: open.totalCount,
    // biome-ignore lint/suspicious/noExplicitAny: as the query has them, and compared whole
    runs: integrationRuns.nodes.map(({ retryOf, createdBy, updatedBy, retries, integrationErrors: errors, transitions, ...run }: any) => ({
      ...run,
      retryOf: retryOf?.databaseId ?? null,
      createdBy: createdBy.name,
      updatedBy: updatedBy.name,
      retries: retries.totalCount,
      errors: errors.totalCount,
      // biome-ignore lint/suspicious/noExplicitAny: as above
      history: transitions.nodes.map(({ actor, ...entry }: any) => ({ ...entry, actor: actor.name })),
    })),
    // biome-ignore lint/suspicious/noExplicitAny: as above
    errors: integrationErrors.nodes.map(({ integrationRun, ...error }: any) => ({ ...error, run: integrationRun.databaseId })),
  };
};
