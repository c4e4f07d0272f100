// What a field is read from: said once beside its resolver, so that a whole selection can be read in one statement (`direct/`). The resolver gives
// the same, field by field; a test compares the two on random queries. Fields that expose a column need not say so.
import type { GraphQLField } from 'graphql';
import type { Order } from '../domain/read/cursor.js';
import type { EntityName } from '../domain/read/entities.js';
import type { Value } from '../domain/read/shape.js';
import type { Slice } from '../domain/read/statement.js';

export type Source =
  | { readonly value: Value }
  /** The record that an association leads to. */
  | { readonly one: string }
  | { readonly firstOf: string; readonly slice: Slice; readonly value?: Value }
  | { readonly listOf: string; readonly slice: Slice }
  /** A connection over an association, or over a whole table. */
  | { readonly pageOf: string; readonly order?: Order }
  | { readonly table: EntityName }
  /** The record that the argument `by` names. */
  | { readonly record: EntityName }
  /** The record of any type that the argument `id` names. */
  | { readonly node: true };

/** Options of a field that is read from the source. */
export const readFrom = (source: Source): { readonly extensions: { readonly source: Source } } => ({ extensions: { source } });

/** What the field is read from; null where nobody has said. */
export const sourceOf = ({ extensions }: GraphQLField<unknown, unknown>): Source | null => {
  const { source, pothosExposedField } = extensions;
  if (source) return source as Source; // put there by `readFrom`
  return typeof pothosExposedField === 'string' ? { value: { column: pothosExposedField } } : null;
};
