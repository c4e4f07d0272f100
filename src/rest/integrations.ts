// The integration paths of the original API.
import { createIntegration, type NewIntegration, updateIntegration } from '../domain/integration.js';
import { listing, showing, shown } from './reads.js';
import type { Answer, RestRequest, Route } from './route.js';
import { readElements, readRequired } from './wire/read-body.js';
import { resources } from './wire/resources.js';

const resource = resources.integration;

const create = async (request: RestRequest): Promise<Answer> => {
  const values = readRequired(resource, request.body, resource.required) as unknown as NewIntegration; // the elements of the table, all that are required among them
  return shown('integration', await createIntegration(request.context, values), 201);
};

const update = async (request: RestRequest): Promise<Answer> =>
  shown('integration', await updateIntegration(request.context, { id: request.id }, readElements(resource, request.body)));

export const integrationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: 'integrations',
    resource,
    summary: 'Query integrations',
    handle: listing('integration'),
  },
  { method: 'POST', path: 'integrations', resource, summary: 'Create an integration', handle: create },
  { method: 'GET', path: 'integrations/:id', resource, summary: 'Show an integration', handle: showing('integration') },
  { method: 'PUT', path: 'integrations/:id', resource, summary: 'Change an integration, in part', handle: update },
  { method: 'PATCH', path: 'integrations/:id', resource, summary: 'Change an integration, in part', handle: update },
];
