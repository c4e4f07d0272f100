// The moves and retries of many runs at once.

import { moveIntegrationRuns, type RunOutcome } from '../../../domain/integration-run/move-many.js';
import { retryIntegrationRuns } from '../../../domain/integration-run/retry/retry-many.js';
import { moves, transitionOf } from '../../../domain/integration-run/status.js';
import { ValidationError } from '../../../domain/rules/errors.js';
import { statusWords } from '../../../domain/rules/wording.js';
import type { Many, Taken } from '../../../domain/sql/select-many.js';
import { capitalised } from '../../../lib/words.js';
import type { GraphQLContext } from '../../field-by-field/context.js';
import { requireRow } from '../../field-by-field/require-row.js';
import { checkLength } from '../../field-by-field/window.js';
import { builder } from '../builder.js';
import { MoveOutcomeEnum } from '../enums.js';
import { ErrorInterface, keyErrors, refusalValue, resultOf } from '../mutation-errors.js';
import { usedAs } from '../sources/source.js';
import { IntegrationRunType } from '../types/integration-run.js';
import { IntegrationRunSelectionInput, manyArgument, manyFields, manyOf } from './many.js';

interface Answer extends Taken<RunOutcome> {
  readonly isDryRun: boolean;
}

const OutcomeType = builder.objectRef<RunOutcome>('IntegrationRunMoveOutcome').implement({
  description: 'What became of one of the runs that were taken.',
  fields: (t) => ({
    integrationRun: t.field({
      type: IntegrationRunType,
      description: 'The run as it is now.',
      resolve: async ({ id }, _args, { loaders }) => requireRow(await loaders.byId('integrationRun').load(id)),
    }),
    outcome: t.expose('outcome', { type: MoveOutcomeEnum, description: 'Whether it has changed; of a dry run, whether it would.' }),
    refusal: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why it was refused; null where it was not.',
      resolve: ({ refusal }) => {
        const error = refusal();
        return error && refusalValue(error);
      },
    }),
    retry: t.field({
      type: IntegrationRunType,
      nullable: true,
      description: 'The new run that retries it; null where none was made.',
      resolve: ({ retryId }, _args, { loaders }) => (retryId === null ? null : loaders.byId('integrationRun').load(retryId)),
    }),
  }),
});

const countOf = ({ rows }: Answer, wanted: RunOutcome['outcome']): number => rows.filter(({ outcome }) => outcome === wanted).length;

const successOf = (mutation: string, changed: string) =>
  builder.objectRef<Answer>(`${mutation}Success`).implement({
    description: `What \`${mutation.charAt(0).toLowerCase()}${mutation.slice(1)}\` has done, all of it at once; of a dry run, what it would have done.`,
    fields: (t) => ({
      isDryRun: t.exposeBoolean('isDryRun', { description: 'Whether nothing was written.' }),
      matchedCount: t.int({ description: 'How many runs were taken, at most `limit`.', resolve: ({ rows }) => rows.length }),
      changedCount: t.int({ description: changed, resolve: (answer) => countOf(answer, 'CHANGED') }),
      unchangedCount: t.int({ description: 'How many of them had the status already.', resolve: (answer) => countOf(answer, 'UNCHANGED') }),
      refusedCount: t.int({
        description: 'How many of them their status did not allow it.',
        resolve: (answer) => countOf(answer, 'REFUSED'),
      }),
      notFoundCount: t.exposeInt('notFoundCount', { description: 'How many of the ids that were given belong to no run.' }),
      hasMore: t.exposeBoolean('hasMore', { description: 'Whether others are meant as well, which were not taken because of `limit`.' }),
      outcomes: t.field({
        type: [OutcomeType],
        description: 'What became of each of them, by `databaseId`.',
        args: {
          only: t.arg({ type: [MoveOutcomeEnum], description: 'Only those with one of these outcomes.' }),
          first: t.arg.int({
            defaultValue: 100,
            description: 'How many of them, from 0 to 10,000.',
            ...usedAs({ as: 'pageSize', within: checkLength }),
          }),
        },
        resolve: ({ rows }, { only, first }) =>
          rows.filter(({ outcome }) => !only || only.includes(outcome)).slice(0, checkLength('first', first ?? 100)),
      }),
    }),
  });

const manyMutation = (
  verb: string,
  { what, changed }: { readonly what: string; readonly changed: string },
  run: (context: GraphQLContext, many: Many, note: string | null) => Promise<Taken<RunOutcome>>,
): void => {
  const name = `${verb}IntegrationRuns`;
  const typeName = `${capitalised(verb)}IntegrationRuns`;
  const input = builder.inputType(`${typeName}Input`, {
    description: `Which runs \`${name}\` is for.`,
    fields: (t) => ({
      runs: t.field({ type: IntegrationRunSelectionInput, required: true, description: 'Which runs.' }),
      note: t.string({ description: "What is to stand in the runs' history about it; at most 2000 characters." }),
      ...manyFields(t),
    }),
  });
  const success = successOf(typeName, changed);
  const { union, types } = resultOf(name, '', '', [ValidationError, ...keyErrors]);
  builder.mutationField(name, (t) =>
    t.field({
      type: success,
      nullable: true,
      description: `${what} All at once or not at all; each run has its version and its history as if it were alone. Needs the scope to read as well.`,
      errors: { union, types, directResult: true },
      args: manyArgument(input, 'integrationRun', 'runs'),
      resolve: async (_root, { input: { runs, note, ...rest } }, context) => {
        const many = manyOf('IntegrationRun', 'integrationRun', 'runs', runs, rest);
        return { ...(await run(context, many, note ?? null)), isDryRun: many.isDryRun };
      },
    }),
  );
};

for (const move of moves) {
  const verb = move.toLowerCase();
  const { from, to } = transitionOf(move);
  const what = `Makes all of these runs that are ${statusWords(from)} ${statusWords([to])}, as \`${verb}IntegrationRun\` does with one.`;
  manyMutation(verb, { what, changed: `How many of them have become ${statusWords([to])}.` }, (context, many, note) =>
    moveIntegrationRuns(context, move, many, note),
  );
}

manyMutation(
  'retry',
  {
    what: 'Makes a new run for each of these runs that is failed, as `retryIntegrationRun` does for one.',
    changed: 'How many of them are retried.',
  },
  retryIntegrationRuns,
);
