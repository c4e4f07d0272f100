// Compiles a query string to the reader's conditions, order and page. It reads nothing itself, and knows no SQL.

import { columnOf } from '../../../domain/entities/entities.js';
import type { Condition } from '../../../domain/read/conditions.js';
import type { Order } from '../../../domain/read/cursor.js';
import { BadInputError } from '../../../domain/rules/errors.js';
import { shown } from '../../../lib/shown.js';
import type { Resource } from '../../wire/resources.js';
import { attributeName, keyOf, parseKey } from './key.js';
import { conditionFor } from './operators.js';
import { unknownName, type Vocabulary, vocabularyOf } from './vocabulary.js';

export interface Query {
  readonly where: Condition;
  readonly order: Order;
  readonly limit: number;
  readonly offset: number;
}

export const pageSize = 50;
export const mostConditions = 100;
export const deepestAssociation = 2;

/** Keys that say how to answer, not which rows. `filter` and `exported` are sent by clients everywhere, and mean nothing here. */
export const controls = ['limit', 'offset', 'order_by', 'dir', 'return_object', 'fields', 'filter', 'exported'] as const;
const controlNames: ReadonlySet<string> = new Set(controls);

/** The conditions on one record and, by association, on records that belong to it. All that are on one association are on the same record. */
interface Group {
  readonly resource: Resource;
  readonly conditions: Condition[];
  readonly associated: Map<string, Group>;
}

const newGroup = (resource: Resource): Group => ({ resource, conditions: [], associated: new Map() });

const associatedGroup = (group: Group, name: string, target: Resource): Group => {
  const known = group.associated.get(name) ?? newGroup(target);
  group.associated.set(name, known);
  return known;
};

/** The column that the first name, or the first two, name (`supplier[name]`), and the names that follow. */
const attributeAt = (
  attributes: ReadonlyMap<string, string>,
  [first = '', second, ...rest]: readonly string[],
): [string | undefined, ...string[]] => {
  const within = second === undefined ? undefined : attributes.get(`${first}[${second}]`);
  if (within !== undefined) return [within, ...rest];
  return [attributes.get(first), ...(second === undefined ? [] : [second]), ...rest];
};

/** The refusal of a parameter that ends where an attribute is still to be named. */
const lacksAttribute = (names: readonly string[], known: Iterable<string>): BadInputError => {
  const key = keyOf(names);
  return new BadInputError(
    `The parameter ${key} names an association, but no attribute of it: ${key}[…]. There are ${[...known].join(', ')}.`,
  );
};

/** The refusal of the name at the index, which is none of the vocabulary. */
const unknownAttribute = ({ attributes, associations }: Vocabulary, names: readonly string[], index: number): BadInputError => {
  const within = [...attributes.keys()].filter((key) => key.startsWith(`${names[index]}[`)); // `supplier[name]`, of `supplier`
  if (within.length > 0 && index === names.length - 1) return lacksAttribute(names, within);
  const end = index + (within.length > 0 ? 2 : 1);
  const known = [...attributes.keys(), ...(index < deepestAssociation ? [...associations.keys()].map((key) => `${key}[…]`) : [])];
  return unknownName('attribute', keyOf(names.slice(index, end)), known, names.slice(0, end).join('.'));
};

/** Adds one condition in its place. @throws BadInputError naming what doesn't exist and what does */
const addCondition = (root: Group, names: readonly string[], operand: string): void => {
  let group = root;
  for (const [index, name] of names.entries()) {
    const vocabulary = vocabularyOf(group.resource);
    const [field, ...following] = attributeAt(vocabulary.attributes, names.slice(index));
    if (field !== undefined) {
      const attribute = keyOf(names.slice(0, names.length - following.length));
      const subject = { attribute, parameter: keyOf(names), field, column: columnOf(group.resource.entity, field) };
      group.conditions.push(conditionFor(subject, following.length === 0 ? undefined : following.join('.'), operand));
      return;
    }
    const association = vocabulary.associations.get(name);
    if (association === undefined || index >= deepestAssociation) throw unknownAttribute(vocabulary, names, index);
    group = associatedGroup(group, association.name, association.target);
  }
  throw lacksAttribute(names, vocabularyOf(group.resource).attributes.keys());
};

const toCondition = ({ conditions, associated }: Group): Condition => ({
  all: [
    ...conditions,
    ...[...associated].map(([association, group]): Condition => ({ association, quantifier: 'some', where: toCondition(group) })),
  ],
});

const wholeNumber = (name: string, text: string, minimum: number): number => {
  if (!/^\d{1,100}$/.test(text) || Number(text) < minimum) {
    throw new BadInputError(`${name} is ${shown(text)}, but must be a whole number from ${minimum}.`);
  }
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
};

const orderOf = (resource: Resource, attribute: string, direction: string): Order => {
  const attributes = vocabularyOf(resource).comparable;
  const name = attributeName(attribute);
  const field = attributes.get(name);
  if (field === undefined) throw unknownName('attribute', name, [...attributes.keys()]);
  if (direction !== 'asc' && direction !== 'desc') throw new BadInputError(`dir is ${shown(direction)}, but must be asc or desc.`);
  return { field, direction: direction === 'asc' ? 'ASC' : 'DESC' };
};

/**
 * The rows that a query string asks for. Conditions are ANDed; of a control that comes twice, the last counts.
 * @throws BadInputError naming what can't be understood and what could have been asked for instead
 */
export const compileQuery = (resource: Resource, search: URLSearchParams): Query => {
  const root = newGroup(resource);
  const control = new Map<string, string>();
  let count = 0;
  for (const [parameter, value] of search) {
    const [name = '', ...rest] = parseKey(parameter);
    if (rest.length === 0 && controlNames.has(name)) {
      control.set(name, value.trim());
      continue;
    }
    count += 1;
    if (count > mostConditions) throw new BadInputError(`A query can have at most ${mostConditions} conditions.`);
    addCondition(root, [name, ...rest], value);
  }
  return {
    where: toCondition(root),
    order: orderOf(resource, control.get('order_by') ?? 'id', control.get('dir')?.toLowerCase() ?? 'asc'),
    limit: Math.min(pageSize, wholeNumber('limit', control.get('limit') ?? String(pageSize), 1)),
    offset: wholeNumber('offset', control.get('offset') ?? '0', 0),
  };
};
