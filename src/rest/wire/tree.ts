// An answer before it has a format: elements in order, values still typed. JSON and XML are two ways to write the same tree.
import type { Decimal } from '../../domain/decimal.js';

/** A value that is kept as JSON in any format. */
export class JsonValue {
  constructor(readonly value: unknown) {}
}

export type Leaf = string | number | boolean | null | Date | Decimal | JsonValue;
export type Tree = { readonly [name: string]: Leaf | Tree | readonly Tree[] };
