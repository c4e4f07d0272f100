// Trees of named values, written by the writers of layouts: what an answer could be, without a database that has it.

import type { ColumnKind } from '../../../src/domain/entities/columns.js';
import type { ShapedRow } from '../../../src/domain/read/prepared-read.js';
import { Decimal, decimalText } from '../../../src/domain/rules/decimal.js';
import { writeJson } from '../../../src/rest/response/json.js';
import type { Layout, LayoutElement } from '../../../src/rest/response/layout.js';
import { nameAt } from '../../../src/rest/response/selection.js';
import { writeXml } from '../../../src/rest/response/xml.js';
import { itemNames } from '../../../src/rest/wire/resources.js';

/** A value that is kept as JSON in any format. */
export class JsonValue {
  constructor(readonly value: unknown) {}
}

export type Leaf = string | number | boolean | null | Date | Decimal | JsonValue;
export type Tree = { readonly [name: string]: Leaf | Tree | readonly Tree[] };

/** Elements that stand for another record. */
export const associations: ReadonlySet<string> = new Set([
  'integration',
  'integration-run',
  'created-by',
  'updated-by',
  'supplier',
  'currency',
]);

type Value = Tree[string];

const isList = (value: unknown): value is readonly Tree[] => Array.isArray(value);

const kindOf = (value: Value): ColumnKind | null => {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'integer';
  if (typeof value === 'boolean') return 'boolean';
  if (value instanceof Date) return 'time';
  if (value instanceof Decimal) return 'decimal';
  return value instanceof JsonValue ? 'json' : null;
};

/** The element that holds all these values. */
const elementOf = (name: string, values: readonly Value[]): LayoutElement => {
  const known = values.filter((value) => value !== null);
  const [sample = null] = known;
  if (sample === null) return associations.has(name) ? { name, one: name, layout: [] } : { name, field: name, kind: 'text' };
  const kind = kindOf(sample);
  if (kind) return { name, field: name, kind };
  if (!isList(sample)) return { name, one: name, layout: layoutOf(known as Tree[]) };
  return { name, listOf: name, item: itemNames.get(name) ?? name.replace(/s$/, ''), layout: layoutOf((known as Tree[][]).flat()) };
};

/** The layout that the trees have in common. */
const layoutOf = (trees: readonly Tree[]): Layout => {
  const names = Object.keys(trees[0] ?? {});
  for (const tree of trees) if (Object.keys(tree).join() !== names.join()) throw new TypeError('These trees have no layout in common.');
  return names.map((name) =>
    elementOf(
      name,
      trees.map((tree) => tree[name] ?? null),
    ),
  );
};

/** What the reader gives for a value. */
const readOf = (value: Value): unknown => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Decimal) return decimalText(value);
  if (value instanceof JsonValue) return value.value;
  if (isList(value)) return value.map(rowOf);
  return typeof value === 'object' && value !== null ? rowOf(value as Tree) : value; // the only objects that are left
};

const rowOf = (tree: Tree): ShapedRow =>
  Object.fromEntries(Object.values(tree).map((value, place): [string, unknown] => [nameAt(place), readOf(value)]));

const laidOut = (tree: Tree | readonly Tree[]): readonly [Layout, ShapedRow | readonly ShapedRow[]] =>
  isList(tree) ? [layoutOf(tree), tree.map(rowOf)] : [layoutOf([tree]), rowOf(tree)];

/** The tree as an answer in XML. */
export const treeXml = (root: { readonly name: string; readonly plural: string }, tree: Tree | readonly Tree[]): string =>
  writeXml(root, ...laidOut(tree)).join('');

/** The tree as an answer in JSON. */
export const treeJson = (tree: Tree | readonly Tree[]): string => writeJson(...laidOut(tree)).join('');
