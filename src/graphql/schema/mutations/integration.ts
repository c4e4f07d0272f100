import { createIntegration, updateIntegration } from '../../../domain/integration/integration.js';
import { fieldDoc } from '../../../domain/rules/docs.js';
import { NotFoundError, ValidationError, VersionConflictError } from '../../../domain/rules/errors.js';
import { builder } from '../builder.js';
import { IntegrationByInput, integrationBy } from '../by-inputs.js';
import { EndSystemTypeEnum, IntegrationDirectionEnum, IntegrationTypeEnum } from '../enums.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { IntegrationType } from '../types/integration.js';
import { inInput, inputArgument, keyField, termFields, termsOf } from './input-argument.js';

const doc = (field: string) => fieldDoc('Integration', field);

const CreateInput = builder.inputType('CreateIntegrationInput', {
  description: 'A new integration.',
  fields: (t) => ({
    name: t.string({ required: true, description: doc('name') }),
    code: t.string({ required: true, description: doc('code') }),
    businessObject: t.string({ required: true, description: doc('businessObject') }),
    direction: t.field({ type: IntegrationDirectionEnum, required: true, description: doc('direction') }),
    endSystem: t.string({ required: true, description: doc('endSystem') }),
    endSystemType: t.field({ type: EndSystemTypeEnum, required: true, description: doc('endSystemType') }),
    integrationType: t.field({ type: IntegrationTypeEnum, description: doc('integrationType') }),
    deadlineSeconds: t.int({ description: doc('deadlineSeconds') }),
    ...keyField(t),
  }),
});

const UpdateInput = builder.inputType('UpdateIntegrationInput', {
  description: 'Which integration is to change, and how. What is left out stays; null clears.',
  fields: (t) => ({
    by: t.field({ type: IntegrationByInput, required: true, description: 'The integration to change.' }),
    ...termFields(t),
    name: t.string({ description: doc('name') }),
    code: t.string({ description: doc('code') }),
    businessObject: t.string({ description: doc('businessObject') }),
    direction: t.field({ type: IntegrationDirectionEnum, description: doc('direction') }),
    endSystem: t.string({ description: doc('endSystem') }),
    endSystemType: t.field({ type: EndSystemTypeEnum, description: doc('endSystemType') }),
    integrationType: t.field({ type: IntegrationTypeEnum, description: doc('integrationType') }),
    deadlineSeconds: t.int({ description: doc('deadlineSeconds') }),
  }),
});

builder.mutationFields((t) => ({
  createIntegration: t.field({
    type: IntegrationType,
    nullable: true,
    description: 'Creates an integration. Its name and its code must not be taken.',
    errors: resultOf('createIntegration', 'integration', 'The new integration.', [ValidationError, ...keyErrors]),
    args: inputArgument(CreateInput),
    resolve: (_root, { input }, context) => createIntegration(context, input),
  }),
  updateIntegration: t.field({
    type: IntegrationType,
    nullable: true,
    description: 'Changes an integration. What is left out stays.',
    errors: resultOf('updateIntegration', 'integration', 'The integration as it is now.', [
      NotFoundError,
      VersionConflictError,
      ValidationError,
      ...keyErrors,
    ]),
    args: inputArgument(UpdateInput),
    resolve: (_root, { input: { by, expectedVersion, ...changes } }, context) =>
      updateIntegration(context, integrationBy(by, inInput('by')), changes, termsOf({ expectedVersion })),
  }),
}));
