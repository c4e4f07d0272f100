import { fieldDoc } from '../../domain/docs.js';
import { NotFoundError, ValidationError } from '../../domain/errors.js';
import { createIntegration, updateIntegration } from '../../domain/integration.js';
import { builder } from '../builder.js';
import { IntegrationByInput, integrationBy } from '../by.js';
import { EndSystemTypeEnum, IntegrationDirectionEnum, IntegrationTypeEnum } from '../enums.js';
import { resultOf } from '../errors.js';
import { IntegrationType } from '../types/integration.js';
import { inputArgument } from './input-argument.js';

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
  }),
});

const UpdateInput = builder.inputType('UpdateIntegrationInput', {
  description: 'Which integration is to change, and how. What is left out stays.',
  fields: (t) => ({
    by: t.field({ type: IntegrationByInput, required: true, description: 'The integration to change.' }),
    name: t.string({ description: doc('name') }),
    code: t.string({ description: doc('code') }),
    businessObject: t.string({ description: doc('businessObject') }),
    direction: t.field({ type: IntegrationDirectionEnum, description: doc('direction') }),
    endSystem: t.string({ description: doc('endSystem') }),
    endSystemType: t.field({ type: EndSystemTypeEnum, description: doc('endSystemType') }),
    integrationType: t.field({ type: IntegrationTypeEnum, description: doc('integrationType') }),
  }),
});

builder.mutationFields((t) => ({
  createIntegration: t.field({
    type: IntegrationType,
    nullable: true,
    description: 'Creates an integration. Its name and its code must not be taken.',
    errors: resultOf('createIntegration', 'integration', 'The new integration.', [ValidationError]),
    args: inputArgument(CreateInput),
    resolve: (_root, { input }, context) => createIntegration(context, input),
  }),
  updateIntegration: t.field({
    type: IntegrationType,
    nullable: true,
    description: 'Changes an integration. What is left out stays.',
    errors: resultOf('updateIntegration', 'integration', 'The integration as it is now.', [NotFoundError, ValidationError]),
    args: inputArgument(UpdateInput),
    resolve: (_root, { input: { by, ...changes } }, context) => updateIntegration(context, integrationBy(by), changes),
  }),
}));
