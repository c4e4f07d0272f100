// The attributes of an error, as every mutation that takes them has them.
import type { InputFieldBuilder } from '@pothos/core';
import { maximumResponses } from '../../../domain/integration-error/attributes.js';
import { fieldDoc } from '../../../domain/rules/docs.js';
import { builder, type SchemaTypes } from '../builder.js';
import { DocumentTypeEnum } from '../enums.js';

const doc = (field: string) => fieldDoc('IntegrationError', field);

const ResponseInput = builder.inputType('IntegrationErrorResponseInput', {
  description: 'What the end system answered about the document.',
  fields: (t) => ({
    code: t.string({ description: fieldDoc('IntegrationErrorResponse', 'code') }),
    message: t.string({ description: fieldDoc('IntegrationErrorResponse', 'message') }),
  }),
});

export const errorAttributeFields = (t: InputFieldBuilder<SchemaTypes, 'InputObject'>) => ({
  documentType: t.field({ type: DocumentTypeEnum, description: doc('documentType') }),
  documentId: t.int({ description: doc('documentId') }),
  documentRevision: t.int({ description: doc('documentRevision') }),
  documentStatus: t.string({ description: doc('documentStatus') }),
  contactAlertType: t.string({ description: doc('contactAlertType') }),
  status: t.string({ description: doc('status') }),
  externalId: t.string({ description: doc('externalId') }),
  creationMethod: t.string({ description: doc('creationMethod') }),
  integrationFilename: t.string({ description: doc('integrationFilename') }),
  responses: t.field({
    type: [ResponseInput],
    description: `What the end system answered, in order; at most ${maximumResponses}. In an update the list takes the place of the one that the error has.`,
  }),
});

export const IntegrationErrorInput = builder.inputType('IntegrationErrorInput', {
  description: 'An error that a run met.',
  fields: errorAttributeFields,
});
