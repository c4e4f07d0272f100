// Reads what a client sent into values for the domain. Dashes and underscores are alike; unknown and read-only elements are ignored, since
// real clients send them.
import { BadInputError, type FieldError, ValidationError } from '../../domain/errors.js';
import { columnOf } from '../../domain/read/entities.js';
import { label, listing } from '../../domain/words.js';
import { wireEnum } from './names.js';
import type { Element, Resource } from './resources.js';
import { parseWireTime } from './time.js';

export type Body = Readonly<Record<string, unknown>>;

const dashed = (name: string) => name.replaceAll('_', '-');

const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An element of the body by its dashed name, however the client wrote it; undefined when it isn't there. */
export const elementOf = (body: Body, name: string): unknown => {
  const key = Object.keys(body).find((key) => dashed(key) === name);
  return key === undefined ? undefined : body[key];
};

/**
 * The body without the root element that it may be wrapped in; XML always is.
 * @throws BadInputError for anything but an object, and for another root
 */
export const unwrap = ({ name }: Resource, body: unknown, isWrapped: boolean): Body => {
  if (body === undefined) return {};
  if (!isObject(body)) throw new BadInputError('The body must be an object.');
  const root = elementOf(body, name);
  if (isObject(root)) return root;
  if (isWrapped) throw new BadInputError(`The root element must be <${name}>, with elements in it.`);
  return body;
};

/** Why a value could not be read, as the end of a sentence. */
class Unreadable {
  constructor(readonly problem: string) {}
}

const integer = (value: unknown): number | Unreadable => {
  const number = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? Number(number) : new Unreadable('must be a whole number');
};

const readers: Record<Exclude<Element['kind'], 'enum'>, (value: unknown) => unknown> = {
  integer,
  text: (value) =>
    typeof value === 'string'
      ? value
      : typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : new Unreadable('must be a text'),
  boolean: (value) =>
    typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : new Unreadable('must be true or false'),
  time: (value) =>
    (typeof value === 'string' ? parseWireTime(value) : null) ??
    new Unreadable('must be a time in ISO 8601, such as 2026-01-31T09:30:00+00:00'),
  decimal: (value) =>
    typeof value === 'number' || typeof value === 'string' ? String(value).trim() : new Unreadable('must be a decimal number'),
  json: (value) => value,
};

/** The value of an enum that the original calls so. */
export const readEnum = (values: readonly string[], field: string, value: unknown): string | Unreadable =>
  values.find((candidate) => wireEnum(field, candidate) === value) ??
  new Unreadable(
    `must be one of ${listing(
      values.map((candidate) => wireEnum(field, candidate)),
      'or',
    )}`,
  );

const readValue = ({ entity }: Resource, { field, kind }: Element, value: unknown): unknown => {
  if (value === null) return null;
  if (value === '' && kind !== 'text' && kind !== 'json') return null;
  return kind === 'enum' ? readEnum(columnOf(entity, field).values ?? [], field, value) : readers[kind](value);
};

/**
 * The values that the body has for the writable elements, by column.
 * @throws ValidationError naming every element that can't be read
 */
export const readElements = (resource: Resource, body: Body, path: readonly string[] = []): Record<string, unknown> => {
  const problems: FieldError[] = [];
  const values: Record<string, unknown> = {};
  for (const element of resource.elements) {
    const sent = element.writable ? elementOf(body, element.name) : undefined;
    if (sent === undefined) continue;
    const value = readValue(resource, element, sent);
    if (value instanceof Unreadable) problems.push({ path: [...path, element.field], message: `${label(element.field)} ${value.problem}` });
    else values[element.field] = value;
  }
  if (problems.length > 0) throw new ValidationError(problems);
  return values;
};

/**
 * The same, with every required element in it.
 * @throws ValidationError naming every element that can't be read or is missing
 */
export const readRequired = (resource: Resource, body: Body, required: readonly string[]): Record<string, unknown> => {
  const values = readElements(resource, body);
  const missing = required.filter((field) => values[field] === undefined || values[field] === null);
  if (missing.length > 0) throw new ValidationError(missing.map((field) => ({ path: [field], message: `${label(field)} can't be blank` })));
  return values;
};

/** The objects in a list that the body has under a name; none when it isn't there. @throws ValidationError for anything else */
export const listOf = (body: Body, name: string, field: string): Body[] | undefined => {
  const sent = elementOf(body, name);
  if (sent === undefined || sent === null) return undefined;
  const wrapped = isObject(sent) ? elementOf(sent, name.replace(/s$/, '')) : undefined; // XML's habit, also met in JSON
  const list = wrapped ?? sent;
  const items: unknown[] = Array.isArray(list) ? list : [list];
  return items.map((item) => {
    if (!isObject(item)) throw new ValidationError([{ path: [field], message: `${label(field)} must be a list of objects` }]);
    return item;
  });
};

const keyIn = (sent: Body, name: string, keys: readonly string[]): Record<string, string | number> | undefined => {
  for (const key of keys) {
    const value = elementOf(sent, key);
    if (value === undefined || value === null || value === '') continue;
    const read = key === 'id' ? integer(value) : readers.text(value);
    if (!(read instanceof Unreadable)) return { [key]: read as string | number }; // what the two readers give
    throw new ValidationError([{ path: [name], message: `${label(name.replaceAll('-', '_'))} ${key} ${read.problem}` }]);
  }
  return undefined;
};

/**
 * A record named in the body, by an object with one of the keys, of which the first that is there counts, or by a flat `…_id`. Undefined when
 * it isn't named.
 * @throws ValidationError for a key that can't be read
 */
export const referenceOf = (body: Body, name: string, keys: readonly string[]): Record<string, string | number> | undefined => {
  const sent = elementOf(body, name);
  return (isObject(sent) ? keyIn(sent, name, keys) : undefined) ?? keyIn({ id: elementOf(body, `${name}-id`) }, name, ['id']);
};
