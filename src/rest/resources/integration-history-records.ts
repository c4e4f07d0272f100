// The paths of history records, which the original's walk-through and scripts post to.
import { createIntegrationHistoryRecord } from '../../domain/integration-history-record/create.js';
import { ownersOf } from '../request/elements.js';
import { resources } from '../wire/resources.js';
import { documentRecordRoutes } from './document-records.js';

export const integrationHistoryRecordRoutes = documentRecordRoutes({
  entity: 'integrationHistoryRecord',
  one: 'a history record',
  many: 'history records',
  making: 'Make a history record of a run or of an integration alone',
  create: (context, body, attributes, alerts) =>
    createIntegrationHistoryRecord(context, ownersOf(resources.integrationHistoryRecord, body), attributes, alerts),
});
