// Reads points in time as clients of both doors write them.

import { shown } from '../../lib/shown.js';
import { BadInputError } from './errors.js';

const formatWith = (dash: string, colon: string): RegExp => {
  const [date, time] = [
    String.raw`(\d{4})${dash}(\d\d)${dash}(\d\d)`,
    String.raw`(\d\d)${colon}(\d\d)(?:${colon}(\d\d)(?:[.,](\d{1,9}))?)?`,
  ];
  return new RegExp(String.raw`^${date}(?:[T ]${time}(?:\s?(Z|[+-]\d\d(?::?\d\d)?))?)?$`, 'i');
};

/** A date of one format with a time of the other is no ISO 8601. */
const [extended, basic] = [formatWith('-', ':'), formatWith('', '')];

/** Forms of ISO 8601 that are not read, as the subject of a sentence. */
export const unreadTimes =
  'Week dates, ordinal dates, years or months alone, hours without minutes, fractions of hours or minutes, leap seconds and years outside of 0001 to 9999';

const offsetMinutes = (offset: string | undefined): number => {
  if (offset === undefined || /^z$/i.test(offset)) return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', '') || 0));
};

/** 24:00 is the end of the day, and so the next day's midnight. */
const isTimeOfDay = (hour: number, minute: number, second: number, fraction: string): boolean =>
  hour === 24 ? minute === 0 && second === 0 && Number(fraction) === 0 : hour < 24 && minute < 60 && second < 60;

/**
 * Reads dates and times in the extended and the basic format of ISO 8601: without a time it is midnight, without a zone UTC; what is finer than a
 * millisecond is cut off. Years are 0001 to 9999. Null for anything else, days that don't exist among them.
 */
export const parseTime = (text: string): Date | null => {
  const trimmed = text.trim();
  const match = extended.exec(trimmed) ?? basic.exec(trimmed);
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset] = match ?? [];
  if (year === undefined || year === '0000') return null;
  const ahead = offsetMinutes(offset);
  if (!isTimeOfDay(Number(hour), Number(minute), Number(second), fraction) || Math.abs(ahead) > 15 * 60) return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  date.setUTCHours(Number(hour), Number(minute) - ahead, Number(second), Number(fraction.padEnd(3, '0').slice(0, 3)));
  return date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999 ? date : null;
};

/** @throws BadInputError for a text that is not a valid date-time */
export const readTime = (text: string): Date => {
  const date = parseTime(text);
  if (!date)
    throw new BadInputError(
      `${shown(text)} is not a valid date-time. Write it in ISO 8601, such as 2026-01-31T09:30:00Z. ${unreadTimes} aren't taken.`,
    );
  return date;
};
