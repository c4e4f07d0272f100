// Reads points in time as clients of both doors write them.
import { BadInputError } from './errors.js';

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:\s?(Z|[+-]\d\d(?::?\d\d)?))?)?$/i;

const offsetMinutes = (zone: string | undefined): number => {
  if (zone === undefined || /^z$/i.test(zone)) return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0));
};

/**
 * Reads ISO 8601 in its usual forms: without a time it is midnight, without a zone UTC; what is finer than a millisecond is cut off. Years are
 * 0001 to 9999. Null for anything else, days that don't exist among them.
 */
export const parseTime = (text: string): Date | null => {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = iso.exec(text.trim()) ?? [];
  if (year === undefined || year === '0000') return null;
  const offset = offsetMinutes(zone);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || Math.abs(offset) > 15 * 60) return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  date.setUTCHours(Number(hour), Number(minute) - offset, Number(second), Number(fraction.padEnd(3, '0').slice(0, 3)));
  return date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999 ? date : null;
};

/** @throws BadInputError for a text that is no point in time */
export const readTime = (text: string): Date => {
  const date = parseTime(text);
  if (!date) throw new BadInputError(`${JSON.stringify(text)} is no point in time. Write it in ISO 8601, such as 2026-01-31T09:30:00Z.`);
  return date;
};
