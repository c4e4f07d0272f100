// Records about single documents: errors that runs met, history records, and the responses of other systems to both. But for their tables the two kinds
// are alike; and an error always has a run.
import { Prisma } from '../../../generated/prisma/client.js';
import { keyed, many, one } from '../associations.js';
import { boolean, enumeration, integer, text } from '../columns.js';
import type { Entity } from '../entity.js';
import { changers, changes, id, integrationRecord } from './shared.js';

const { sql, raw } = Prisma;

const columns = {
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
};

/** `table`, `key`: of the responses, and their column that has the record's id. */
const associations = <Response extends 'integrationErrorResponse' | 'integrationHistoryRecordResponse'>(
  response: Response,
  table: string,
  key: string,
) => {
  const of = (record: Prisma.Sql, response: Prisma.Sql) => sql`${response}.${raw(key)} = ${record}.id`;
  return {
    integrationRun: keyed('integrationRun', 'integration_run_id'),
    integration: keyed('integration', 'integration_id'),
    contract: one('contract', (record, contract) => sql`${contract}.id = ${record}.document_id AND ${record}.document_type = 'CONTRACT'`),
    firstResponse: one(
      response,
      (record, response) =>
        sql`${of(record, response)} AND NOT EXISTS (SELECT FROM ${raw(table)} AS earlier WHERE earlier.${raw(key)} = ${response}.${raw(key)} AND earlier.id < ${response}.id)`,
    ),
    responses: many(response, of),
    ...changers,
  } as const;
};

const texts = {
  code: text('code', { nullable: true, length: 255 }),
  message: text('message', { nullable: true, length: 65_535 }),
};

export const integrationError = {
  table: 'integration_errors',
  scope: 'core.integration.read',
  namedBy: [],
  record: integrationRecord,
  columns: { ...columns, fingerprint: text('fingerprint', { length: 32 }) },
  sortedBy: ['documentType', 'documentId'],
  associations: associations('integrationErrorResponse', 'integration_error_responses', 'integration_error_id'),
} as const satisfies Entity;

export const integrationErrorResponse = {
  table: 'integration_error_responses',
  scope: 'core.integration.read',
  columns: { ...id, integrationErrorId: integer('integration_error_id'), ...texts },
  associations: {},
} as const satisfies Entity;

export const integrationHistoryRecord = {
  table: 'integration_history_records',
  scope: 'core.integration.read',
  namedBy: [],
  record: integrationRecord,
  columns: { ...columns, integrationRunId: integer('integration_run_id', { nullable: true }) },
  sortedBy: ['documentType', 'documentId'],
  associations: associations('integrationHistoryRecordResponse', 'integration_history_record_responses', 'integration_history_record_id'),
} as const satisfies Entity;

export const integrationHistoryRecordResponse = {
  table: 'integration_history_record_responses',
  scope: 'core.integration.read',
  columns: { ...id, integrationHistoryRecordId: integer('integration_history_record_id'), ...texts },
  associations: {},
} as const satisfies Entity;
