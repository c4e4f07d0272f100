import { find } from '../../domain/by.js';
import { maximumResponses } from '../../domain/integration-error/attributes.js';
import { everything } from '../../domain/read/conditions.js';
import type { Slice } from '../../domain/read/statement.js';
import { builder } from '../builder.js';
import { errorBy, IntegrationErrorByInput } from '../by.js';
import { connectionType, listArguments, rootList } from '../connection.js';
import { DocumentTypeEnum } from '../enums.js';
import { readFrom } from '../source.js';

const IntegrationErrorResponseType = builder.prismaObject('IntegrationErrorResponse', {
  fields: (t) => ({
    code: t.exposeString('code', { nullable: true }),
    message: t.exposeString('message', { nullable: true }),
  }),
});

const firstResponses = (limit: number): Slice => ({ where: everything, order: { field: 'id', direction: 'ASC' }, limit });

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
      nullable: true,
      description: "The first response's message, if there is one.",
      ...readFrom({ firstOf: 'responses', slice: firstResponses(1), value: { column: 'message' } }),
      resolve: async ({ id }, _args, { loaders }) => {
        const [response] = await loaders.children('integrationError', 'responses', firstResponses(1)).load(id);
        return response?.message ?? null;
      },
    }),
    responses: t.field({
      type: [IntegrationErrorResponseType],
      description: `What the end system answered about the document, in the order of the reports; at most ${maximumResponses}.`,
      ...readFrom({ listOf: 'responses', slice: firstResponses(maximumResponses) }),
      resolve: ({ id }, _args, { loaders }) => loaders.children('integrationError', 'responses', firstResponses(maximumResponses)).load(id),
    }),
    isResolved: t.exposeBoolean('isResolved'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

export const IntegrationErrorConnection = connectionType<'integrationError'>('IntegrationError', IntegrationErrorType);

builder.queryFields((t) => ({
  integrationError: t.field({
    type: IntegrationErrorType,
    nullable: true,
    description: 'One error; null when there is none of that name.',
    args: { by: t.arg({ type: IntegrationErrorByInput, required: true, description: 'Which error.' }) },
    ...readFrom({ record: 'integrationError' }),
    resolve: (_root, { by }, context) => find(context, 'integrationError', errorBy(by)),
  }),
  integrationErrors: t.field({
    type: IntegrationErrorConnection,
    description: 'Errors of all runs.',
    args: listArguments('integrationError'),
    ...readFrom({ table: 'integrationError' }),
    resolve: (_root, args, context, info) => rootList('integrationError', args, context, info),
  }),
}));
