import { createIntegrationHistoryRecord } from '../../../domain/integration-history-record/create.js';
import { ValidationError } from '../../../domain/rules/errors.js';
import { builder } from '../builder.js';
import { IntegrationByInput, IntegrationRunByInput, integrationBy, runBy } from '../by-inputs.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { IntegrationHistoryRecordType } from '../types/integration-history-record.js';
import { documentRecordFields, documentRecordMutations } from './document-record.js';
import { inInput, inputArgument, keyField } from './input-argument.js';

const attributeFields = documentRecordFields('integrationHistoryRecord', 'history record');

const CreateInput = builder.inputType('CreateIntegrationHistoryRecordInput', {
  description: 'A history record, and what it belongs to: a run, or an integration alone.',
  fields: (t) => ({
    integrationRun: t.field({
      type: IntegrationRunByInput,
      description: 'The run during which it happened, whose integration the record then has; null when it was outside of any.',
    }),
    integration: t.field({
      type: IntegrationByInput,
      description: 'The integration, required where there is no run. Beside a run it must be that of the run.',
    }),
    ...attributeFields(t),
    ...keyField(t),
  }),
});

builder.mutationField('createIntegrationHistoryRecord', (t) =>
  t.field({
    type: IntegrationHistoryRecordType,
    nullable: true,
    description:
      'Makes a history record of a run or of an integration alone, with its responses, and alerts its contacts if it names them. The run itself does not change, and it is none of its errors.',
    errors: resultOf('createIntegrationHistoryRecord', 'integrationHistoryRecord', 'The new history record.', [
      ValidationError,
      ...keyErrors,
    ]),
    args: inputArgument(CreateInput),
    resolve: (_root, { input: { integrationRun, integration, ...attributes } }, context) => {
      const owner = {
        integrationRun: integrationRun ? runBy(integrationRun, inInput('integrationRun')) : undefined,
        integration: integration ? integrationBy(integration, inInput('integration')) : undefined,
      };
      return createIntegrationHistoryRecord(context, owner, attributes);
    },
  }),
);

documentRecordMutations({
  entity: 'integrationHistoryRecord',
  type: IntegrationHistoryRecordType,
  noun: 'history record',
  one: 'a history record',
  attributes: attributeFields,
});
