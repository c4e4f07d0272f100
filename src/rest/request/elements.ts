// Reads what a client sent into values for the domain. Dashes and underscores are alike; unknown and read-only elements are ignored, since
// real clients send them.

import type { Attributes, RequiredAttributes } from '../../domain/entities/attributes.js';
import type { ByOf } from '../../domain/entities/by.js';
import type { Column } from '../../domain/entities/columns.js';
import { columnOf } from '../../domain/entities/entities.js';
import type { EntityName } from '../../domain/entities/entity.js';
import { hasKeptDigits } from '../../domain/rules/decimal.js';
import { BadInputError, type FieldError, ValidationError } from '../../domain/rules/errors.js';
import { joinWords, label } from '../../domain/rules/wording.js';
import { dashesForUnderscores } from '../../lib/words.js';
import { wireEnum } from '../wire/names.js';
import type { Element, Owner, Resource } from '../wire/resources.js';
import { parseWireTime } from '../wire/time.js';

export type Body = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

const renamed = new WeakMap<Body, ReadonlyMap<string, unknown>>();

/** The elements by their dashed names; of several that differ in dashes only, the first. Each body is gone through once. */
const elementsOf = (body: Body): ReadonlyMap<string, unknown> => {
  const known = renamed.get(body);
  if (known) return known;
  const elements = new Map(
    Object.entries(body)
      .reverse()
      .map(([key, value]) => [dashesForUnderscores(key), value]),
  );
  renamed.set(body, elements);
  return elements;
};

/** An element of the body by its dashed name, however the client wrote it; undefined when it isn't there. */
export const elementOf = (body: Body, name: string): unknown => elementsOf(body).get(name);

/** An element without anything in it, such as `<direction>\n</direction>`, is unset but where blanks are a text. */
const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

/** Blanks around anything but a text are nothing. */
const trimmed = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);

const nested = /^(.+)\[(.+)\]$/;

/** The same for a name such as `supplier[name]`; null where what it is within is null. */
const valueAt = (body: Body, name: string): unknown => {
  const [, outer, inner = ''] = nested.exec(name) ?? [];
  if (outer === undefined) return elementOf(body, name);
  const within = elementOf(body, outer);
  if (within === undefined || within === null) return within;
  if (isBlank(within)) return null;
  return isObject(within) ? elementOf(within, inner) : new Unreadable('must be in an object');
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
  if (isWrapped && root === null) return {}; // XML that says `nil`
  if (isWrapped) throw new BadInputError(`The root element must be <${name}>, with elements in it.`);
  return body;
};

/** Why a value could not be read, as the end of a sentence. */
class Unreadable {
  constructor(readonly problem: string) {}
}

const integer = (value: unknown): number | Unreadable => {
  const number = typeof value === 'string' && /^[+-]?\d+$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? Number(number) : new Unreadable('must be a whole number');
};

const tooManyDigits = 'a number has no room for so many digits. Put it in quotes';

/** A number is taken where a text is expected, but not one that may have lost digits when it was read. Whole ones are mostly ids, which have no fraction. */
const text = (value: unknown): string | Unreadable => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && !Number.isSafeInteger(value) && (Math.abs(value) > Number.MAX_SAFE_INTEGER || !hasKeptDigits(value)))
    return new Unreadable(`must be a text: ${tooManyDigits}`);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : new Unreadable('must be a text');
};

const decimal = (value: unknown): string | Unreadable => {
  if (typeof value === 'number' && !hasKeptDigits(value)) return new Unreadable(`must be a decimal number: ${tooManyDigits}`);
  return typeof value === 'number' || typeof value === 'string' ? String(value) : new Unreadable('must be a decimal number');
};

const readers: Record<Exclude<Element['kind'], 'enum' | 'text' | 'json'>, (value: unknown) => unknown> = {
  integer,
  boolean: (value) =>
    typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : new Unreadable('must be true or false'),
  time: (value) =>
    (typeof value === 'string' ? parseWireTime(value) : null) ??
    new Unreadable('must be a time in ISO 8601, such as 2026-01-31T09:30:00+00:00'),
  decimal,
};

/** The value of an enum that the original calls so. */
const readEnum = (column: Column, value: unknown): string | Unreadable => {
  const names = (column.values ?? []).map((candidate) => wireEnum(column, candidate));
  return (
    (typeof value === 'string' ? column.values?.[names.indexOf(value)] : undefined) ??
    new Unreadable(`must be one of ${joinWords(names, 'or')}`)
  );
};

const readValue = ({ entity }: Pick<Resource, 'entity'>, { field, kind }: Element, value: unknown): unknown => {
  const column = columnOf(entity, field);
  if (value === null || kind === 'json') return value;
  if (isBlank(value) && !(kind === 'text' && column.nullable)) return null;
  if (kind === 'text') return text(value);
  return kind === 'enum' ? readEnum(column, trimmed(value)) : readers[kind](trimmed(value));
};

/** What the body has for the element, under the first of its names that is there. */
const sentFor = ({ name, aliases }: Element, body: Body): unknown => {
  for (const each of [name, ...aliases]) {
    const value = valueAt(body, each);
    if (value !== undefined) return value;
  }
  return undefined;
};

/**
 * The values that the body has for the writable elements, by column.
 * @throws ValidationError naming every element that can't be read
 */
export const readElements = <Entity extends EntityName, Writable extends string>(
  resource: Resource<Entity, Writable>,
  body: Body,
  path: readonly string[] = [],
): Attributes<Entity, Writable> => {
  const problems: FieldError[] = [];
  const values: Record<string, unknown> = {};
  for (const element of resource.elements) {
    const sent = element.writable ? sentFor(element, body) : undefined;
    if (sent === undefined) continue;
    const value = sent instanceof Unreadable ? sent : readValue(resource, element, sent);
    if (value instanceof Unreadable) problems.push({ path: [...path, element.field], message: `${label(element.field)} ${value.problem}` });
    else values[element.field] = value;
  }
  if (problems.length > 0) throw new ValidationError(problems);
  return values as Attributes<Entity, Writable>; // each was read by the kind of its column, as a value of its row's type
};

/**
 * The same, with every required element in it.
 * @throws ValidationError naming every element that can't be read or is missing
 */
export const readRequired = <Entity extends EntityName, Writable extends string, Required extends Writable>(
  resource: Resource<Entity, Writable, Required>,
  body: Body,
): RequiredAttributes<Entity, Writable, Required> => {
  const values = readElements(resource, body);
  const missing = (resource.required ?? []).filter((field) => (values as Readonly<Record<string, unknown>>)[field] == null);
  if (missing.length > 0) throw new ValidationError(missing.map((field) => ({ path: [field], message: `${label(field)} can't be blank` })));
  return values as RequiredAttributes<Entity, Writable, Required>; // none of them is missing
};

/** The objects in a list that the body has under a name; none when it isn't there. @throws ValidationError for anything else */
export const listOf = (body: Body, name: string, path: readonly string[]): Body[] | undefined => {
  const sent = elementOf(body, name);
  if (sent === undefined || sent === null) return undefined;
  const wrapped = isObject(sent) ? elementOf(sent, name.replace(/s$/, '')) : undefined; // XML's habit, also met in JSON
  if (wrapped === null || (isObject(sent) && Object.keys(sent).length === 0)) return [];
  const list = wrapped ?? sent;
  const items: unknown[] = Array.isArray(list) ? list : [list];
  return items.map((item) => {
    if (!isObject(item)) throw new ValidationError([{ path, message: `${label(path.at(-1) ?? name)} must be a list of objects` }]);
    return item;
  });
};

const keyIn = (sent: Body, name: string, keys: readonly string[]): Record<string, string | number> | undefined => {
  for (const key of keys) {
    const value = trimmed(elementOf(sent, key));
    if (value === undefined || value === null || value === '') continue;
    const read = key === 'id' ? integer(value) : text(value);
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
const referenceOf = <Entity extends keyof ByOf>({ name, keys }: Owner<Entity>, body: Body): ByOf[Entity] | undefined => {
  const sent = elementOf(body, name);
  const key = (isObject(sent) ? keyIn(sent, name, keys) : undefined) ?? keyIn({ id: elementOf(body, `${name}-id`) }, name, ['id']);
  return key as ByOf[Entity] | undefined; // one of the keys that the table of resources has for the entity
};

/**
 * The record that a new one belongs to.
 * @throws ValidationError where it isn't named, or by a key that can't be read
 */
export const ownerOf = <Entity extends keyof ByOf>(
  { owners: [owner] }: { readonly owners: readonly [Owner<Entity>] },
  body: Body,
): ByOf[Entity] => {
  const reference = referenceOf(owner, body);
  if (!reference) throw new ValidationError([{ path: [owner.entity], message: `${label(owner.entity)} can't be blank` }]);
  return reference;
};

/**
 * The records that a new one belongs to, as far as they are named.
 * @throws ValidationError where one is named by a key that can't be read
 */
export const ownersOf = <Entity extends keyof ByOf>(
  { owners }: { readonly owners: readonly Owner<Entity>[] },
  body: Body,
): { readonly [Name in Entity]?: ByOf[Name] } =>
  Object.fromEntries(owners.map((owner) => [owner.entity, referenceOf(owner, body)])) as { [Name in Entity]?: ByOf[Name] }; // each under its entity
