// The error paths of the original API.
import { createIntegrationError } from '../../domain/integration-error/create.js';
import { ownerOf } from '../request/elements.js';
import { resources } from '../wire/resources.js';
import { documentRecordRoutes } from './document-records.js';

export const integrationErrorRoutes = documentRecordRoutes({
  entity: 'integrationError',
  one: 'an error',
  many: 'errors',
  making: 'Record an error of a run',
  create: (context, body, attributes, alerts) =>
    createIntegrationError(context, ownerOf(resources.integrationError, body), attributes, alerts),
});
