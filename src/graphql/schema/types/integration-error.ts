import { maximumResponses } from '../../../domain/integration-error/attributes.js';
import { everything } from '../../../domain/read/conditions.js';
import type { Slice } from '../../../domain/sql/statement.js';
import { builder } from '../builder.js';
import { errorBy, IntegrationErrorByInput } from '../by-inputs.js';
import { DocumentTypeEnum } from '../enums.js';
import { connectionType } from '../sources/connection.js';
import { from, fromRoot, nullOnlyWithError } from '../sources/from.js';

const IntegrationErrorResponseType = builder.prismaObject('IntegrationErrorResponse', {
  fields: (t) => ({
    code: t.exposeString('code', { nullable: true }),
    message: t.exposeString('message', { nullable: true }),
  }),
});

const fromError = from('integrationError');
const asReported: Omit<Slice, 'limit'> = { where: everything, order: { field: 'id', direction: 'ASC' } };

export const IntegrationErrorType = builder.prismaNode('IntegrationError', {
  id: { field: 'id' },
  fields: (t) => ({
    databaseId: t.exposeInt('id'),
    documentType: t.expose('documentType', { type: DocumentTypeEnum, nullable: true }),
    documentId: t.exposeInt('documentId', { nullable: true }),
    documentRevision: t.exposeInt('documentRevision', { nullable: true }),
    documentStatus: t.exposeString('documentStatus', { nullable: true }),
    contactAlertType: t.exposeString('contactAlertType'),
    status: t.exposeString('status', { nullable: true }),
    externalId: t.exposeString('externalId', { nullable: true }),
    creationMethod: t.exposeString('creationMethod', { nullable: true }),
    integrationFilename: t.exposeString('integrationFilename', { nullable: true }),
    message: t.string({
      description: "The first response's message, if there is one.",
      ...fromError.columnOfFirst('responses', asReported, 'message'),
    }),
    responses: t.field({
      type: [IntegrationErrorResponseType],
      description: `What the end system answered about the document, in the order of the reports; at most ${maximumResponses}.`,
      ...fromError.list('responses', { ...asReported, limit: maximumResponses }),
    }),
    isResolved: t.exposeBoolean('isResolved'),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

export const IntegrationErrorConnection = connectionType<'integrationError'>('IntegrationError', IntegrationErrorType);

builder.queryFields((t) => ({
  integrationError: t.field({
    type: IntegrationErrorType,
    description: 'One error; null when there is none of that name.',
    ...fromRoot.record('integrationError', IntegrationErrorByInput, errorBy, 'error'),
  }),
  integrationErrors: t.field({
    type: IntegrationErrorConnection,
    description: `Errors of all runs. ${nullOnlyWithError}`,
    ...fromRoot.list('integrationError'),
  }),
}));
