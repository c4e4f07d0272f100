// The run paths of the original API.
import { createIntegrationRun } from '../../domain/integration-run/create.js';
import { retryIntegrationRun } from '../../domain/integration-run/retry/retry.js';
import { type IntegrationRunMove, moves } from '../../domain/integration-run/status.js';
import { transitionIntegrationRun } from '../../domain/integration-run/transition.js';
import { updateIntegrationRun } from '../../domain/integration-run/update.js';
import { ValidationError } from '../../domain/rules/errors.js';
import { readRunAttributes } from '../request/attributes.js';
import { elementOf, ownerOf } from '../request/elements.js';
import { parameterOf } from '../request/query/key.js';
import type { Answer, RestRequest, Route } from '../route.js';
import { shownStatistics } from '../statistics/layout.js';
import { compileStatisticsQuery } from '../statistics/query.js';
import { resources } from '../wire/resources.js';
import { listHandler, recordAnswer, showing } from './handlers.js';
import { longestWait, usualWait, wait } from './wait.js';

const resource = resources.integrationRun;

const create = async (request: RestRequest): Promise<Answer> => {
  const run = await createIntegrationRun(request.context, ownerOf(resource, request.body), readRunAttributes(request.body));
  return recordAnswer('integrationRun', run, 201);
};

const update = async (request: RestRequest): Promise<Answer> =>
  recordAnswer(
    'integrationRun',
    await updateIntegrationRun(request.context, { id: request.id }, readRunAttributes(request.body), request.terms),
  );

const move =
  (action: IntegrationRunMove) =>
  async (request: RestRequest): Promise<Answer> =>
    recordAnswer(
      'integrationRun',
      await transitionIntegrationRun(request.context, { id: request.id }, action, readRunAttributes(request.body), null, request.terms),
    );

const retry = async ({ context, id, terms }: RestRequest): Promise<Answer> =>
  recordAnswer('integrationRun', await retryIntegrationRun(context, { id }, null, terms), 201);

const showStatistics = async ({ search }: RestRequest): Promise<Answer> => ({
  status: 200,
  representation: { entity: 'integrationRun', statistics: compileStatisticsQuery(search) },
});

/** Clients send the time in the body or in the query, under its name either way. */
const storeMaxUpdatedAt = async (request: RestRequest): Promise<Answer> => {
  const timeIn = (sent: unknown) => readRunAttributes({ 'max-updated-at': sent ?? null }).maxUpdatedAt;
  const maxUpdatedAt = timeIn(elementOf(request.body, 'max-updated-at')) ?? timeIn(parameterOf(request.search, 'max_updated_at'));
  if (!maxUpdatedAt) throw new ValidationError([{ path: ['maxUpdatedAt'], message: "Max updated at can't be blank" }]);
  return recordAnswer('integrationRun', await updateIntegrationRun(request.context, { id: request.id }, { maxUpdatedAt }, request.terms));
};

/** The paths of each move. A move without a row here does not compile. */
const movePaths: Readonly<Record<IntegrationRunMove, readonly { readonly path: string; readonly summary: string }[]>> = {
  START: [{ path: 'run', summary: 'Move a run to running' }],
  PAUSE: [{ path: 'pause', summary: 'Move a run to paused' }],
  REQUEUE: [{ path: 'pending', summary: 'Move a run back to pending' }],
  SUCCEED: [
    { path: 'success', summary: 'Move a run to successful' },
    { path: 'finish', summary: 'Move a run to successful: another name of success' },
  ],
  FAIL: [{ path: 'fail', summary: 'Move a run to failed' }],
};

const moveRoutes = moves.flatMap((action) =>
  movePaths[action].map(
    ({ path, summary }): Route => ({ method: 'PUT', path: `integration_runs/:id/${path}`, resource, summary, handle: move(action) }),
  ),
);

export const integrationRunRoutes: readonly Route[] = [
  { method: 'GET', path: 'integration_runs', resource, summary: 'Query runs', handle: listHandler('integrationRun') },
  {
    method: 'GET',
    path: 'integration_runs/statistics',
    resource,
    summary: 'Figures of the runs that match: of all together, by integration and over time',
    shows: shownStatistics,
    handle: showStatistics,
  },
  { method: 'POST', path: 'integration_runs', resource, summary: 'Create a pending run', handle: create },
  { method: 'GET', path: 'integration_runs/:id', resource, summary: 'Show a run', handle: showing('integrationRun') },
  { method: 'PUT', path: 'integration_runs/:id', resource, summary: 'Change a run, in part', handle: update },
  { method: 'PATCH', path: 'integration_runs/:id', resource, summary: 'Change a run, in part', handle: update },
  ...moveRoutes,
  {
    method: 'GET',
    path: 'integration_runs/:id/wait',
    resource,
    summary: 'Wait for the end of a run: 200 when it has ended, 202 with the run as it is when time is up',
    takes: { timeout: { description: 'Seconds to wait at most.', type: 'integer', minimum: 0, maximum: longestWait, default: usualWait } },
    accepted: 'The run as it is. It has not ended yet: wait again.',
    handle: wait,
  },
  {
    method: 'POST',
    path: 'integration_runs/:id/retry',
    resource,
    summary: 'Make a pending run that retries a failed one',
    takesNothing: true,
    handle: retry,
  },
  {
    method: 'PUT',
    path: 'integration_runs/:id/max_updated_at',
    resource,
    summary: 'Store the newest modification time that the run exported',
    stores: 'max-updated-at',
    handle: storeMaxUpdatedAt,
  },
];
