// Which slice of an ordered list is wanted: Relay's four arguments, checked and made into one window.
import { BadInputError } from '../errors.js';
import { decodeCursor, type Order, type Position } from './cursor.js';
import type { EntityName } from './entities.js';

export const defaultPageSize = 20;
export const maximumPageSize = 500;

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

export interface Window {
  readonly size: number;
  /** Whether the slice is cut from the end of the list. */
  readonly backward: boolean;
  readonly after: Position | null;
  readonly before: Position | null;
}

const checkSize = (argument: string, size: number): number => {
  if (size < 0) throw new BadInputError(`The argument "${argument}" is ${size}, but a page has 0 to ${maximumPageSize} rows.`);
  if (size > maximumPageSize)
    throw new BadInputError(
      `The argument "${argument}" is ${size}, but a page has at most ${maximumPageSize} rows. Ask for less and go on with \`pageInfo.endCursor\`.`,
    );
  return size;
};

/** @throws BadInputError for sizes out of 0…500, for `first` with `last`, and for cursors of another list */
export const windowOf = (entity: EntityName, order: Order, { first, after, last, before }: PageArguments): Window => {
  if (first != null && last != null) throw new BadInputError('The arguments "first" and "last" exclude each other. Give one of them.');
  return {
    size: last != null ? checkSize('last', last) : checkSize('first', first ?? defaultPageSize),
    backward: last != null,
    after: after == null ? null : decodeCursor(entity, order, after, 'after'),
    before: before == null ? null : decodeCursor(entity, order, before, 'before'),
  };
};
