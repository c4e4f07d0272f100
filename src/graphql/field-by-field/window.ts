// Which slice of an ordered list is wanted: Relay's four arguments, checked and made into one window.
import type { EntityName } from '../../domain/entities/entity.js';
import { type CursorProblem, decodeCursor, type Order, type Position } from '../../domain/read/cursor.js';
import { defaultPageSize, maximumPageSize } from '../../domain/read/page.js';
import { BadInputError } from '../../domain/rules/errors.js';

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

/** @throws BadInputError for a size out of 0…500 */
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
    `The cursor in "${argument}" was taken from this list in another order. Use it with the same \`orderBy\`, or start without it.`,
  altered: (argument) => `The argument "${argument}" is no cursor of this list: its value was altered.`,
};

const positionOf = (entity: EntityName, order: Order, cursor: string | null | undefined, argument: string): Position | null => {
  if (cursor == null) return null;
  const position = decodeCursor(entity, order, cursor);
  if (typeof position === 'string') throw new BadInputError(refusals[position](argument), [argument]);
  return position;
};

/** @throws BadInputError for sizes out of 0…500, for `first` with `last`, and for cursors of another list */
export const windowOf = (entity: EntityName, order: Order, { first, after, last, before }: PageArguments): Window => {
  if (first != null && last != null) throw new BadInputError('The arguments "first" and "last" exclude each other. Give one of them.');
  return {
    size: last != null ? checkSize('last', last) : checkSize('first', first ?? defaultPageSize),
    backward: last != null,
    after: positionOf(entity, order, after, 'after'),
    before: positionOf(entity, order, before, 'before'),
  };
};
