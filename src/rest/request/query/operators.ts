// The operators of the original's query language, on each kind of attribute, as the reader's conditions.

import type { Column, ColumnKind } from '../../../domain/entities/columns.js';
import type { Condition, Operator } from '../../../domain/read/conditions.js';
import { BadInputError } from '../../../domain/rules/errors.js';
import { joinWords } from '../../../domain/rules/wording.js';
import { own } from '../../../lib/own.js';
import { shown } from '../../../lib/shown.js';
import { isStorable, storableRule } from '../../../lib/text.js';
import { wireEnum } from '../../wire/names.js';
import { parseWireTime } from '../../wire/time.js';
import { unknownName } from './vocabulary.js';

/** What a condition is about: its column, and for messages the whole attribute and the whole parameter. */
export interface Subject {
  /** `integration[name]` */
  readonly attribute: string;
  /** `integration[name][in]` */
  readonly parameter: string;
  readonly field: string;
  readonly column: Column;
}

const second = 1000;

const refuse = ({ parameter }: Subject, operand: string, rule: string): never => {
  throw new BadInputError(`${parameter} is ${shown(operand)}, but must be ${rule}.`);
};

const unstorable = ({ parameter }: Subject): never => {
  throw new BadInputError(`${parameter} ${storableRule}.`);
};

const enumValue = (subject: Subject, operand: string): string => {
  const values = subject.column.values ?? [];
  const names = values.map((value) => wireEnum(subject.column, value));
  return values[names.indexOf(operand)] ?? refuse(subject, operand, `one of ${joinWords(names, 'or')}`);
};

/** What no whole number of a record reaches, and a column of them can still be compared with. */
const beyondAll = 1e18;

/** How an operand is read, by the kind of the attribute. A time is read down to its second, since answers show no more. */
const readers: Record<ColumnKind, (subject: Subject, operand: string) => unknown> = {
  integer: (subject, operand) =>
    /^[+-]?\d{1,100}$/.test(operand)
      ? Math.max(-beyondAll, Math.min(Number(operand), beyondAll))
      : refuse(subject, operand, 'a whole number'),
  decimal: (subject, operand) => (/^[+-]?\d{1,40}(\.\d{1,40})?$/.test(operand) ? operand : refuse(subject, operand, 'a decimal number')),
  boolean: (subject, operand) =>
    operand === 'true' || operand === 'false' ? operand === 'true' : refuse(subject, operand, 'true or false'),
  enum: enumValue,
  text: (subject, operand) => (isStorable(operand) ? operand : unstorable(subject)),
  json: (_subject, operand) => operand,
  time: (subject, operand) => {
    const time = parseWireTime(operand) ?? refuse(subject, operand, 'a time in ISO 8601, such as 2026-01-31T09:30:00+00:00');
    return new Date(Math.floor(time.getTime() / second) * second);
  },
};

const read = (subject: Subject, operand: string): unknown => readers[subject.column.kind](subject, operand);

const compare = (field: string, operator: Operator, value: unknown): Condition => ({ field, operator, value });

const nextSecond = (time: unknown): Date => new Date(Number(time) + second);

const equals = ({ field, column: { kind } }: Subject, value: unknown): Condition =>
  kind === 'time'
    ? { all: [compare(field, 'greaterOrEqual', value), compare(field, 'lessThan', nextSecond(value))] }
    : compare(field, 'equals', value);

const oneOf = (subject: Subject, operand: string): Condition => {
  const values = operand.trim() === '' ? [] : operand.split(',').map((entry) => read(subject, entry.trim()));
  return subject.column.kind === 'time' ? { any: values.map((value) => equals(subject, value)) } : compare(subject.field, 'in', values);
};

const isBlank = (subject: Subject, operand: string): Condition => {
  if (operand !== 'true' && operand !== 'false') refuse(subject, operand, 'true or false');
  return compare(subject.field, subject.column.kind === 'text' ? 'isBlank' : 'isUnset', operand === 'true');
};

const ordered: readonly ColumnKind[] = ['integer', 'decimal', 'time', 'text'];
const everyKind: readonly ColumnKind[] = [...ordered, 'boolean', 'enum'];

interface QueryOperator {
  readonly kinds: readonly ColumnKind[];
  readonly build: (subject: Subject, operand: string) => Condition;
}

/** Of times: a second is after another when it begins no earlier than the other ends. */
const after = (subject: Subject, value: unknown): Condition =>
  subject.column.kind === 'time'
    ? compare(subject.field, 'greaterOrEqual', nextSecond(value))
    : compare(subject.field, 'greaterThan', value);

const notAfter = (subject: Subject, value: unknown): Condition =>
  subject.column.kind === 'time' ? compare(subject.field, 'lessThan', nextSecond(value)) : compare(subject.field, 'lessOrEqual', value);

const search = (operator: Operator): QueryOperator => ({
  kinds: ['text'],
  build: (subject, operand) => compare(subject.field, operator, read(subject, operand)),
});

/** Equality without an operator, and the eleven that are written in brackets. */
const equality: QueryOperator = { kinds: everyKind, build: (subject, operand) => equals(subject, read(subject, operand)) };

export const operators: Readonly<Record<string, QueryOperator>> = {
  contains: search('contains'),
  starts_with: search('startsWith'),
  ends_with: search('endsWith'),
  blank: { kinds: [...everyKind, 'json'], build: isBlank },
  gt: { kinds: ordered, build: (subject, operand) => after(subject, read(subject, operand)) },
  lt: { kinds: ordered, build: (subject, operand) => compare(subject.field, 'lessThan', read(subject, operand)) },
  gt_or_eq: { kinds: ordered, build: (subject, operand) => compare(subject.field, 'greaterOrEqual', read(subject, operand)) },
  lt_or_eq: { kinds: ordered, build: (subject, operand) => notAfter(subject, read(subject, operand)) },
  not_eq: { kinds: everyKind, build: (subject, operand) => ({ not: equality.build(subject, operand) }) },
  in: { kinds: everyKind, build: oneOf },
  not_in: { kinds: everyKind, build: (subject, operand) => ({ not: oneOf(subject, operand) }) },
};

/**
 * The condition that an operator (none: equality) makes of an operand.
 * @throws BadInputError for an operator that doesn't exist or is not for such an attribute, and for an operand that can't be read
 */
export const conditionFor = (subject: Subject, operator: string | undefined, operand: string): Condition => {
  const { kind } = subject.column;
  if (operator === undefined && equality.kinds.includes(kind)) return equality.build(subject, operand);
  const found = operator === undefined ? undefined : own(operators, operator);
  if (found?.kinds.includes(kind)) return found.build(subject, operand);
  const usable = Object.entries(operators).flatMap(([name, { kinds }]) => (kinds.includes(kind) ? [name] : []));
  const { attribute } = subject;
  if (operator !== undefined) throw unknownName(`operator for ${attribute}`, operator, usable);
  const inBrackets = usable.map((name) => `${attribute}[${name}]`);
  throw new BadInputError(`${attribute} can't be compared. There is ${joinWords(inBrackets, 'or')}.`);
};
