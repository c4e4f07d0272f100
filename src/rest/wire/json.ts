// Writes a tree as JSON: no root element, times with an offset, decimals as text.
import { Decimal, decimalText } from '../../domain/decimal.js';
import { wireTime } from './time.js';
import { JsonValue, type Leaf, type Tree } from './tree.js';

const plain = (value: Leaf | Tree | readonly Tree[], zone: string): unknown => {
  if (value instanceof Date) return wireTime(value, zone);
  if (value instanceof JsonValue) return value.value;
  if (value instanceof Decimal) return decimalText(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, zone));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as Tree).map(([name, inner]) => [name, plain(inner, zone)]));
};

/** The JSON of an answer. Times are written in the zone. */
export const writeJson = (tree: Tree | readonly Tree[], zone = 'UTC'): string => JSON.stringify(plain(tree, zone));
