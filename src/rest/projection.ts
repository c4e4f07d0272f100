// How much of an answer is wanted: `return_object` and `fields`. Whatever is chosen is cut from the whole answer.
import { listing } from '../domain/words.js';
import { RestError } from './errors.js';
import { underscored } from './query/key.js';
import type { Leaf, Tree } from './wire/tree.js';

type Value = Leaf | Tree | readonly Tree[];

/** The elements to keep, by underscored name, each with what to keep within it; null keeps all of it. */
type Choice = ReadonlyMap<string, Choice | null>;

const isTree = (value: Value | undefined): value is Tree =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

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

/** Elements that exist even where an answer leaves them out. */
const hidden = new Set(['max_updated_at']);

const cut = (value: Value, choice: Choice): Value => {
  if (Array.isArray(value)) return value.map((item: Tree) => cut(item, choice) as Tree);
  if (!isTree(value)) return value;
  const byName = new Map(Object.entries(value).map(([name, inner]) => [underscored(name), [name, inner] as const]));
  const isRun = byName.has('total_records');
  const kept = [...choice].flatMap(([name, inner]): [string, Value][] => {
    const found = byName.get(name);
    if (!found) return isRun && hidden.has(name) ? [[name.replaceAll('_', '-'), null]] : [];
    return [[found[0], inner ? cut(found[1], inner) : found[1]]];
  });
  return Object.fromEntries(kept) as Tree;
};

/** The keys by which people know a record, beside its number. */
const naturalKeys = ['id', 'code', 'name', 'number', 'login'];

const shallow = (tree: Tree): Tree => {
  const brief = (value: Tree): Tree => {
    const keys = Object.entries(value).filter(([name]) => naturalKeys.includes(name));
    return keys.length === 0 ? value : Object.fromEntries(keys); // a response has none, and nothing in it but itself
  };
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(brief) : isTree(value as Value) ? brief(value as Tree) : value,
    ]),
  );
};

const shapes: Readonly<Record<string, (tree: Tree) => Tree>> = {
  limited: ({ id = null }) => ({ id }),
  shallow,
  none: (tree) => tree,
};

/** What `return_object` can be. */
export const returnObjects: readonly string[] = Object.keys(shapes);

/** What a request wants of its answer. */
export interface Projection {
  /** Whether the body is to be empty. */
  readonly isEmpty: boolean;
  readonly apply: (tree: Tree | readonly Tree[]) => Tree | readonly Tree[];
}

const isTreeList = (tree: Tree | readonly Tree[]): tree is readonly Tree[] => Array.isArray(tree);

const onEach =
  (apply: (tree: Tree) => Tree): Projection['apply'] =>
  (tree) =>
    isTreeList(tree) ? tree.map(apply) : apply(tree);

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
  if (fields === null) return { isEmpty, apply: onEach((shape !== null && shapes[shape]) || ((tree) => tree)) };
  let chosen: unknown;
  try {
    chosen = JSON.parse(fields);
  } catch {
    throw new RestError(400, 'fields is no JSON. Write a list such as ["id",{"integration":["id","code"]}].');
  }
  const choice = parseChoice(chosen);
  return { isEmpty, apply: onEach((tree) => cut(tree, choice) as Tree) }; // a tree stays one
};
