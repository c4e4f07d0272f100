// What reads take, in the unit of what one object of an answer takes: the prices that both doors go by, for their limit and for the points of the rate.
// They are of the order of what PostgreSQL needs; how large a table is isn't looked at.

import { associationOf, columnOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import { Placeholder } from '../sql/placeholder.js';
import type { Condition, Operator } from './conditions.js';

export const prices = {
  /** An object that the answer can have. */
  object: 1,
  /** The objects of a list that has no pages, such as the responses of an error. */
  wholeList: 4,
  /** A JSON value, whose size nobody knows, of each object that shows it. */
  json: 5,
  /** A record that is changed as one of many, with its history. */
  change: 5,
  /** The number of rows that a filter lets through. */
  count: 1_000,
  /** The figures of all rows that a filter lets through. */
  statistics: 5_000,
  /** A group of errors, whose figures are of all of them. */
  group: 250,
  /** A comparison, which an index may answer. */
  comparison: 20,
  /** An operator on text that no index answers, or a condition on a value that is worked out. */
  text: 1_000,
  /** A filter through a reference. */
  reference: 20,
  /** A filter through a list, besides its conditions, which cost `fanOut` times as much: they are asked of many rows for each row. */
  list: 100,
  fanOut: 4,
  /** All of that in the list of one record, which is short beside a table: divided by this. */
  ownList: 20,
} as const;

/** Bytes of what is read that cost as much as an object. */
export const bytesOfObject = 100;

/** What one request may cost unless operators say otherwise. */
export const defaultMostCost = 300_000;

/** The refusal of what costs more. */
export const overCost = (cost: number | string, most: number): string =>
  `This query costs as much as an answer of ${cost} objects, but may cost ${most} at most. Ask for smaller pages, with fewer counts and conditions, or in several queries.`;

/** A text that an operand may have at no price, in characters; each further one of this length costs as much as an object, like each value of a list. */
const shortText = 100;

/** How much an operand adds to the price of its comparison by its length, in objects: a power of two, so that statements differ by it a few times at most. */
export const weightOf = (operand: unknown): number => {
  if (operand instanceof Placeholder) return operand.weight;
  const weight = Array.isArray(operand)
    ? operand.reduce((sum: number, item) => sum + 1 + weightOf(item), 0)
    : typeof operand === 'string'
      ? Math.floor(operand.length / shortText)
      : 0;
  return weight === 0 ? 0 : 2 ** Math.ceil(Math.log2(weight));
};

const onText: ReadonlySet<Operator> = new Set<Operator>(['contains', 'startsWith', 'endsWith', 'isBlank']);

/** What looking for the rows of a table that meet a condition costs, besides the rows themselves. */
export const conditionCost = (entity: EntityName, condition: Condition): number => {
  const sum = (conditions: readonly Condition[]) => conditions.reduce((total, inner) => total + conditionCost(entity, inner), 0);
  if ('all' in condition) return sum(condition.all);
  if ('any' in condition) return sum(condition.any);
  if ('not' in condition) return conditionCost(entity, condition.not);
  if ('field' in condition) {
    const { operator, value } = condition;
    const isDear = onText.has(operator) || columnOf(entity, condition.field).expression !== undefined;
    return (isDear ? prices.text : prices.comparison) + weightOf(value);
  }
  const { entity: target, many } = associationOf(entity, condition.association);
  const inner = conditionCost(target, condition.where);
  return many ? prices.list + prices.fanOut * inner : prices.reference + inner;
};
