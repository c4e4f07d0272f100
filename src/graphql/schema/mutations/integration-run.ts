import type { InputFieldBuilder } from '@pothos/core';
import { maximumErrors } from '../../../domain/integration-run/attributes.js';
import { createIntegrationRun } from '../../../domain/integration-run/create.js';
import { type IntegrationRunMove, moves, transitionOf } from '../../../domain/integration-run/status.js';
import { transitionIntegrationRun } from '../../../domain/integration-run/transition.js';
import { updateIntegrationRun } from '../../../domain/integration-run/update.js';
import { fieldDoc } from '../../../domain/rules/docs.js';
import { InvalidTransitionError, NotFoundError, ValidationError, VersionConflictError } from '../../../domain/rules/errors.js';
import { statusWords } from '../../../domain/rules/wording.js';
import { capitalised } from '../../../lib/words.js';
import { builder, type SchemaTypes } from '../builder.js';
import { IntegrationByInput, IntegrationRunByInput, integrationBy, runBy } from '../by-inputs.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { IntegrationRunType } from '../types/integration-run.js';
import { inInput, inputArgument, keyField, termFields, termsOf } from './input-argument.js';
import { IntegrationErrorInput } from './integration-error.js';

const doc = (field: string) => fieldDoc('IntegrationRun', field);

const attributeFields = (t: InputFieldBuilder<SchemaTypes, 'InputObject'>) => ({
  flow: t.field({ type: 'JSON', description: doc('flow') }),
  startTime: t.field({ type: 'DateTime', description: doc('startTime') }),
  endTime: t.field({ type: 'DateTime', description: doc('endTime') }),
  totalRecords: t.int({ description: doc('totalRecords') }),
  recordsProcessed: t.int({ description: doc('recordsProcessed') }),
  maxUpdatedAt: t.field({ type: 'DateTime', description: doc('maxUpdatedAt') }),
  integrationErrors: t.field({
    type: [IntegrationErrorInput],
    description: `Errors to add to the run, at most ${maximumErrors} at once; those that it has stay.`,
  }),
});

const runField = (t: InputFieldBuilder<SchemaTypes, 'InputObject'>) =>
  t.field({ type: IntegrationRunByInput, required: true, description: 'The run to change.' });

const CreateInput = builder.inputType('CreateIntegrationRunInput', {
  description: 'A new run, pending.',
  fields: (t) => ({
    integration: t.field({
      type: IntegrationByInput,
      required: true,
      description: 'The integration that is executed; it can never be changed.',
    }),
    ...attributeFields(t),
    ...keyField(t),
  }),
});

const UpdateInput = builder.inputType('UpdateIntegrationRunInput', {
  description: 'Which run is to change, and how. What is left out stays; null clears. The status changes by moves only.',
  fields: (t) => ({ by: runField(t), ...termFields(t), ...attributeFields(t) }),
});

builder.mutationFields((t) => ({
  createIntegrationRun: t.field({
    type: IntegrationRunType,
    nullable: true,
    description: 'Creates a pending run of an integration, with its first errors, all of it or nothing.',
    errors: resultOf('createIntegrationRun', 'integrationRun', 'The new run.', [ValidationError, ...keyErrors]),
    args: inputArgument(CreateInput),
    resolve: (_root, { input: { integration, ...attributes } }, context) =>
      createIntegrationRun(context, integrationBy(integration, inInput('integration')), attributes),
  }),
  updateIntegrationRun: t.field({
    type: IntegrationRunType,
    nullable: true,
    description: 'Changes attributes of a run and adds errors to it, all of it or nothing.',
    errors: resultOf('updateIntegrationRun', 'integrationRun', 'The run as it is now.', [
      NotFoundError,
      VersionConflictError,
      ValidationError,
      ...keyErrors,
    ]),
    args: inputArgument(UpdateInput),
    resolve: (_root, { input: { by, expectedVersion, ...attributes } }, context) =>
      updateIntegrationRun(context, runBy(by, inInput('by')), attributes, termsOf({ expectedVersion })),
  }),
}));

/** The mutation of one move: its input, its result and its field, all named after the verb. */
const moveMutation = (action: IntegrationRunMove, verb: string, effect: string) => {
  const name = `${verb}IntegrationRun`;
  const { from, to } = transitionOf(action);
  const input = builder.inputType(`${capitalised(verb)}IntegrationRunInput`, {
    description: `Which run is to become ${statusWords([to])}, and attributes to change with the move, all of it or nothing.`,
    fields: (t) => ({
      by: runField(t),
      ...termFields(t),
      ...attributeFields(t),
      note: t.string({ description: "What is to stand in the run's history about this move; at most 2000 characters." }),
    }),
  });
  builder.mutationField(name, (t) =>
    t.field({
      type: IntegrationRunType,
      nullable: true,
      description: `Makes a ${statusWords(from)} run ${statusWords([to])}. ${effect} On a run that already is, it is harmless: attributes are applied, \`integrationErrors\` are not added, the history does not grow.`,
      errors: resultOf(name, 'integrationRun', `The run, ${statusWords([to])}.`, [
        NotFoundError,
        VersionConflictError,
        InvalidTransitionError,
        ValidationError,
        ...keyErrors,
      ]),
      args: inputArgument(input),
      resolve: (_root, { input: { by, note, expectedVersion, ...attributes } }, context) =>
        transitionIntegrationRun(context, runBy(by, inInput('by')), action, attributes, note ?? null, termsOf({ expectedVersion })),
    }),
  );
};

/** What each move is called, and what it does beside changing the status. A move without a row here does not compile. */
const verbs: Readonly<Record<IntegrationRunMove, readonly [verb: string, effect: string]>> = {
  START: ['start', 'Sets `startTime` to now unless it is set.'],
  PAUSE: ['pause', 'Times stay as they are.'],
  REQUEUE: ['requeue', 'A failed run loses its `endTime`.'],
  SUCCEED: ['succeed', 'Sets `endTime` to now unless it is set. This is final.'],
  FAIL: ['fail', 'Sets `endTime` to now unless it is set.'],
};

for (const move of moves) moveMutation(move, ...verbs[move]);
