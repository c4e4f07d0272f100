// The error paths of the original API.
import { createIntegrationError } from '../../domain/integration-error/create.js';
import { setIntegrationErrorResolved } from '../../domain/integration-error/resolve.js';
import { updateIntegrationError } from '../../domain/integration-error/update.js';
import { readErrorAttributes } from '../request/attributes.js';
import { ownerOf } from '../request/elements.js';
import type { Answer, RestRequest, Route } from '../route.js';
import { resources } from '../wire/resources.js';
import { listHandler, recordAnswer, showing } from './handlers.js';

const resource = resources.integrationError;

const create =
  (alerts: 'if contacts are named' | 'always') =>
  async ({ context, body }: RestRequest): Promise<Answer> =>
    recordAnswer(
      'integrationError',
      await createIntegrationError(context, ownerOf(resource, body), readErrorAttributes(body), alerts),
      201,
    );

const update = async (request: RestRequest): Promise<Answer> =>
  recordAnswer(
    'integrationError',
    await updateIntegrationError(request.context, { id: request.id }, readErrorAttributes(request.body), undefined, request.terms),
  );

const setResolved =
  (isResolved: boolean) =>
  async (request: RestRequest): Promise<Answer> =>
    recordAnswer(
      'integrationError',
      await setIntegrationErrorResolved(request.context, { id: request.id }, isResolved, readErrorAttributes(request.body), request.terms),
    );

export const integrationErrorRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: 'integration_errors',
    resource,
    summary: 'Query errors',
    handle: listHandler('integrationError'),
  },
  {
    method: 'POST',
    path: 'integration_errors',
    resource,
    summary: 'Record an error of a run, and alert its contacts if it names them',
    handle: create('if contacts are named'),
  },
  {
    method: 'POST',
    path: 'integration_errors/create_alert',
    resource,
    summary: 'Record an error of a run, and alert its contacts',
    handle: create('always'),
  },
  { method: 'GET', path: 'integration_errors/:id', resource, summary: 'Show an error', handle: showing('integrationError') },
  { method: 'PUT', path: 'integration_errors/:id', resource, summary: 'Change an error, in part', handle: update },
  { method: 'PATCH', path: 'integration_errors/:id', resource, summary: 'Change an error, in part', handle: update },
  { method: 'PUT', path: 'integration_errors/:id/resolve', resource, summary: 'Declare an error dealt with', handle: setResolved(true) },
  { method: 'PUT', path: 'integration_errors/:id/unresolve', resource, summary: 'Declare an error open again', handle: setResolved(false) },
];
