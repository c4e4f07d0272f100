// The integration paths of the original API.
import { createIntegration, updateIntegration } from '../../domain/integration/integration.js';
import { readElements, readRequired } from '../request/elements.js';
import type { Answer, RestRequest, Route } from '../route.js';
import { resources } from '../wire/resources.js';
import { listHandler, recordAnswer, showing } from './handlers.js';

const resource = resources.integration;

const create = async (request: RestRequest): Promise<Answer> => {
  const integration = await createIntegration(request.context, readRequired(resource, request.body));
  return recordAnswer('integration', integration, 201);
};

const update = async (request: RestRequest): Promise<Answer> =>
  recordAnswer(
    'integration',
    await updateIntegration(request.context, { id: request.id }, readElements(resource, request.body), request.terms),
  );

export const integrationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: 'integrations',
    resource,
    summary: 'Query integrations',
    handle: listHandler('integration'),
  },
  { method: 'POST', path: 'integrations', resource, summary: 'Create an integration', handle: create },
  { method: 'GET', path: 'integrations/:id', resource, summary: 'Show an integration', handle: showing('integration') },
  { method: 'PUT', path: 'integrations/:id', resource, summary: 'Change an integration, in part', handle: update },
  { method: 'PATCH', path: 'integrations/:id', resource, summary: 'Change an integration, in part', handle: update },
];
