// The error paths of the original API.
import type { RunBy } from '../domain/by.js';
import { ValidationError } from '../domain/errors.js';
import { createIntegrationError } from '../domain/integration-error/create.js';
import { setIntegrationErrorResolved } from '../domain/integration-error/resolve.js';
import { updateIntegrationError } from '../domain/integration-error/update.js';
import { listing, showing, shown } from './reads.js';
import type { Answer, RestRequest, Route } from './route.js';
import { readErrorAttributes } from './wire/attributes.js';
import { type Body, referenceOf } from './wire/read-body.js';
import { resources } from './wire/resources.js';

const resource = resources.integrationError;

const runOf = (body: Body): RunBy => {
  const reference = referenceOf(body, resource.owner.name, resource.owner.keys);
  if (!reference) throw new ValidationError([{ path: ['integrationRun'], message: "Integration run can't be blank" }]);
  return reference as RunBy; // its one key
};

const create = async (request: RestRequest): Promise<Answer> => {
  const error = await createIntegrationError(request.context, runOf(request.body), readErrorAttributes(request.body));
  return shown('integrationError', error, 201);
};

/** The alert is a line of the log, which operators route to whoever the contact alert type means. */
const createAlert = async (request: RestRequest): Promise<Answer> => {
  const error = await createIntegrationError(request.context, runOf(request.body), readErrorAttributes(request.body));
  const { id, integrationRunId, integrationId, contactAlertType } = error;
  request.logger.warn({ alert: contactAlertType, integrationErrorId: id, integrationRunId, integrationId }, 'Integration error alert');
  return shown('integrationError', error, 201);
};

const update = async (request: RestRequest): Promise<Answer> =>
  shown('integrationError', await updateIntegrationError(request.context, { id: request.id }, readErrorAttributes(request.body)));

const setResolved =
  (isResolved: boolean) =>
  async (request: RestRequest): Promise<Answer> =>
    shown(
      'integrationError',
      await setIntegrationErrorResolved(request.context, { id: request.id }, isResolved, readErrorAttributes(request.body)),
    );

export const integrationErrorRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: 'integration_errors',
    resource,
    summary: 'Query errors',
    handle: listing('integrationError'),
  },
  { method: 'POST', path: 'integration_errors', resource, summary: 'Record an error of a run', handle: create },
  {
    method: 'POST',
    path: 'integration_errors/create_alert',
    resource,
    summary: 'Record an error of a run, and alert its contacts',
    handle: createAlert,
  },
  { method: 'GET', path: 'integration_errors/:id', resource, summary: 'Show an error', handle: showing('integrationError') },
  { method: 'PUT', path: 'integration_errors/:id', resource, summary: 'Change an error, in part', handle: update },
  { method: 'PATCH', path: 'integration_errors/:id', resource, summary: 'Change an error, in part', handle: update },
  { method: 'PUT', path: 'integration_errors/:id/resolve', resource, summary: 'Declare an error dealt with', handle: setResolved(true) },
  { method: 'PUT', path: 'integration_errors/:id/unresolve', resource, summary: 'Declare an error open again', handle: setResolved(false) },
];
