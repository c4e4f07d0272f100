// Compiles a query string to the reader's conditions, order and page. It reads nothing itself, and knows no SQL.
import { BadInputError } from '../../domain/errors.js';
import type { Condition } from '../../domain/read/conditions.js';
import type { Order } from '../../domain/read/cursor.js';
import { columnOf } from '../../domain/read/entities.js';
import type { Resource } from '../wire/resources.js';
import { parseKey } from './key.js';
import { conditionFor } from './operators.js';
import { comparableAttributes, unknownName, vocabularyOf } from './vocabulary.js';

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

/** Adds one condition in its place. @throws BadInputError naming what doesn't exist and what does */
const addCondition = (root: Group, parameter: string, names: readonly string[], operand: string): void => {
  let group = root;
  for (const [index, name] of names.entries()) {
    const { attributes, associations } = vocabularyOf(group.resource);
    const [field, ...following] = attributeAt(attributes, names.slice(index));
    const [operator, ...rest] = following;
    if (field !== undefined && rest.length === 0) {
      group.conditions.push(conditionFor({ parameter, field, column: columnOf(group.resource.entity, field) }, operator, operand));
      return;
    }
    const association = associations.get(name);
    if (association === undefined || index >= deepestAssociation) {
      const known =
        index >= deepestAssociation
          ? [...attributes.keys()]
          : [...attributes.keys(), ...[...associations.keys()].map((key) => `${key}[…]`)];
      throw unknownName('attribute', name, known, names.slice(0, index + 1).join('.'));
    }
    group = associatedGroup(group, association.name, association.target);
  }
  throw new BadInputError(
    `The parameter ${parameter} names an association, but no attribute of it: ${parameter}[…]. There are ${[...vocabularyOf(group.resource).attributes.keys()].join(', ')}.`,
  );
};

const toCondition = ({ conditions, associated }: Group): Condition => ({
  all: [
    ...conditions,
    ...[...associated].map(([association, group]): Condition => ({ association, quantifier: 'some', where: toCondition(group) })),
  ],
});

const wholeNumber = (name: string, text: string, minimum: number): number => {
  if (!/^\d{1,15}$/.test(text) || Number(text) < minimum) {
    throw new BadInputError(`${name} is ${JSON.stringify(text)}, but must be a whole number from ${minimum}.`);
  }
  return Number(text);
};

const orderOf = (resource: Resource, attribute: string, direction: string): Order => {
  const attributes = comparableAttributes(resource);
  const name = attribute.replaceAll('-', '_');
  const field = attributes.get(name);
  if (field === undefined) throw unknownName('attribute', name, [...attributes.keys()]);
  if (direction !== 'asc' && direction !== 'desc') throw new BadInputError(`dir is ${JSON.stringify(direction)}, but must be asc or desc.`);
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
      control.set(name, value);
      continue;
    }
    count += 1;
    if (count > mostConditions) throw new BadInputError(`A query can have at most ${mostConditions} conditions.`);
    addCondition(root, parameter, [name, ...rest], value);
  }
  return {
    where: toCondition(root),
    order: orderOf(resource, control.get('order_by') ?? 'id', control.get('dir')?.toLowerCase() ?? 'asc'),
    limit: Math.min(pageSize, wholeNumber('limit', control.get('limit') ?? String(pageSize), 1)),
    offset: wholeNumber('offset', control.get('offset') ?? '0', 0),
  };
};
