// How the types refer to each other. They are defined without, each in its own file, so that none needs another's.
import { everything } from '../../domain/read/conditions.js';
import { builder } from './builder.js';
import { defaultOrder } from './orders.js';
import { from } from './sources/from.js';
import { ContractType } from './types/contract.js';
import { IntegrationType } from './types/integration.js';
import { IntegrationErrorConnection, IntegrationErrorType } from './types/integration-error.js';
import { IntegrationHistoryRecordConnection, IntegrationHistoryRecordType } from './types/integration-history-record.js';
import { IntegrationRunConnection, IntegrationRunType } from './types/integration-run.js';
import { IntegrationRunTransitionConnection } from './types/integration-run-transition.js';

const fromContract = from('contract');
const fromIntegration = from('integration');
const fromError = from('integrationError');
const fromHistoryRecord = from('integrationHistoryRecord');
const fromRun = from('integrationRun');

builder.objectFields(ContractType, (t) => ({
  integrationErrors: t.field({
    type: IntegrationErrorConnection,
    description: 'The errors whose document is this contract.',
    ...fromContract.page('integrationErrors'),
  }),
  integrationRuns: t.field({
    type: IntegrationRunConnection,
    description: 'The runs that hit such an error, each once.',
    ...fromContract.page('integrationRuns'),
  }),
}));

builder.objectFields(IntegrationType, (t) => ({
  integrationRuns: t.field({
    type: IntegrationRunConnection,
    description: 'The executions of this integration.',
    ...fromIntegration.page('integrationRuns'),
  }),
  latestRun: t.field({
    type: IntegrationRunType,
    description: 'The run that was created last; null before the first.',
    ...fromIntegration.first('integrationRuns', { where: everything, order: defaultOrder }),
  }),
  integrationErrors: t.field({
    type: IntegrationErrorConnection,
    description: 'The errors that runs of this integration met.',
    ...fromIntegration.page('integrationErrors'),
  }),
  historyRecords: t.field({
    type: IntegrationHistoryRecordConnection,
    description: 'The history records of this integration, of its runs and of none; no errors are among them.',
    ...fromIntegration.page('historyRecords'),
  }),
}));

/** The contract that a record is about. */
const contractDescription = 'The document itself, when `documentType` is `CONTRACT` and the gateway knows the contract; null otherwise.';
const contractOf = ({ documentType, documentId }: { readonly documentType: string | null; readonly documentId: number | null }) =>
  documentType === 'CONTRACT' ? documentId : null;

builder.objectFields(IntegrationErrorType, (t) => ({
  integrationRun: t.field({
    type: IntegrationRunType,
    description: 'The run that met the error.',
    ...fromError.one('integrationRun'),
  }),
  integration: t.field({
    type: IntegrationType,
    description: 'The integration of that run.',
    ...fromError.one('integration'),
  }),
  contract: t.field({ type: ContractType, description: contractDescription, ...fromError.optional('contract', contractOf) }),
}));

builder.objectFields(IntegrationHistoryRecordType, (t) => ({
  integrationRun: t.field({
    type: IntegrationRunType,
    description: 'The run during which it happened; null when it was outside of any.',
    ...fromHistoryRecord.optional('integrationRun'),
  }),
  integration: t.field({
    type: IntegrationType,
    description: 'The integration that it belongs to: that of the run, where there is one.',
    ...fromHistoryRecord.one('integration'),
  }),
  contract: t.field({ type: ContractType, description: contractDescription, ...fromHistoryRecord.optional('contract', contractOf) }),
}));

builder.objectFields(IntegrationRunType, (t) => ({
  integration: t.field({
    type: IntegrationType,
    description: 'The integration that was executed; never changes.',
    ...fromRun.one('integration'),
  }),
  integrationErrors: t.field({
    type: IntegrationErrorConnection,
    description: 'The errors that the run met.',
    ...fromRun.page('integrationErrors'),
  }),
  historyRecords: t.field({
    type: IntegrationHistoryRecordConnection,
    description: 'What went well or badly with single documents during the run; none of its errors is among them.',
    ...fromRun.page('historyRecords'),
  }),
  retryOf: t.field({
    type: IntegrationRunType,
    description: 'The failed run that this one retries; null for a run that is no retry.',
    ...fromRun.optional('retryOf'),
  }),
  retries: t.field({
    type: IntegrationRunConnection,
    description: 'The runs that retry this one, oldest first; not those that retry its retries.',
    ...fromRun.pageInOrder('retries', { field: 'id', direction: 'ASC' }),
  }),
  transitions: t.field({
    type: IntegrationRunTransitionConnection,
    description: "The history of the run's status, oldest first. The creation is its first entry; it only grows.",
    ...fromRun.pageInOrder('transitions', { field: 'id', direction: 'ASC' }),
  }),
}));
