// Compiles a query string to the reader's conditions, order and page: `attr=value` for the attributes of the resource.
import { BadInputError } from '../domain/errors.js';
import { type Condition, everything } from '../domain/read/conditions.js';
import type { Order } from '../domain/read/cursor.js';
import { columnOf } from '../domain/read/entities.js';
import { parseTime } from '../domain/time.js';
import { listing } from '../domain/words.js';
import { wireEnum } from './wire/names.js';
import type { Resource } from './wire/resources.js';

export interface Query {
  readonly where: Condition;
  readonly order: Order;
  readonly limit: number;
  readonly offset: number;
}

const pageSize = 50;
const underscored = (name: string) => name.replaceAll('-', '_');

/** Keys that say how to answer, not which rows. */
const controls = new Set(['limit', 'offset', 'order_by', 'dir', 'return_object', 'fields', 'filter', 'exported']);

/** The columns that can be asked for, under the underscored names of their elements and foreign keys. */
const attributesOf = ({ entity, elements }: Resource): Map<string, string> => {
  const attributes = new Map(elements.filter(({ kind }) => kind !== 'json').map(({ name, field }) => [underscored(name), field]));
  if (entity === 'integrationRun' || entity === 'integrationError') attributes.set('integration_id', 'integrationId');
  return attributes;
};

const second = 1000;

/** The rows whose attribute equals the operand. Times are compared by whole seconds, as they are shown. */
const equality = ({ entity }: Resource, name: string, field: string, operand: string): Condition => {
  const { kind, values } = columnOf(entity, field);
  const refuse = (rule: string): never => {
    throw new BadInputError(`${name} is ${JSON.stringify(operand)}, but must be ${rule}.`);
  };
  const equals = (value: unknown): Condition => ({ field, operator: 'equals', value });
  switch (kind) {
    case 'integer':
      return /^[+-]?\d{1,15}$/.test(operand) ? equals(Number(operand)) : refuse('a whole number');
    case 'boolean':
      return operand === 'true' || operand === 'false' ? equals(operand === 'true') : refuse('true or false');
    case 'enum': {
      const names = (values ?? []).map((value) => wireEnum(field, value));
      return equals((values ?? [])[names.indexOf(operand)] ?? refuse(`one of ${listing(names, 'or')}`));
    }
    case 'time': {
      const time = parseTime(operand) ?? refuse('a time in ISO 8601, such as 2026-01-31T09:30:00+00:00');
      const start = Math.floor(time.getTime() / second) * second;
      return {
        all: [
          { field, operator: 'greaterOrEqual', value: new Date(start) },
          { field, operator: 'lessThan', value: new Date(start + second) },
        ],
      };
    }
    default:
      return equals(operand);
  }
};

const wholeNumber = (name: string, text: string, minimum: number): number => {
  if (!/^\d{1,15}$/.test(text) || Number(text) < minimum)
    throw new BadInputError(`${name} is ${JSON.stringify(text)}, but must be a whole number from ${minimum}.`);
  return Number(text);
};

/** @throws BadInputError naming what can't be understood and what could have been asked for instead */
export const compileQuery = (resource: Resource, search: URLSearchParams): Query => {
  const attributes = attributesOf(resource);
  const fieldOf = (name: string): string => {
    const field = attributes.get(name);
    if (field) return field;
    throw new BadInputError(
      `There is no attribute ${JSON.stringify(name)} to ask for. There are ${listing([...attributes.keys()], 'and')}.`,
    );
  };
  const pairs = [...search].map(([key, value]) => [underscored(key), value] as const);
  const control = new Map(pairs.filter(([key]) => controls.has(key))); // of one that comes twice, the last counts
  const conditions = pairs.filter(([key]) => !controls.has(key)).map(([key, value]) => equality(resource, key, fieldOf(key), value));

  const direction = control.get('dir')?.toLowerCase() ?? 'asc';
  if (direction !== 'asc' && direction !== 'desc') throw new BadInputError(`dir is ${JSON.stringify(direction)}, but must be asc or desc.`);
  return {
    where: conditions.length === 0 ? everything : { all: conditions },
    order: { field: fieldOf(underscored(control.get('order_by') ?? 'id')), direction: direction === 'asc' ? 'ASC' : 'DESC' },
    limit: Math.min(pageSize, wholeNumber('limit', control.get('limit') ?? String(pageSize), 1)),
    offset: wholeNumber('offset', control.get('offset') ?? '0', 0),
  };
};
