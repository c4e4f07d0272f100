// How much of an answer is wanted: `return_object` and `fields`. They cut the layout of the answer, so that no more is read than is shown.
import { listing } from '../domain/words.js';
import { RestError } from './errors.js';
import { underscored } from './query/key.js';
import type { Layout, LayoutElement } from './wire/layout.js';
import { perLayout } from './wire/per-layout.js';

/** The elements to keep, by underscored name, each with what to keep within it; null keeps all of it. */
type Choice = ReadonlyMap<string, Choice | null>;

/** Answers nest less than that. */
const deepest = 10;

const parseChoice = (chosen: unknown, depth = 1): Choice => {
  if (depth > deepest) throw new RestError(400, `fields is nested more than ${deepest} levels deep.`);
  if (!Array.isArray(chosen)) throw new RestError(400, 'fields must be a JSON list such as ["id",{"integration":["id","code"]}].');
  const choice = new Map<string, Choice | null>();
  for (const item of chosen) {
    if (typeof item === 'string') choice.set(underscored(item), null);
    else if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
      for (const [name, inner] of Object.entries(item)) choice.set(underscored(name), parseChoice(inner, depth + 1));
    } else throw new RestError(400, `fields has ${JSON.stringify(item)} in it, but may hold only names and objects of names.`);
  }
  return choice;
};

const cut = (layout: Layout, choice: Choice): Layout => {
  const byName = new Map(layout.map((element) => [underscored(element.name), element]));
  return [...choice].flatMap(([name, inner]): LayoutElement[] => {
    const element = byName.get(name);
    if (!element) return [];
    if ('field' in element) return [{ ...element, hidesUnset: false }]; // what was chosen is shown
    return [inner ? { ...element, layout: cut(element.layout, inner) } : element];
  });
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
  /** What is shown of a whole answer. */
  readonly cut: (layout: Layout) => Layout;
}

const parameter = (search: URLSearchParams, name: string): string | null =>
  [...search].findLast(([key]) => underscored(key) === name)?.[1] ?? null;

/**
 * Reads `fields`, and where it isn't given `return_object`. `none` means nothing on a read.
 * @throws RestError 400 for `fields` that is no JSON list of names, and for a `return_object` that doesn't exist
 */
export const readProjection = (search: URLSearchParams, isRead: boolean): Projection => {
  const shape = parameter(search, 'return_object');
  if (shape !== null && !Object.hasOwn(shapes, shape))
    throw new RestError(400, `return_object is ${JSON.stringify(shape)}, but must be ${listing(returnObjects, 'or')}.`);
  const fields = parameter(search, 'fields');
  const isEmpty = shape === 'none' && !isRead;
  if (fields === null) return { isEmpty, cut: (shape !== null && shapes[shape]) || ((layout) => layout) };
  let chosen: unknown;
  try {
    chosen = JSON.parse(fields);
  } catch {
    throw new RestError(400, 'fields is no JSON. Write a list such as ["id",{"integration":["id","code"]}].');
  }
  const choice = parseChoice(chosen);
  return { isEmpty, cut: (layout) => cut(layout, choice) };
};
