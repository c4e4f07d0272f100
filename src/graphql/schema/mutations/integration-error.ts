import { createIntegrationError } from '../../../domain/integration-error/create.js';
import { setIntegrationErrorResolved } from '../../../domain/integration-error/resolve.js';
import { updateIntegrationError } from '../../../domain/integration-error/update.js';
import { NotFoundError, ValidationError, VersionConflictError } from '../../../domain/rules/errors.js';
import { builder } from '../builder.js';
import { errorBy, IntegrationErrorByInput, IntegrationRunByInput, runBy } from '../by-inputs.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { IntegrationErrorType } from '../types/integration-error.js';
import { inInput, inputArgument, keyField, termFields, termsOf } from './input-argument.js';
import { errorAttributeFields } from './integration-error-input.js';

const CreateInput = builder.inputType('CreateIntegrationErrorInput', {
  description: 'An error, and the run that met it.',
  fields: (t) => ({
    integrationRun: t.field({ type: IntegrationRunByInput, required: true, description: 'The run that met the error.' }),
    ...errorAttributeFields(t),
    ...keyField(t),
  }),
});

const UpdateInput = builder.inputType('UpdateIntegrationErrorInput', {
  description: 'Which error is to change, and how. What is left out stays; null clears.',
  fields: (t) => ({
    by: t.field({ type: IntegrationErrorByInput, required: true, description: 'The error to change.' }),
    ...termFields(t),
    ...errorAttributeFields(t),
  }),
});

const resolveInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      by: t.field({ type: IntegrationErrorByInput, required: true, description: 'The error to change.' }),
      ...termFields(t),
    }),
  });

const ResolveInput = resolveInput('ResolveIntegrationErrorInput', 'Which error has been dealt with.');
const UnresolveInput = resolveInput('UnresolveIntegrationErrorInput', 'Which error is open again.');

builder.mutationFields((t) => ({
  createIntegrationError: t.field({
    type: IntegrationErrorType,
    nullable: true,
    description: 'Records an error of a run, with its responses, and alerts its contacts if it names them. The run itself does not change.',
    errors: resultOf('createIntegrationError', 'integrationError', 'The new error.', [ValidationError, ...keyErrors]),
    args: inputArgument(CreateInput),
    resolve: (_root, { input: { integrationRun, ...attributes } }, context) =>
      createIntegrationError(context, runBy(integrationRun, inInput('integrationRun')), attributes),
  }),
  updateIntegrationError: t.field({
    type: IntegrationErrorType,
    nullable: true,
    description: 'Changes attributes of an error. What is left out stays; null clears.',
    errors: resultOf('updateIntegrationError', 'integrationError', 'The error as it is now.', [
      NotFoundError,
      VersionConflictError,
      ValidationError,
      ...keyErrors,
    ]),
    args: inputArgument(UpdateInput),
    resolve: (_root, { input: { by, expectedVersion, ...attributes } }, context) =>
      updateIntegrationError(context, errorBy(by, inInput('by')), attributes, undefined, termsOf({ expectedVersion })),
  }),
  resolveIntegrationError: t.field({
    type: IntegrationErrorType,
    nullable: true,
    description: 'Declares an error dealt with. Harmless when it already is.',
    errors: resultOf('resolveIntegrationError', 'integrationError', 'The error, resolved.', [
      NotFoundError,
      VersionConflictError,
      ValidationError,
      ...keyErrors,
    ]),
    args: inputArgument(ResolveInput),
    resolve: (_root, { input }, context) =>
      setIntegrationErrorResolved(context, errorBy(input.by, inInput('by')), true, {}, termsOf(input)),
  }),
  unresolveIntegrationError: t.field({
    type: IntegrationErrorType,
    nullable: true,
    description: 'Declares an error open again. Harmless when it already is.',
    errors: resultOf('unresolveIntegrationError', 'integrationError', 'The error, open.', [
      NotFoundError,
      VersionConflictError,
      ValidationError,
      ...keyErrors,
    ]),
    args: inputArgument(UnresolveInput),
    resolve: (_root, { input }, context) =>
      setIntegrationErrorResolved(context, errorBy(input.by, inInput('by')), false, {}, termsOf(input)),
  }),
}));
