// The reader's conditions as a GraphQL filter, in the form that variables have. It selects exactly the same rows; where GraphQL can't write an
// operand down (a number beyond 32 bits, the year 10000), it says what comparing with it comes to.
import type { ColumnKind } from '../../domain/entities/columns.js';
import { associationOf, columnOf, entityOf } from '../../domain/entities/entities.js';
import type { EntityName } from '../../domain/entities/entity.js';
import type { Condition, Operator } from '../../domain/read/conditions.js';
import { fieldName, references } from './names.js';

export type Filter = Readonly<Record<string, unknown>>;

type Leaf = Readonly<Record<string, unknown>>;

const operatorNames = {
  equals: 'eq',
  notEquals: 'ne',
  in: 'in',
  notIn: 'notIn',
  lessThan: 'lt',
  lessOrEqual: 'lte',
  greaterThan: 'gt',
  greaterOrEqual: 'gte',
  contains: 'contains',
  startsWith: 'startsWith',
  endsWith: 'endsWith',
  isUnset: 'isNull',
  isBlank: 'isBlank',
} as const satisfies Record<Operator, string>;

const everyRow: Filter = {};
const noRow: Filter = { or: [] };

const asItIs = (value: unknown): unknown => value;

/** How an operand is written, by the kind of its column. */
const writers: Readonly<Record<ColumnKind, (value: unknown) => unknown>> = {
  integer: asItIs,
  decimal: (value) => String(value).replace(/^\+/, ''), // GraphQL's decimals take no plus
  boolean: asItIs,
  enum: asItIs,
  text: asItIs,
  json: asItIs,
  time: (value) => (value instanceof Date ? value.toISOString() : value),
};

/** The least and the greatest operand that GraphQL takes; no stored value lies beyond them. */
const bounds: Partial<Record<ColumnKind, readonly [number, number]>> = {
  integer: [-(2 ** 31), 2 ** 31 - 1],
  time: [Date.parse('0001-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')],
};

/** On which side of all values of its kind an operand lies: -1 below, 1 above, 0 among them. */
const sideOf = (kind: ColumnKind, value: unknown): -1 | 0 | 1 => {
  const range = bounds[kind];
  if (!range || value === null) return 0;
  if (Number(value) < range[0]) return -1;
  return Number(value) > range[1] ? 1 : 0;
};

/** What comparing with an operand beyond all values comes to: a comparison is true of every value that is set, or of none. */
const beyond = (name: string, operator: Operator, side: -1 | 1): Filter => {
  if (operator === 'notEquals') return everyRow;
  const isTrueOfSet = side === 1 ? operator === 'lessThan' || operator === 'lessOrEqual' : operator.startsWith('greater');
  return isTrueOfSet ? { [name]: { isNull: false } } : noRow;
};

const unset = (kind: ColumnKind, value: unknown): Leaf => {
  if (kind !== 'boolean') return { isNull: value };
  return value ? { eq: null } : { ne: null }; // its filter has no other way
};

/** One comparison, under the name that the column has in GraphQL. */
const comparison = (name: string, kind: ColumnKind, operator: Operator, value: unknown): Filter => {
  if (operator === 'isUnset') return { [name]: unset(kind, value) };
  if (Array.isArray(value)) {
    const among = value.filter((each) => sideOf(kind, each) === 0);
    return { [name]: { [operatorNames[operator]]: among.map(writers[kind]) } };
  }
  const side = sideOf(kind, value);
  if (side !== 0) return beyond(name, operator, side);
  return { [name]: { [operatorNames[operator]]: value === null ? null : writers[kind](value) } };
};

const isLeaf = (entity: EntityName, name: string): boolean => name === 'databaseId' || Object.hasOwn(entityOf(entity).columns, name);

const isDisjoint = (one: object, other: object): boolean => Object.keys(other).every((key) => !Object.hasOwn(one, key));

/** All of the filters as one, which is flat where no name would be needed twice: `{ createdAt: { gte, lt } }`. */
const allOf = (entity: EntityName, filters: readonly Filter[]): Filter => {
  const merged: Record<string, unknown> = {};
  for (const [name, value] of filters.flatMap((filter) => Object.entries(filter))) {
    const known = merged[name];
    if (known === undefined) merged[name] = value;
    else if (isLeaf(entity, name) && isDisjoint(known as Leaf, value as Leaf)) merged[name] = { ...known, ...(value as Leaf) };
    else return { and: filters };
  }
  return merged;
};

/** A reference is a list of one: what none of it meets it doesn't meet, and what all of it meets it does, or there is none. */
const toOne: Readonly<Record<'some' | 'none' | 'every', (name: string, where: Filter) => Filter>> = {
  some: (name, where) => ({ [name]: where }),
  none: (name, where) => ({ not: { [name]: where } }),
  every: (name, where) => ({ not: { [name]: { not: where } } }),
};

/** Comparisons that a row without the reference meets, each with its complement: GraphQL's conditions on a reference are false of such a row. */
const complements: Partial<Record<Operator, Operator>> = { notEquals: 'equals', notIn: 'in' };

/** A comparison with a foreign key that can be unset. */
const optionalReference = (reference: string, operator: Operator, value: unknown): Filter => {
  const isThere = { [reference]: everyRow };
  if (operator === 'isUnset') return value ? { not: isThere } : isThere;
  const complement = complements[operator];
  const compared = { [reference]: comparison('databaseId', 'integer', complement ?? operator, value) };
  return complement ? { not: compared } : compared;
};

/**
 * The filter that selects the rows of which the condition is true; `{}` for every row.
 * @throws TypeError for a name that the entity doesn't have
 */
export const toFilter = (entity: EntityName, condition: Condition): Filter => {
  if ('all' in condition) {
    return allOf(
      entity,
      condition.all.map((each) => toFilter(entity, each)),
    );
  }
  if ('any' in condition) return { or: condition.any.map((each) => toFilter(entity, each)) };
  if ('not' in condition) return { not: toFilter(entity, condition.not) };
  if ('field' in condition) {
    const { field, operator, value } = condition;
    const { kind, nullable } = columnOf(entity, field);
    const reference = references.get(field);
    if (reference === undefined) return comparison(fieldName(field), kind, operator, value);
    if (nullable) return optionalReference(reference, operator, value);
    return { [reference]: comparison('databaseId', kind, operator, value) };
  }
  const { association, quantifier } = condition;
  const { entity: target, many } = associationOf(entity, association);
  const where = toFilter(target, condition.where);
  return many ? { [association]: { [quantifier]: where } } : toOne[quantifier](association, where);
};
