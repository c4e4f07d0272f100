// Cursors: a place in an ordered list, told by the values that the list is sorted by and the row's id. Such a place stays where it is when
// the row that it was taken from moves or disappears.

import { isStorable } from '../../lib/text.js';
import type { Column } from '../entities/columns.js';
import { columnOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import { parseTime } from '../rules/time.js';

export interface Order {
  /** A column of the entity. */
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

/** Where a row stands: the value it is sorted by (null when unset; a time in ISO 8601) and its id. */
export interface Position {
  readonly value: string | number | boolean | null;
  readonly id: number;
}

/** An opaque text of those parts. */
export const cursorOf = (parts: readonly unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** The position of a row, as an opaque text. */
export const encodeCursor = (entity: EntityName, order: Order, row: { readonly id: number }): string => {
  const value: unknown = (row as Record<string, unknown>)[order.field];
  return cursorOf([entity, order.field, order.direction, value ?? null, row.id]);
};

/** The parts of such a text; none of another. */
export const cursorParts = (cursor: string): unknown[] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
};

const isValue = ({ kind, nullable, values }: Column, value: unknown): value is Position['value'] => {
  if (value === null) return nullable;
  if (kind === 'integer') return Number.isSafeInteger(value);
  if (kind === 'time') return typeof value === 'string' && parseTime(value)?.toISOString() === value;
  if (typeof value !== 'string') return false;
  return values ? values.includes(value) : isStorable(value);
};

/** What a text can be instead of a cursor of a list: none at all, one of a list of other records, of the list in another order, or one that was altered. */
export type CursorProblem = 'malformed' | 'other entity' | 'other order' | 'altered';

/** The place that a cursor of a list of `entity` in `order` names, or why it is none. */
export const decodeCursor = (entity: EntityName, order: Order, cursor: string): Position | CursorProblem => {
  const [of, field, direction, value, id] = cursorParts(cursor);
  if (typeof of !== 'string' || typeof id !== 'number' || !Number.isSafeInteger(id)) return 'malformed';
  if (of !== entity) return 'other entity';
  if (field !== order.field || direction !== order.direction) return 'other order';
  return isValue(columnOf(entity, order.field), value) ? { value, id } : 'altered';
};
