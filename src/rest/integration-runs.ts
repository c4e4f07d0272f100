// The run paths of the original API.
import type { IntegrationBy } from '../domain/by.js';
import { ValidationError } from '../domain/errors.js';
import { createIntegrationRun } from '../domain/integration-run/create.js';
import { actions, type IntegrationRunAction } from '../domain/integration-run/status.js';
import { transitionIntegrationRun } from '../domain/integration-run/transition.js';
import { updateIntegrationRun } from '../domain/integration-run/update.js';
import { listing, showing, shown } from './reads.js';
import type { Answer, RestRequest, Route } from './route.js';
import { readRunAttributes } from './wire/attributes.js';
import { type Body, elementOf, referenceOf } from './wire/read-body.js';
import { resources } from './wire/resources.js';

const resource = resources.integrationRun;

const integrationOf = (body: Body): IntegrationBy => {
  const reference = referenceOf(body, resource.owner.name, resource.owner.keys);
  if (!reference) throw new ValidationError([{ path: ['integration'], message: "Integration can't be blank" }]);
  return reference as IntegrationBy; // one of the three keys
};

const create = async (request: RestRequest): Promise<Answer> => {
  const run = await createIntegrationRun(request.context, integrationOf(request.body), readRunAttributes(request.body));
  return shown('integrationRun', run, 201);
};

const update = async (request: RestRequest): Promise<Answer> =>
  shown('integrationRun', await updateIntegrationRun(request.context, { id: request.id }, readRunAttributes(request.body)));

const move =
  (action: IntegrationRunAction) =>
  async (request: RestRequest): Promise<Answer> =>
    shown('integrationRun', await transitionIntegrationRun(request.context, { id: request.id }, action, readRunAttributes(request.body)));

/** Clients send the time in the body or in the query, under its name either way. */
const storeMaxUpdatedAt = async (request: RestRequest): Promise<Answer> => {
  const sent = elementOf(request.body, 'max-updated-at') ?? elementOf(Object.fromEntries(request.search), 'max-updated-at');
  const { maxUpdatedAt } = readRunAttributes({ 'max-updated-at': sent ?? null });
  if (!maxUpdatedAt) throw new ValidationError([{ path: ['maxUpdatedAt'], message: "Max updated at can't be blank" }]);
  return shown('integrationRun', await updateIntegrationRun(request.context, { id: request.id }, { maxUpdatedAt }));
};

/** The paths of each move. A move without a row here does not compile. */
const movePaths: Readonly<Record<IntegrationRunAction, readonly { readonly path: string; readonly summary: string }[]>> = {
  START: [{ path: 'run', summary: 'Move a run to running' }],
  PAUSE: [{ path: 'pause', summary: 'Move a run to paused' }],
  REQUEUE: [{ path: 'pending', summary: 'Move a run back to pending' }],
  SUCCEED: [
    { path: 'success', summary: 'Move a run to successful' },
    { path: 'finish', summary: 'Move a run to successful: another name of success' },
  ],
  FAIL: [{ path: 'fail', summary: 'Move a run to failed' }],
};

const moveRoutes = actions.flatMap((action) =>
  movePaths[action].map(
    ({ path, summary }): Route => ({ method: 'PUT', path: `integration_runs/:id/${path}`, resource, summary, handle: move(action) }),
  ),
);

export const integrationRunRoutes: readonly Route[] = [
  { method: 'GET', path: 'integration_runs', resource, summary: 'Query runs', handle: listing('integrationRun') },
  { method: 'POST', path: 'integration_runs', resource, summary: 'Create a pending run', handle: create },
  { method: 'GET', path: 'integration_runs/:id', resource, summary: 'Show a run', handle: showing('integrationRun') },
  { method: 'PUT', path: 'integration_runs/:id', resource, summary: 'Change a run, in part', handle: update },
  { method: 'PATCH', path: 'integration_runs/:id', resource, summary: 'Change a run, in part', handle: update },
  ...moveRoutes,
  {
    method: 'PUT',
    path: 'integration_runs/:id/max_updated_at',
    resource,
    summary: 'Store the newest modification time that the run exported',
    stores: 'max-updated-at',
    handle: storeMaxUpdatedAt,
  },
];
