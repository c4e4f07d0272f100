// The buckets of a timeline: hours, days, weeks and months as the calendar and the clocks of a time zone have them. Computed here alone, so that the
// database only compares points in time.
import { shown } from '../../lib/shown.js';
import { isTimeZone } from '../../lib/time-zone.js';
import { BadInputError } from '../rules/errors.js';

export const timelineUnits = ['HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
export type TimelineUnit = (typeof timelineUnits)[number];

/** Most buckets of one timeline. */
export const maximumBuckets = 1_000;

/** Half-open: what happens at `to` is in the next one. */
export interface Bucket {
  readonly from: Date;
  readonly to: Date;
}

const hour = 3_600_000;
const day = 24 * hour;

/** Milliseconds that the zone's clocks are ahead of UTC at a point in time. */
type OffsetAt = (time: number) => number;

const utc: OffsetAt = () => 0;

const makeOffsets = (timeZone: string): OffsetAt => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (time) => {
    const parts: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(time)) parts[type] = value;
    const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year']);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
    local.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
    return local.getTime() - Math.floor(time / 1_000) * 1_000; // offsets are of whole seconds
  };
};

const known = new Map<string, OffsetAt>();

/** @throws BadInputError for a name that the IANA's database of time zones doesn't have */
const offsetsOf = (timeZone: string): OffsetAt => {
  if (timeZone === 'UTC') return utc;
  const name = timeZone.toLowerCase(); // the letters' case doesn't matter, and each spelling would be kept
  const made = known.get(name);
  if (made) return made;
  if (!isTimeZone(timeZone))
    throw new BadInputError(`The time zone is ${shown(timeZone)}, which is no IANA time zone. Name one such as "Europe/Berlin".`, [
      'timeZone',
    ]);
  const offsets = makeOffsets(timeZone);
  known.set(name, offsets);
  return offsets;
};

/** The first point in time at which the zone's clocks show `local` (milliseconds of a clock as if it were UTC's) or later. */
const firstAt = (local: number, offsetAt: OffsetAt): number => {
  const [before, after] = [offsetAt(local - day), offsetAt(local + day)];
  const candidates = [local - before, local - after].sort((one, other) => one - other);
  const shownThen = candidates.find((time) => time + offsetAt(time) === local);
  if (shownThen !== undefined) return shownThen;
  // the clocks pass over it: they are put forward at the first moment that has the later offset
  let [early, late] = [local - Math.max(before, after), local - Math.min(before, after)];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (middle + offsetAt(middle) < local) early = middle;
    else late = middle;
  }
  return late;
};

const midnight = (year: number, month: number, date: number): number => {
  const time = new Date(0);
  time.setUTCFullYear(year, month, date);
  return time.getTime();
};

/** The start, on the zone's clocks, of the calendar's unit that is so many units after the one with `local` in it. */
const startOf = (unit: Exclude<TimelineUnit, 'HOUR'>, local: number, ahead: number): number => {
  const time = new Date(local);
  const [year, month, date] = [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()];
  if (unit === 'MONTH') return midnight(year, month + ahead, 1);
  if (unit === 'DAY') return midnight(year, month, date + ahead);
  const sinceMonday = (time.getUTCDay() + 6) % 7;
  return midnight(year, month, date - sinceMonday + 7 * ahead);
};

/** Where the bucket ends that is the `index`-th after the one with `from` in it. */
const endsOf = (unit: TimelineUnit, from: number, offsetAt: OffsetAt): ((index: number) => number) => {
  const offset = offsetAt(from);
  if (unit === 'HOUR') {
    const start = Math.floor((from + offset) / hour) * hour - offset;
    return (index) => start + (index + 1) * hour;
  }
  return (index) => firstAt(startOf(unit, from + offset, index + 1), offsetAt);
};

/**
 * Every bucket of the unit from `from` up to `to`, in order; the outer ones are cut there. Days begin at midnight, or where the clocks pass over it when
 * they are put forward; weeks on Monday; an hour is 3,600 seconds, of which there are two with the same name when clocks are put back.
 * @throws BadInputError for `from` after `to`, for more than 1,000 buckets, and for what is no IANA time zone
 */
export const bucketsOf = (unit: TimelineUnit, from: Date, to: Date, timeZone: string): Bucket[] => {
  const offsetAt = offsetsOf(timeZone);
  if (from > to) throw new BadInputError('The timeline\'s "from" is after its "to". Exchange them.', ['from']);
  const endOf = endsOf(unit, from.getTime(), offsetAt);
  const buckets: Bucket[] = [];
  let start = from.getTime();
  for (let index = 0; start < to.getTime(); index += 1) {
    const end = Math.min(endOf(index), to.getTime());
    if (end <= start) continue; // a day that the zone has left out
    if (buckets.length === maximumBuckets)
      throw new BadInputError(
        `The timeline has more than ${maximumBuckets} buckets between "from" and "to". Ask for a shorter time, or for a larger unit than ${unit.toLowerCase()}.`,
        ['unit'],
      );
    buckets.push({ from: new Date(start), to: new Date(end) });
    start = end;
  }
  return buckets;
};

/** Milliseconds that a unit has at least. */
const shortest: Readonly<Record<TimelineUnit, number>> = { HOUR: hour, DAY: 23 * hour, WEEK: 7 * day - hour, MONTH: 28 * day - hour };

/** How many buckets there are at most, without looking at a calendar. */
export const mostBucketsOf = (unit: TimelineUnit, from: Date, to: Date): number =>
  Math.min(maximumBuckets, Math.max(0, Math.ceil((to.getTime() - from.getTime()) / shortest[unit])) + 1);
