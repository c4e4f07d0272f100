// Positions in the feed as clients have them: a place, and a mark of when it was given by which database. Clients pass them on and look at nothing in them.
import { shown } from '../../lib/shown.js';
import { BadInputError } from '../rules/errors.js';

export interface FeedPosition {
  /** How many changes come up to it, of all that there have ever been. */
  readonly place: number;
  /** When the place was given, in microseconds: of another database, or of a time that a backup has undone, it is another. Hexadecimal. */
  readonly mark: string;
}

/** The mark of the row of `event_ticks` under the alias, as SQL. */
export const markOf = (tick: string): string => `to_hex((extract(epoch FROM ${tick}.at) * 1000000)::bigint)`;

/** The position of the feed's end, as SQL that gives it as a text. */
export const headPosition = `(SELECT to_hex(tick.last_position) || '-' || ${markOf('tick')} FROM event_ticks AS tick ORDER BY tick.last_position DESC LIMIT 1)`;

export const encodePosition = ({ place, mark }: FeedPosition): string => `${place.toString(16)}-${mark}`;

/** @throws BadInputError for a text that is no position */
export const decodePosition = (text: string): FeedPosition => {
  const [, place = '', mark = ''] = /^([0-9a-f]{1,13})-([0-9a-f]{1,16})$/.exec(text) ?? [];
  if (place === '')
    throw new BadInputError(`${shown(text)} is no position of the feed. Use one that an answer of this gateway gave, unchanged.`);
  return { place: Number.parseInt(place, 16), mark };
};
