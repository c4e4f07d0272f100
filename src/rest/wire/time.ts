// Times as the original writes and takes them.
import { parseTime } from '../../domain/rules/time.js';

const formats = new Map<string, Intl.DateTimeFormat>();

const formatIn = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  const format = known ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  if (!known) formats.set(zone, format);
  return format;
};

/** Minutes that the zone's clocks are ahead of UTC at that time; offsets of seconds, which zones had long ago, are cut off. */
const offsetAt = (time: Date, zone: string): number => {
  const name = formatIn(zone)
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  return sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
};

const two = (number: number) => String(number).padStart(2, '0');

/** Whole seconds of the clock that is so many minutes ahead: `2026-01-31T09:30:00`. */
const clockTime = (time: Date, offset: number): string => new Date(time.getTime() + offset * 60_000).toISOString().slice(0, 19);

/** A year that can't be written with four digits, or that nothing takes. */
const isBeyond = (clock: string): boolean => !/^\d{4}-/.test(clock) || clock.startsWith('0000');

/** Whole seconds, with the offset of the zone, never `Z`: `2026-01-31T09:30:00+00:00`. In UTC where the zone's clocks show a year before 1 or after 9999. */
const wireTime = (time: Date, zone: string): string => {
  const zoned = offsetAt(time, zone);
  const offset = isBeyond(clockTime(time, zoned)) ? 0 : zoned;
  return `${clockTime(time, offset)}${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
};

/** The same of a time as the reader gives it, in UTC to the millisecond. */
export const wireTimeOf = (value: unknown, zone: string): string => {
  const text = String(value);
  return zone === 'UTC' ? `${text.slice(0, 19)}+00:00` : wireTime(new Date(text), zone);
};

const withoutPlus = /^(\d{4}-?\d\d-?\d\d[Tt ]\d\d:?\d\d(?::?\d\d(?:\.\d{1,9})?)?) (\d\d(?::?\d\d)?)$/;

/** Reads a time; a `+` that came unencoded in a query, and so as a blank, is understood. Null for what is no time. */
export const parseWireTime = (text: string): Date | null => parseTime(text.replace(withoutPlus, '$1+$2'));
