import { retryIntegrationRun } from '../../../domain/integration-run/retry/retry.js';
import { heartbeatIntegrationRun } from '../../../domain/integration-run/running/heartbeat.js';
import { fieldDoc } from '../../../domain/rules/docs.js';
import {
  InvalidTransitionError,
  NotFoundError,
  RetryInProgressError,
  RunNotRunningError,
  ValidationError,
} from '../../../domain/rules/errors.js';
import { builder } from '../builder.js';
import { IntegrationRunByInput, runBy } from '../by-inputs.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { IntegrationRunType } from '../types/integration-run.js';
import { inInput, inputArgument, keyField } from './input-argument.js';

const doc = (field: string) => fieldDoc('IntegrationRun', field);

const RetryInput = builder.inputType('RetryIntegrationRunInput', {
  description: 'Which failed run is to be done again.',
  fields: (t) => ({
    by: t.field({ type: IntegrationRunByInput, required: true, description: 'The failed run.' }),
    note: t.string({ description: "What is to stand at the creation in the new run's history; at most 2000 characters." }),
    ...keyField(t),
  }),
});

const HeartbeatInput = builder.inputType('HeartbeatIntegrationRunInput', {
  description: 'Which run is alive, and how far it is.',
  fields: (t) => ({
    by: t.field({ type: IntegrationRunByInput, required: true, description: 'The running run.' }),
    recordsProcessed: t.int({ description: doc('recordsProcessed') }),
    totalRecords: t.int({ description: doc('totalRecords') }),
  }),
});

builder.mutationFields((t) => ({
  retryIntegrationRun: t.field({
    type: IntegrationRunType,
    nullable: true,
    description:
      'Makes a pending run of the same integration and `flow` that retries a failed run, which stays as it is. Refused while the failed run has a retry that has not ended.',
    errors: resultOf('retryIntegrationRun', 'integrationRun', 'The new run.', [
      NotFoundError,
      InvalidTransitionError,
      RetryInProgressError,
      ValidationError,
      ...keyErrors,
    ]),
    args: inputArgument(RetryInput),
    resolve: (_root, { input: { by, note } }, context) => retryIntegrationRun(context, runBy(by, inInput('by')), note ?? null),
  }),
  heartbeatIntegrationRun: t.field({
    type: IntegrationRunType,
    nullable: true,
    description:
      'Tells that a running run is alive: sets `lastHeartbeatAt`, which moves its `deadline`. Counts that differ are an update, and `version` grows; the sign of life itself is none.',
    errors: resultOf('heartbeatIntegrationRun', 'integrationRun', 'The run as it is now.', [
      NotFoundError,
      RunNotRunningError,
      ValidationError,
    ]),
    args: inputArgument(HeartbeatInput),
    resolve: (_root, { input: { by, ...counts } }, context) => heartbeatIntegrationRun(context, runBy(by, inInput('by')), counts),
  }),
}));
