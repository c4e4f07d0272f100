// The run paths of the original API.
import { findToChange, type IntegrationBy } from '../domain/by.js';
import { ValidationError } from '../domain/errors.js';
import { createIntegrationRun } from '../domain/integration-run/create.js';
import type { IntegrationRunAction } from '../domain/integration-run/status.js';
import { transitionIntegrationRun } from '../domain/integration-run/transition.js';
import { updateIntegrationRun } from '../domain/integration-run/update.js';
import type { Rows } from '../domain/read/entities.js';
import { readList } from '../domain/read/read.js';
import { nestRuns } from './nest.js';
import { compileQuery } from './query-language.js';
import type { Answer, RestRequest, Route } from './route.js';
import { readRunAttributes } from './wire/attributes.js';
import { type Body, referenceOf } from './wire/read-body.js';
import { resources } from './wire/resources.js';

const resource = resources.integrationRun;

const answer = async ({ context }: RestRequest, run: Rows['integrationRun'], status: Answer['status'] = 200): Promise<Answer> => {
  const [tree = {}] = await nestRuns(context, [run]);
  return { status, tree };
};

const integrationOf = (body: Body): IntegrationBy => {
  const reference = referenceOf(body, 'integration', ['id', 'code', 'name']);
  if (!reference) throw new ValidationError([{ path: ['integration'], message: "Integration can't be blank" }]);
  return reference as IntegrationBy; // one of the three keys
};

const update = async (request: RestRequest) =>
  answer(request, await updateIntegrationRun(request.context, { id: request.id }, readRunAttributes(request.body)));

const move =
  (action: IntegrationRunAction) =>
  async (request: RestRequest): Promise<Answer> =>
    answer(request, await transitionIntegrationRun(request.context, { id: request.id }, action, readRunAttributes(request.body)));

export const integrationRunRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: 'integration_runs',
    resource,
    handle: async ({ context, search }) => {
      const query = compileQuery(resource, search);
      return { status: 200, tree: await nestRuns(context, await readList(context, 'integrationRun', query)) };
    },
  },
  {
    method: 'POST',
    path: 'integration_runs',
    resource,
    handle: async (request) =>
      answer(request, await createIntegrationRun(request.context, integrationOf(request.body), readRunAttributes(request.body)), 201),
  },
  {
    method: 'GET',
    path: 'integration_runs/:id',
    resource,
    handle: async (request) => answer(request, await findToChange(request.context, 'integrationRun', { id: request.id })),
  },
  { method: 'PUT', path: 'integration_runs/:id', resource, handle: update },
  { method: 'PATCH', path: 'integration_runs/:id', resource, handle: update },
  { method: 'PUT', path: 'integration_runs/:id/run', resource, handle: move('START') },
  { method: 'PUT', path: 'integration_runs/:id/pause', resource, handle: move('PAUSE') },
  { method: 'PUT', path: 'integration_runs/:id/pending', resource, handle: move('REQUEUE') },
  { method: 'PUT', path: 'integration_runs/:id/success', resource, handle: move('SUCCEED') },
  { method: 'PUT', path: 'integration_runs/:id/fail', resource, handle: move('FAIL') },
];
