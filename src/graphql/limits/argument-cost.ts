// What the arguments of a field decide of its cost: how many rows there are, how they are found, how many are changed.
import { type FieldNode, getArgumentValues, Kind, type ValueNode, valueFromAST } from 'graphql';
import { conditionCost, prices } from '../../domain/read/cost.js';
import { maximumPageSize } from '../../domain/read/page.js';
import { mostRecords } from '../../domain/sql/select-many.js';
import { own } from '../../lib/own.js';
import { type FilterInput, toCondition } from '../schema/filters/to-condition.js';
import type { GroupCount } from '../schema/sources/source.js';
import type { Field, PricedField } from './priced-field.js';

export type Variables = Readonly<Record<string, unknown>>;

export const argumentValue = (node: ValueNode | undefined, variables: Variables): unknown => {
  if (node?.kind === Kind.VARIABLE) return own(variables, node.name.value);
  if (node?.kind === Kind.INT) return Number(node.value);
  return node?.kind === Kind.LIST ? node.values : undefined;
};

export const argumentNode = (field: FieldNode, name: string): ValueNode | undefined =>
  field.arguments?.find((argument) => argument.name.value === name)?.value;

/** How many rows a page can have; a size that makes no sense costs the most, and is refused later, by its own message. */
export const pageSize = (field: FieldNode, { pageSizes, usualSize }: PricedField, variables: Variables): number => {
  let size: unknown;
  for (const name of pageSizes) size = argumentValue(argumentNode(field, name), variables) ?? size;
  size ??= usualSize;
  return typeof size === 'number' && size < maximumPageSize ? Math.max(0, size) : maximumPageSize;
};

/** What finding the rows of a connection costs; a filter that makes no sense is refused later, by its own message. */
export const filterCost = (field: FieldNode, { filter }: PricedField, variables: Variables): number => {
  const given = filter && argumentNode(field, filter.name);
  if (!given) return 0;
  const { type, entity } = filter;
  try {
    return conditionCost(entity, toCondition(entity, valueFromAST(given, type, variables) as FilterInput | undefined, []));
  } catch {
    return 0;
  }
};

/** Arguments that make no sense cost the most, and are refused later, by their own message. */
export const groupCount = (field: FieldNode, definition: Field, { most, count }: GroupCount, variables: Variables): number => {
  try {
    return Math.max(0, Math.min(most, count(getArgumentValues(definition, field, variables))));
  } catch {
    return most;
  }
};

/** What changing many records costs, by how many are asked for; an input that makes no sense is refused later, by its own message. */
export const changeCost = (field: FieldNode, { many }: PricedField, variables: Variables): number => {
  const given = many && argumentNode(field, many.name);
  if (!given) return 0;
  const input = valueFromAST(given, many.type, variables) as Readonly<Record<string, unknown>> | undefined; // coerced
  const { ids, databaseIds, filter } = (input?.[many.selection] ?? {}) as Readonly<Record<string, unknown>>;
  const named = ids ?? databaseIds;
  const limit = typeof input?.['limit'] === 'number' ? Math.min(Math.max(0, input['limit']), mostRecords) : mostRecords;
  const records = Array.isArray(named) ? Math.min(named.length, limit) : limit;
  try {
    return prices.change * records + conditionCost(many.entity, toCondition(many.entity, filter as FilterInput | undefined, []));
  } catch {
    return prices.change * records;
  }
};
