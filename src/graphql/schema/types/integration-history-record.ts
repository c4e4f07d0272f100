import { builder } from '../builder.js';
import { connectionType } from '../sources/connection.js';
import { fromRoot, nullOnlyWithError } from '../sources/from.js';
import { documentRecordType } from './document-record.js';

export const IntegrationHistoryRecordType = documentRecordType('integrationHistoryRecord');

export const IntegrationHistoryRecordConnection = connectionType<'integrationHistoryRecord'>(
  'IntegrationHistoryRecord',
  IntegrationHistoryRecordType,
);

builder.queryFields((t) => ({
  integrationHistoryRecord: t.field({
    type: IntegrationHistoryRecordType,
    description: 'One history record; null when there is none of that name.',
    ...fromRoot.record('integrationHistoryRecord', 'history record'),
  }),
  integrationHistoryRecords: t.field({
    type: IntegrationHistoryRecordConnection,
    description: `History records of all integrations, of runs and of none. ${nullOnlyWithError}`,
    ...fromRoot.list('integrationHistoryRecord'),
  }),
}));
