// The errors that a mutation's result can be, and the helper that every mutation is made with.

import { brandWithType } from '@pothos/core';
import {
  type DomainError,
  type FieldError,
  IdempotencyConflictError,
  InvalidTransitionError,
  mostFieldErrors,
  NotFoundError,
  RetryInProgressError,
  RunNotRunningError,
  ValidationError,
  VersionConflictError,
} from '../../domain/rules/errors.js';
import { capitalised } from '../../lib/words.js';
import { requireRow } from '../field-by-field/require-row.js';
import { builder } from './builder.js';
import { IntegrationRunActionEnum, IntegrationRunStatusEnum } from './enums.js';
import { IntegrationRunType } from './types/integration-run.js';

export const ErrorInterface = builder.interfaceRef<DomainError>('Error').implement({
  description: 'Why a mutation did not do what it was asked for. Nothing was changed.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'A sentence for people that names the record and says what would be right.' }),
    code: t.exposeString('code', {
      description:
        'Stable name of the kind of error, for programs: `NOT_FOUND`, `INVALID_TRANSITION`, `VERSION_CONFLICT`, `RETRY_IN_PROGRESS`, `RUN_NOT_RUNNING`, `IDEMPOTENCY_KEY_REUSED` or `VALIDATION_FAILED`.',
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'The record that was to be changed does not exist.',
  interfaces: [ErrorInterface],
});

builder.objectType(InvalidTransitionError, {
  name: 'InvalidTransitionError',
  description: "The run's status does not allow the move.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    currentStatus: t.expose('currentStatus', { type: IntegrationRunStatusEnum, description: 'The status that the run has.' }),
    requestedStatus: t.expose('requestedStatus', {
      type: IntegrationRunStatusEnum,
      description: 'The status that the move would have given it.',
    }),
    allowedTransitions: t.field({
      type: [IntegrationRunActionEnum],
      description: 'What can be done with the run; nothing with a successful one.',
      resolve: ({ allowedTransitions }) => [...allowedTransitions],
    }),
  }),
});

builder.objectType(VersionConflictError, {
  name: 'VersionConflictError',
  description:
    'The record was changed meanwhile: its version is not the one that was expected. Read it again, and decide by what it is now.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    expectedVersion: t.exposeInt('expectedVersion', { description: 'The version that the input gave.' }),
    currentVersion: t.exposeInt('currentVersion', { description: 'The version that the record has.' }),
  }),
});

builder.objectType(IdempotencyConflictError, {
  name: 'IdempotencyConflictError',
  description: 'Another mutation, or the same with another input, was made under the idempotency key.',
  interfaces: [ErrorInterface],
  fields: (t) => ({ key: t.exposeString('key', { description: 'The idempotency key, as the call gave it.' }) }),
});

builder.objectType(RetryInProgressError, {
  name: 'RetryInProgressError',
  description: 'The run has a retry that has not ended.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    integrationRun: t.field({
      type: IntegrationRunType,
      description: 'The run that is the retry.',
      resolve: async ({ retryId }, _args, { loaders }) => requireRow(await loaders.byId('integrationRun').load(retryId)),
    }),
  }),
});

builder.objectType(RunNotRunningError, {
  name: 'RunNotRunningError',
  description: 'The run is not running, and so gives no signs of life.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    currentStatus: t.expose('currentStatus', { type: IntegrationRunStatusEnum, description: 'The status that the run has.' }),
  }),
});

const FieldErrorType = builder.objectRef<FieldError>('FieldError').implement({
  description: 'One value of the input that breaks a rule.',
  fields: (t) => ({
    path: t.stringList({
      description: 'Where the value stands in the input, list positions counted from 0: `["integrationErrors", "0", "documentId"]`.',
      resolve: ({ path }) => [...path],
    }),
    message: t.exposeString('message', { description: 'A sentence for people that says what would be right.' }),
  }),
});

builder.objectType(ValidationError, {
  name: 'ValidationError',
  description: "Values of the input break a rule: a number out of bounds, a name already taken, a record referred to that can't be found.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    fieldErrors: t.field({
      type: [FieldErrorType],
      description: `What is wrong, value by value; never empty, and at most ${mostFieldErrors} of them.`,
      resolve: ({ fieldErrors }) => [...fieldErrors],
    }),
  }),
});

/** A refusal as a value beside others: what is an Error itself, the executor takes for a failure. */
export const refusalValue = (error: DomainError): DomainError => {
  const value = { ...error, message: error.message };
  brandWithType(value, error instanceof RetryInProgressError ? RetryInProgressError : InvalidTransitionError);
  return value;
};

/** What a mutation that takes an idempotency key can be refused with besides the rest. */
export const keyErrors = [IdempotencyConflictError];

/** The result of a mutation: its union, its success type with the changed record, and the errors that it can give. */
export const resultOf = (mutation: string, field: string, description: string, types: (new (...args: never[]) => DomainError)[]) => ({
  types,
  union: {
    name: `${capitalised(mutation)}Result`,
    description: `What \`${mutation}\` answers: the changed record, or why nothing was changed.`,
  },
  result: { name: `${capitalised(mutation)}Success`, description: `\`${mutation}\` has done what it was asked for.` },
  dataField: { name: field, description },
});
