// The operators of filters: GraphQL's name of each, the reader's, and what it means.
import type { Operator } from '../../../domain/read/conditions.js';

export const operators = {
  eq: { operator: 'equals', doc: 'The value is this one; with null, it is unset.' },
  ne: { operator: 'notEquals', doc: 'The value is not this one, or it is unset; with null, it is set.' },
  in: { operator: 'in', doc: 'The value is one of these; of an empty list none.' },
  notIn: { operator: 'notIn', doc: 'The value is none of these, or it is unset.' },
  lt: { operator: 'lessThan', doc: 'The value is less or earlier than this; texts compare by code point.' },
  lte: { operator: 'lessOrEqual', doc: 'The value is at most this, or no later.' },
  gt: { operator: 'greaterThan', doc: 'The value is greater or later than this; texts compare by code point.' },
  gte: { operator: 'greaterOrEqual', doc: 'The value is at least this, or no earlier.' },
  contains: { operator: 'contains', doc: 'The text has this in it, whatever the case of its letters. `%`, `_` and `\\` match themselves.' },
  startsWith: { operator: 'startsWith', doc: 'The text begins so, whatever the case of its letters.' },
  endsWith: { operator: 'endsWith', doc: 'The text ends so, whatever the case of its letters.' },
  isNull: { operator: 'isUnset', doc: 'Whether the value is unset.' },
  isBlank: { operator: 'isBlank', doc: 'Whether the text is unset, empty or nothing but blanks.' },
} as const satisfies Record<string, { operator: Operator; doc: string }>;

export type OperatorName = keyof typeof operators;
