// Declares many errors dealt with, or open again, at once.

import { type ErrorOutcome, setIntegrationErrorsResolved } from '../../../domain/integration-error/resolve-many.js';
import { ValidationError } from '../../../domain/rules/errors.js';
import type { Taken } from '../../../domain/sql/select-many.js';
import { capitalised } from '../../../lib/words.js';
import { requireRow } from '../../field-by-field/require-row.js';
import { checkLength } from '../../field-by-field/window.js';
import { builder } from '../builder.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { usedAs } from '../sources/source.js';
import { IntegrationErrorType } from '../types/integration-error.js';
import { IntegrationErrorSelectionInput, manyArgument, manyFields, manyOf } from './many.js';

interface Answer extends Taken<ErrorOutcome> {
  readonly isDryRun: boolean;
}

const manyMutation = (verb: string, isResolved: boolean, state: string): void => {
  const name = `${verb}IntegrationErrors`;
  const typeName = `${capitalised(verb)}IntegrationErrors`;
  const input = builder.inputType(`${typeName}Input`, {
    description: `Which errors are to be ${state}.`,
    fields: (t) => ({
      errors: t.field({ type: IntegrationErrorSelectionInput, required: true, description: 'Which errors.' }),
      ...manyFields(t),
    }),
  });
  const success = builder.objectRef<Answer>(`${typeName}Success`).implement({
    description: `What \`${name}\` has done, all of it at once; of a dry run, what it would have done.`,
    fields: (t) => ({
      isDryRun: t.exposeBoolean('isDryRun', { description: 'Whether nothing was written.' }),
      matchedCount: t.int({ description: 'How many errors were taken, at most `limit`.', resolve: ({ rows }) => rows.length }),
      changedCount: t.int({
        description: `How many of them have become ${state}.`,
        resolve: ({ rows }) => rows.filter((row) => row.isChanged).length,
      }),
      unchangedCount: t.int({
        description: `How many of them were ${state} already.`,
        resolve: ({ rows }) => rows.filter((row) => !row.isChanged).length,
      }),
      notFoundCount: t.exposeInt('notFoundCount', { description: 'How many of the ids that were given belong to no error.' }),
      hasMore: t.exposeBoolean('hasMore', { description: 'Whether others are meant as well, which were not taken because of `limit`.' }),
      integrationErrors: t.field({
        type: [IntegrationErrorType],
        description: 'The errors that were taken, as they are now, by `databaseId`.',
        args: {
          first: t.arg.int({
            defaultValue: 100,
            description: 'How many of them, from 0 to 10,000.',
            ...usedAs({ as: 'pageSize', within: checkLength }),
          }),
        },
        resolve: ({ rows }, { first }, { loaders }) =>
          rows
            .slice(0, checkLength('first', first ?? 100))
            .map(async ({ id }) => requireRow(await loaders.byId('integrationError').load(id))),
      }),
    }),
  });
  const { union, types } = resultOf(name, '', '', [ValidationError, ...keyErrors]);
  builder.mutationField(name, (t) =>
    t.field({
      type: success,
      nullable: true,
      description: `Declares all of these errors ${state}. All at once or not at all; harmless for those that already are. Needs the scope to read as well.`,
      errors: { union, types, directResult: true },
      args: manyArgument(input, 'integrationError', 'errors'),
      resolve: async (_root, { input: { errors, ...rest } }, context) => {
        const many = manyOf('IntegrationError', 'integrationError', 'errors', errors, rest);
        return { ...(await setIntegrationErrorsResolved(context, many, isResolved)), isDryRun: many.isDryRun };
      },
    }),
  );
};

manyMutation('resolve', true, 'resolved');
manyMutation('unresolve', false, 'open');
