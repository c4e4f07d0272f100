// Which slice of an ordered list is wanted: Relay's four arguments, checked and made into one window.
import type { EntityName } from '../../domain/entities/entity.js';
import { type CursorProblem, decodeCursor, type Order, type Position } from '../../domain/read/cursor.js';
import { defaultPageSize, maximumPageSize } from '../../domain/read/page.js';
import { BadInputError } from '../../domain/rules/errors.js';
import { mostRecords } from '../../domain/sql/select-many.js';

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

export interface Window<Place = Position> {
  readonly size: number;
  /** Whether the slice is cut from the end of the list. */
  readonly backward: boolean;
  readonly after: Place | null;
  readonly before: Place | null;
}

const lengthUpTo =
  (most: number) =>
  (argument: string, length: number): number => {
    if (length >= 0 && length <= most) return length;
    throw new BadInputError(`The argument "${argument}" is ${length}, but must be a number from 0 to ${most}.`, [argument]);
  };

/** @throws BadInputError for a length out of 0…10,000 of a list that is no page, but all of what one call has changed */
export const checkLength = lengthUpTo(mostRecords);

/** @throws BadInputError for a length out of 0…500 of a list that has no pages to go on with */
export const checkTopLength = lengthUpTo(maximumPageSize);

/** @throws BadInputError for a size of a page out of 0…500 */
export const checkSize = (argument: string, size: number): number => {
  if (size < 0) throw new BadInputError(`The argument "${argument}" is ${size}, but a page has 0 to ${maximumPageSize} rows.`, [argument]);
  if (size > maximumPageSize)
    throw new BadInputError(
      `The argument "${argument}" is ${size}, but a page has at most ${maximumPageSize} rows. Ask for less and go on with \`pageInfo.endCursor\`.`,
      [argument],
    );
  return size;
};

const refusals: Readonly<Record<CursorProblem, (argument: string) => string>> = {
  malformed: (argument) =>
    `The argument "${argument}" is no cursor. Take it from \`pageInfo\` or \`edges { cursor }\` of the page before, unchanged.`,
  'other entity': (argument) => `The cursor in "${argument}" comes from a list of another type. Take one from this list.`,
  'other order': (argument) =>
    `The cursor in "${argument}" was taken from a list in another order. Take one from this list, in its order, or start without it.`,
  altered: (argument) => `The argument "${argument}" is no cursor of this list: its value was altered.`,
};

/** The place that a cursor names, or why it is none. */
type Decode<Place> = (cursor: string) => Place | CursorProblem;

const placeOf = <Place extends object>(decode: Decode<Place>, cursor: string | null | undefined, argument: string): Place | null => {
  if (cursor == null) return null;
  const place = decode(cursor);
  if (typeof place === 'string') throw new BadInputError(refusals[place](argument), [argument]);
  return place;
};

/**
 * The window of a list whose cursors are read so.
 * @throws BadInputError for sizes out of 0…500, for `first` with `last`, and for cursors of another list
 */
export const windowIn = <Place extends object>(decode: Decode<Place>, { first, after, last, before }: PageArguments): Window<Place> => {
  if (first != null && last != null) throw new BadInputError('The arguments "first" and "last" exclude each other. Give one of them.');
  return {
    size: last != null ? checkSize('last', last) : checkSize('first', first ?? defaultPageSize),
    backward: last != null,
    after: placeOf(decode, after, 'after'),
    before: placeOf(decode, before, 'before'),
  };
};

/** The same of a list of an entity's rows. */
export const windowOf = (entity: EntityName, order: Order, page: PageArguments): Window =>
  windowIn((cursor) => decodeCursor(entity, order, cursor), page);
