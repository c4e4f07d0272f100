// What a client may say of a run besides its moves, and the checks on it.

import type { FieldError } from '../errors.js';
import type { ErrorAttributes } from '../integration-error/attributes.js';
import { findErrorProblems } from '../integration-error/attributes.js';
import { findFieldErrors } from '../validate.js';

export interface RunAttributes {
  /** Any JSON value. */
  readonly flow?: unknown;
  readonly startTime?: Date | null | undefined;
  readonly endTime?: Date | null | undefined;
  readonly totalRecords?: number | null | undefined;
  readonly recordsProcessed?: number | null | undefined;
  readonly maxUpdatedAt?: Date | null | undefined;
  /** Errors that are added to the run; those that it has stay. */
  readonly integrationErrors?: readonly ErrorAttributes[] | null | undefined;
}

/** The columns among the attributes. */
export const runColumns = ['flow', 'startTime', 'endTime', 'totalRecords', 'recordsProcessed', 'maxUpdatedAt'] as const;

/** What is wrong with the attributes, their errors among them. */
export const findRunProblems = ({ integrationErrors, ...columns }: RunAttributes): FieldError[] => [
  ...findFieldErrors('integrationRun', columns),
  ...(integrationErrors ?? []).flatMap((error, index) => findErrorProblems(error, ['integrationErrors', String(index)])),
];
