// What is shown of records about single documents: errors and history records, which are alike in it.
import type { ObjectRef } from '@pothos/core';
import { type DocumentRecordName, maximumResponses } from '../../../domain/document-record/attributes.js';
import type { Rows } from '../../../domain/entities/entity.js';
import { everything } from '../../../domain/read/conditions.js';
import type { Slice } from '../../../domain/sql/statement.js';
import { capitalised } from '../../../lib/words.js';
import { builder, type SchemaTypes } from '../builder.js';
import { DocumentTypeEnum } from '../enums.js';
import { from } from '../sources/from.js';

const asReported: Omit<Slice, 'limit'> = { where: everything, order: { field: 'id', direction: 'ASC' } };

/** The type of a record about a document, without what it belongs to, and that of its responses. */
export const documentRecordType = <Name extends DocumentRecordName>(entity: Name): ObjectRef<SchemaTypes, Rows[Name]> => {
  const model = capitalised(entity) as 'IntegrationError'; // the columns that are shown are the same
  const fromRecord = from(entity as 'integrationError');

  const responseType = builder.prismaObject(`${model}Response`, {
    fields: (t) => ({
      code: t.exposeString('code', { nullable: true }),
      message: t.exposeString('message', { nullable: true }),
    }),
  });

  const type = builder.prismaNode(model, {
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
        ...fromRecord.columnOfFirst('responses', asReported, 'message'),
      }),
      responses: t.field({
        type: [responseType],
        description: `What the end system answered about the document, in the order of the reports; at most ${maximumResponses}.`,
        ...fromRecord.list('responses', { ...asReported, limit: maximumResponses }),
      }),
      isResolved: t.exposeBoolean('isResolved'),
      version: t.exposeInt('version'),
      createdAt: t.expose('createdAt', { type: 'DateTime' }),
      updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    }),
  });
  return type as unknown as ObjectRef<SchemaTypes, Rows[Name]>; // it is named after the entity
};
