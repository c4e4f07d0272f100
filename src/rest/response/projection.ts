// How much of an answer is wanted: `return_object` and `fields`. They cut the layout of the answer, so that no more is read than is shown.
import { isDeeperThan } from '../../domain/rules/nesting.js';
import { joinWords } from '../../domain/rules/wording.js';
import { own } from '../../lib/own.js';
import { shown } from '../../lib/shown.js';
import { RestError } from '../errors.js';
import { parameterOf, underscored } from '../request/query/key.js';
import type { Layout, LayoutElement } from './layout.js';
import { perLayout } from './per-layout.js';

/** Lists and objects within each other; answers nest far less than that. */
const deepest = 100;

const example = '["id",{"integration":["id","code"]}]';

/** `{}` stands for all of what it is the choice of. */
const isWhole = (choice: unknown): boolean =>
  typeof choice === 'object' && choice !== null && !Array.isArray(choice) && Object.keys(choice).length === 0;

/**
 * The element with what is chosen within it: all of it where that was chosen last, or else all that was chosen since. A single value has nothing within; and
 * one that was chosen is shown even while it is unset.
 * @throws RestError 400 for what is no choice
 */
const within = (element: LayoutElement, choices: readonly unknown[]): LayoutElement => {
  const parts = choices.slice(choices.findLastIndex(isWhole) + 1);
  const layout = choose('layout' in element ? element.layout : [], parts);
  if ('field' in element) return { ...element, hidesUnset: false };
  return parts.length === 0 ? element : { ...element, layout };
};

/**
 * The elements that any of the lists chooses, in the order chosen. Names that the layout doesn't have are left out, whatever is in them.
 * @throws RestError 400 for what is no choice
 */
const choose = (layout: Layout, lists: readonly unknown[]): Layout => {
  const known = new Map(layout.map((element) => [underscored(element.name), element]));
  const chosen = new Map<LayoutElement, unknown[]>();
  const add = (name: string, inner: unknown): void => {
    const element = known.get(underscored(name));
    if (element) chosen.set(element, [...(chosen.get(element) ?? []), inner]);
  };
  const items = lists.flatMap((list): readonly unknown[] => {
    if (!Array.isArray(list)) throw new RestError(400, `fields must be a JSON list such as ${example}, with {} for all of an association.`);
    return list;
  });
  for (const item of items) {
    if (typeof item === 'string') add(item, {});
    else if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
      for (const [name, inner] of Object.entries(item)) add(name, inner);
    } else throw new RestError(400, `fields has ${shown(item)} in it, but may hold only names and objects of names.`);
  }
  return [...chosen].map(([element, choices]) => within(element, choices));
};

const parseFields = (fields: string): unknown => {
  let choice: unknown;
  try {
    choice = JSON.parse(fields);
  } catch {
    throw new RestError(400, `fields is no JSON. Write a list such as ${example}.`);
  }
  if (isDeeperThan(choice, deepest)) throw new RestError(400, `fields is nested more than ${deepest} levels deep.`);
  return choice;
};

/** The keys by which people know a record, beside its number. */
const naturalKeys = ['id', 'code', 'name', 'number', 'login'];

const brief = (layout: Layout): Layout => {
  const keys = layout.filter(({ name }) => naturalKeys.includes(name));
  return keys.length === 0 ? layout : keys; // a response has none, and nothing in it but itself
};

const shapes: Readonly<Record<string, (layout: Layout) => Layout>> = {
  limited: perLayout((layout) => layout.filter(({ name }) => name === 'id')),
  shallow: perLayout((layout) => layout.map((element) => ('field' in element ? element : { ...element, layout: brief(element.layout) }))),
  none: (layout) => layout,
};

/** What `return_object` can be. */
export const returnObjects: readonly string[] = Object.keys(shapes);

/** What a request wants of its answer. */
export interface Projection {
  /** Whether the body is to be empty. */
  readonly isEmpty: boolean;
  /** What is shown. */
  readonly layout: Layout;
}

/**
 * Reads `fields`, and where it isn't given `return_object`, for an answer that has all of the layout. `none` means nothing on a read.
 * @throws RestError 400 for `fields` that is no JSON list of names, and for a `return_object` that doesn't exist
 */
export const readProjection = (search: URLSearchParams, isRead: boolean, layout: Layout): Projection => {
  const shape = parameterOf(search, 'return_object')?.trim() ?? null;
  const cutTo = shape === null ? undefined : own(shapes, shape);
  if (shape !== null && !cutTo)
    throw new RestError(400, `return_object is ${shown(shape)}, but must be ${joinWords(returnObjects, 'or')}.`);
  const isEmpty = shape === 'none' && !isRead;
  const fields = parameterOf(search, 'fields');
  if (fields !== null) return { isEmpty, layout: choose(layout, [parseFields(fields)]) };
  return { isEmpty, layout: cutTo ? cutTo(layout) : layout };
};
