import { NotFoundError, ValidationError } from '../../domain/errors.js';
import { createIntegrationError } from '../../domain/integration-error/create.js';
import { setIntegrationErrorResolved } from '../../domain/integration-error/resolve.js';
import { updateIntegrationError } from '../../domain/integration-error/update.js';
import { builder } from '../builder.js';
import { errorBy, IntegrationErrorByInput, IntegrationRunByInput, runBy } from '../by.js';
import { resultOf } from '../errors.js';
import { IntegrationErrorType } from '../types/integration-error.js';
import { inputArgument } from './input-argument.js';
import { errorAttributeFields } from './integration-error-input.js';

const CreateInput = builder.inputType('CreateIntegrationErrorInput', {
  description: 'An error, and the run that met it.',
  fields: (t) => ({
    integrationRun: t.field({ type: IntegrationRunByInput, required: true, description: 'The run that met the error.' }),
    ...errorAttributeFields(t),
  }),
});

const UpdateInput = builder.inputType('UpdateIntegrationErrorInput', {
  description: 'Which error is to change, and how. What is left out stays; null clears.',
  fields: (t) => ({
    by: t.field({ type: IntegrationErrorByInput, required: true, description: 'The error to change.' }),
    ...errorAttributeFields(t),
  }),
});

const resolveInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ by: t.field({ type: IntegrationErrorByInput, required: true, description: 'The error to change.' }) }),
  });

const ResolveInput = resolveInput('ResolveIntegrationErrorInput', 'Which error has been dealt with.');
const UnresolveInput = resolveInput('UnresolveIntegrationErrorInput', 'Which error is open again.');

builder.mutationFields((t) => ({
  createIntegrationError: t.field({
    type: IntegrationErrorType,
    nullable: true,
    description: 'Records an error of a run, with its responses. The run itself does not change.',
    errors: resultOf('createIntegrationError', 'integrationError', 'The new error.', [ValidationError]),
    args: inputArgument(CreateInput),
    resolve: (_root, { input: { integrationRun, ...attributes } }, context) =>
      createIntegrationError(context, runBy(integrationRun), attributes),
  }),
  updateIntegrationError: t.field({
    type: IntegrationErrorType,
    nullable: true,
    description: 'Changes attributes of an error. What is left out stays; null clears.',
    errors: resultOf('updateIntegrationError', 'integrationError', 'The error as it is now.', [NotFoundError, ValidationError]),
    args: inputArgument(UpdateInput),
    resolve: (_root, { input: { by, ...attributes } }, context) => updateIntegrationError(context, errorBy(by), attributes),
  }),
  resolveIntegrationError: t.field({
    type: IntegrationErrorType,
    nullable: true,
    description: 'Declares an error dealt with. Harmless when it already is.',
    errors: resultOf('resolveIntegrationError', 'integrationError', 'The error, resolved.', [NotFoundError]),
    args: inputArgument(ResolveInput),
    resolve: (_root, { input }, context) => setIntegrationErrorResolved(context, errorBy(input.by), true),
  }),
  unresolveIntegrationError: t.field({
    type: IntegrationErrorType,
    nullable: true,
    description: 'Declares an error open again. Harmless when it already is.',
    errors: resultOf('unresolveIntegrationError', 'integrationError', 'The error, open.', [NotFoundError]),
    args: inputArgument(UnresolveInput),
    resolve: (_root, { input }, context) => setIntegrationErrorResolved(context, errorBy(input.by), false),
  }),
}));
