// An answer before it has a format: elements in order, values still typed. JSON and XML are two ways to write the same tree.
import type { Decimal } from '../../domain/decimal.js';

/** A value that is kept as JSON in any format. */
export class JsonValue {
  constructor(readonly value: unknown) {}
}

export type Leaf = string | number | boolean | null | Date | Decimal | JsonValue;
export type Tree = { readonly [name: string]: Leaf | Tree | readonly Tree[] };

/** Elements that stand for another record. Unset, they are null in JSON like any other element; XML leaves them out, where others are nil. */
export const associations: ReadonlySet<string> = new Set([
  'integration',
  'integration-run',
  'created-by',
  'updated-by',
  'supplier',
  'currency',
]);
