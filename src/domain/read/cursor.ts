// Cursors: a place in an ordered list, told by the values that the list is sorted by and the row's id. Such a place stays where it is when
// the row that it was taken from moves or disappears.
import { BadInputError } from '../errors.js';
import { isStorable } from '../text.js';
import { parseTime } from '../time.js';
import { columnOf, type EntityName } from './entities.js';

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

/** The position of a row, as an opaque text. */
export const encodeCursor = (entity: EntityName, order: Order, row: { readonly id: number }): string => {
  const value: unknown = (row as Record<string, unknown>)[order.field];
  return Buffer.from(JSON.stringify([entity, order.field, order.direction, value ?? null, row.id])).toString('base64url');
};

const parse = (cursor: string): unknown[] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
};

const isValue = (kind: string, value: unknown): value is Position['value'] => {
  if (value === null) return true;
  if (kind === 'integer') return Number.isSafeInteger(value);
  if (kind === 'time') return typeof value === 'string' && parseTime(value)?.toISOString() === value;
  return typeof value === 'string' && isStorable(value);
};

/**
 * Reads a cursor of a list of `entity` in `order`.
 * @throws BadInputError for a text that is no cursor, and for a cursor of another list or order
 */
export const decodeCursor = (entity: EntityName, order: Order, cursor: string, argument: string): Position => {
  const [of, field, direction, value, id] = parse(cursor);
  if (typeof of !== 'string' || typeof id !== 'number' || !Number.isSafeInteger(id)) {
    throw new BadInputError(
      `The argument "${argument}" is no cursor. Take it from \`pageInfo\` or \`edges { cursor }\` of the page before, unchanged.`,
    );
  }
  if (of !== entity) throw new BadInputError(`The cursor in "${argument}" comes from a list of another type. Take one from this list.`);
  if (field !== order.field || direction !== order.direction) {
    throw new BadInputError(
      `The cursor in "${argument}" was taken from this list in another order. Use it with the same \`orderBy\`, or start without it.`,
    );
  }
  const { kind, values } = columnOf(entity, order.field);
  if (!isValue(kind, value) || (values && value !== null && !values.includes(String(value)))) {
    throw new BadInputError(`The argument "${argument}" is no cursor of this list: its value was altered.`);
  }
  return { value, id };
};
