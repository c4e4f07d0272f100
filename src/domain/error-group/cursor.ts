// Cursors of lists of groups: a place told by what the list is sorted by and the fingerprint, as those of records are by their id.
import { type CursorProblem, cursorOf, cursorParts } from '../read/cursor.js';
import { parseTime } from '../rules/time.js';
import type { GroupMetric, GroupOrder, GroupPosition } from './group.js';

const name = 'integrationErrorGroup';

const isTime: Readonly<Record<GroupMetric, boolean>> = { LAST_SEEN_AT: true, FIRST_SEEN_AT: true, COUNT: false, OPEN_COUNT: false };

/** The position of a group, as an opaque text. */
export const encodeGroupCursor = ({ field, direction }: GroupOrder, { value, fingerprint }: GroupPosition): string =>
  cursorOf([name, field, direction, value, fingerprint]);

const isValue = (field: GroupMetric, value: unknown): value is GroupPosition['value'] =>
  isTime[field] ? typeof value === 'string' && parseTime(value)?.toISOString() === value : Number.isSafeInteger(value);

/** The place that a cursor of a list of groups in that order names, or why it is none. */
export const decodeGroupCursor = (order: GroupOrder, cursor: string): GroupPosition | CursorProblem => {
  const [of, field, direction, value, fingerprint] = cursorParts(cursor);
  if (typeof of !== 'string') return 'malformed';
  if (of !== name) return 'other entity';
  if (typeof fingerprint !== 'string') return 'malformed';
  if (field !== order.field || direction !== order.direction) return 'other order';
  return isValue(order.field, value) && /^[0-9a-f]*$/.test(fingerprint) ? { value, fingerprint } : 'altered';
};
