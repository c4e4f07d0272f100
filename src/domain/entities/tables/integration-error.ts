// Errors that runs met and the responses of other systems to them.
import { Prisma } from '../../../generated/prisma/client.js';
import { keyed, many, one } from '../associations.js';
import { boolean, enumeration, integer, text } from '../columns.js';
import type { Entity } from '../entity.js';
import { changers, changes, id } from './shared.js';

const { sql } = Prisma;

export const integrationError = {
  table: 'integration_errors',
  scope: 'core.integration.read',
  columns: {
    ...id,
    integrationRunId: integer('integration_run_id'),
    integrationId: integer('integration_id'),
    documentType: enumeration('document_type', 'DocumentType', { nullable: true }),
    documentId: integer('document_id', { nullable: true }),
    documentRevision: integer('document_revision', { nullable: true, minimum: 0 }),
    documentStatus: text('document_status', { nullable: true, length: 255 }),
    contactAlertType: text('contact_alert_type', { length: 255 }),
    status: text('status', { nullable: true, length: 255 }),
    externalId: text('external_id', { nullable: true, length: 255 }),
    creationMethod: text('creation_method', { nullable: true, length: 255 }),
    integrationFilename: text('integration_filename', { nullable: true, length: 255 }),
    isResolved: boolean('is_resolved'),
    version: integer('version'),
    ...changes,
  },
  associations: {
    integrationRun: keyed('integrationRun', 'integration_run_id'),
    integration: keyed('integration', 'integration_id'),
    contract: one('contract', (error, contract) => sql`${contract}.id = ${error}.document_id AND ${error}.document_type = 'CONTRACT'`),
    firstResponse: one(
      'integrationErrorResponse',
      (error, response) =>
        sql`${response}.integration_error_id = ${error}.id AND NOT EXISTS (SELECT FROM integration_error_responses AS earlier WHERE earlier.integration_error_id = ${response}.integration_error_id AND earlier.id < ${response}.id)`,
    ),
    responses: many('integrationErrorResponse', (error, response) => sql`${response}.integration_error_id = ${error}.id`),
    ...changers,
  },
} as const satisfies Entity;

export const integrationErrorResponse = {
  table: 'integration_error_responses',
  scope: 'core.integration.read',
  columns: {
    ...id,
    integrationErrorId: integer('integration_error_id'),
    code: text('code', { nullable: true, length: 255 }),
    message: text('message', { nullable: true, length: 65_535 }),
  },
  associations: {},
} as const satisfies Entity;
