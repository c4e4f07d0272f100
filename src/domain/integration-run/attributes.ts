// What a client may say of a run besides its moves, and the checks on it.

import { type DocumentRecordAttributes, findDocumentRecordProblems } from '../document-record/attributes.js';
import type { Attributes } from '../entities/attributes.js';
import type { FieldError } from '../rules/errors.js';
import { findFieldErrors } from '../rules/validate.js';

/** The columns among the attributes. */
export const runColumns = ['flow', 'startTime', 'endTime', 'totalRecords', 'recordsProcessed', 'maxUpdatedAt'] as const;

export interface RunAttributes extends Attributes<'integrationRun', (typeof runColumns)[number]> {
  /** Errors that are added to the run; those that it has stay. */
  readonly integrationErrors?: readonly DocumentRecordAttributes[] | null | undefined;
}

/** Most errors that one call can add to a run; a run can have any number. */
export const maximumErrors = 1_000;

/** What is wrong with the attributes, their errors among them; those are not looked at when they are too many. */
export const findRunProblems = ({ integrationErrors, ...columns }: RunAttributes): FieldError[] => {
  const errors = integrationErrors ?? [];
  return [
    ...findFieldErrors('integrationRun', columns),
    ...(errors.length > maximumErrors
      ? [{ path: ['integrationErrors'], message: `Integration errors are too many (at most ${maximumErrors} at once)` }]
      : errors.flatMap((error, index) => findDocumentRecordProblems('integrationError', error, ['integrationErrors', String(index)]))),
  ];
};
