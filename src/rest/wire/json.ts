// Writes a tree as JSON: no root element, times with an offset, decimals as text.

import { Decimal, decimalText } from '../../domain/decimal.js';
import { wireTime } from './time.js';
import { JsonValue, type Leaf, type Tree } from './tree.js';

const plain = (value: Leaf | Tree | readonly Tree[]): unknown => {
  if (value instanceof Date) return wireTime(value);
  if (value instanceof JsonValue) return value.value;
  if (value instanceof Decimal) return decimalText(value);
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value as Tree).map(([name, inner]) => [name, plain(inner)]))
    : value;
};

export const writeJson = (tree: Tree | readonly Tree[]): string => JSON.stringify(plain(tree));
