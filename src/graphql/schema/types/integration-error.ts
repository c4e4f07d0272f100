import { builder } from '../builder.js';
import { connectionType } from '../sources/connection.js';
import { fromRoot, nullOnlyWithError } from '../sources/from.js';
import { documentRecordType } from './document-record.js';

export const IntegrationErrorType = documentRecordType('integrationError');

export const IntegrationErrorConnection = connectionType<'integrationError'>('IntegrationError', IntegrationErrorType);

builder.queryFields((t) => ({
  integrationError: t.field({
    type: IntegrationErrorType,
    description: 'One error; null when there is none of that name.',
    ...fromRoot.record('integrationError', 'error'),
  }),
  integrationErrors: t.field({
    type: IntegrationErrorConnection,
    description: `Errors of all runs. ${nullOnlyWithError}`,
    ...fromRoot.list('integrationError'),
  }),
}));
