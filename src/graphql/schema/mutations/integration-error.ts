import { createIntegrationError } from '../../../domain/integration-error/create.js';
import { ValidationError } from '../../../domain/rules/errors.js';
import { builder } from '../builder.js';
import { IntegrationRunByInput, runBy } from '../by-inputs.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { IntegrationErrorType } from '../types/integration-error.js';
import { documentRecordFields, documentRecordMutations } from './document-record.js';
import { inInput, inputArgument, keyField } from './input-argument.js';

const attributeFields = documentRecordFields('integrationError', 'error');

export const IntegrationErrorInput = builder.inputType('IntegrationErrorInput', {
  description: 'An error that a run met.',
  fields: attributeFields,
});

const CreateInput = builder.inputType('CreateIntegrationErrorInput', {
  description: 'An error, and the run that met it.',
  fields: (t) => ({
    integrationRun: t.field({ type: IntegrationRunByInput, required: true, description: 'The run that met the error.' }),
    ...attributeFields(t),
    ...keyField(t),
  }),
});

builder.mutationField('createIntegrationError', (t) =>
  t.field({
    type: IntegrationErrorType,
    nullable: true,
    description: 'Records an error of a run, with its responses, and alerts its contacts if it names them. The run itself does not change.',
    errors: resultOf('createIntegrationError', 'integrationError', 'The new error.', [ValidationError, ...keyErrors]),
    args: inputArgument(CreateInput),
    resolve: (_root, { input: { integrationRun, ...attributes } }, context) =>
      createIntegrationError(context, runBy(integrationRun, inInput('integrationRun')), attributes),
  }),
);

documentRecordMutations({
  entity: 'integrationError',
  type: IntegrationErrorType,
  noun: 'error',
  one: 'an error',
  attributes: attributeFields,
});
