// Checks the values of an input against the columns that they are to be written to. Doors parse; rules are held here, for both doors alike.

import { isStorable, storableRule } from '../../lib/text.js';
import type { Column } from '../entities/columns.js';
import { columnOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import { type FieldError, ValidationError } from './errors.js';
import { isDeeperThan } from './nesting.js';
import { joinWords, label } from './wording.js';

const largestInteger = 2_147_483_647;
const deepestJson = 100;
/** What a decimal may be. */
export const decimalDigits = /^-?\d{1,28}(\.\d{1,4})?$/;

/** JSON has no infinity, but 1e400 is read as it. */
const isFiniteThroughout = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value !== 'object' || value === null || Object.values(value).every(isFiniteThroughout);

const problemOf = (column: Column, value: unknown): string | null => {
  if (value === null) return column.nullable ? null : "can't be blank";
  switch (column.kind) {
    case 'integer': {
      const { minimum = -largestInteger, maximum = largestInteger } = column;
      return Number(value) >= minimum && Number(value) <= maximum ? null : `must be a whole number from ${minimum} to ${maximum}`;
    }
    case 'text': {
      const text = String(value);
      if (!column.nullable && text.trim() === '') return "can't be blank";
      if (!isStorable(text)) return storableRule;
      return column.length !== undefined && [...text].length > column.length ? `is too long (at most ${column.length} characters)` : null;
    }
    case 'decimal':
      return decimalDigits.test(String(value)) ? null : 'must be a decimal number with at most 28 digits before and 4 after the point';
    case 'json':
      if (isDeeperThan(value, deepestJson)) return `is nested more than ${deepestJson} levels deep`;
      return isFiniteThroughout(value) ? null : 'has a number in it that is too large';
    case 'enum':
      return column.values?.includes(String(value)) ? null : `must be one of ${joinWords(column.values ?? [], 'or')}`;
    default:
      return null;
  }
};

/** What is wrong with these values of an entity's columns. A value that is undefined is not being written, and never wrong. */
export const findFieldErrors = (
  entity: EntityName,
  values: Readonly<Record<string, unknown>>,
  path: readonly string[] = [],
): FieldError[] =>
  Object.entries(values).flatMap(([field, value]) => {
    const problem = value === undefined ? null : problemOf(columnOf(entity, field), value);
    return problem === null ? [] : [{ path: [...path, field], message: `${label(field)} ${problem}` }];
  });

/** @throws ValidationError when there is anything in the list */
export const refuseInvalid = (errors: readonly FieldError[]): void => {
  if (errors.length > 0) throw new ValidationError(errors);
};
