import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketsOf, mostBucketsOf, type TimelineUnit, timelineUnits } from '../../src/domain/statistics/calendar.js';
import { fuzzRuns } from '../support/fuzz.js';

const starts = (unit: TimelineUnit, from: string, to: string, zone: string): string[] =>
  bucketsOf(unit, new Date(from), new Date(to), zone).map((bucket) => bucket.from.toISOString().replace('.000Z', 'Z'));

describe('buckets', () => {
  test.each<[string, TimelineUnit, string, string, string, string[]]>([
    [
      'a day of 23 hours, where clocks are put forward',
      'DAY',
      '2026-03-28T12:00:00Z',
      '2026-03-30T12:00:00Z',
      'Europe/Berlin',
      ['2026-03-28T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ],
    [
      'a day of 25 hours, where they are put back',
      'DAY',
      '2026-10-24T22:00:00Z',
      '2026-10-26T00:00:00Z',
      'Europe/Berlin',
      ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ],
    [
      'two one o’clocks',
      'HOUR',
      '2026-11-01T04:30:00Z',
      '2026-11-01T08:00:00Z',
      'America/New_York',
      ['2026-11-01T04:30:00Z', '2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z', '2026-11-01T07:00:00Z'],
    ],
    [
      'hours of a zone that is half an hour off',
      'HOUR',
      '2026-01-01T00:00:00Z',
      '2026-01-01T02:00:00Z',
      'Asia/Kolkata',
      ['2026-01-01T00:00:00Z', '2026-01-01T00:30:00Z', '2026-01-01T01:30:00Z'],
    ],
    [
      'a day whose midnight the clocks pass over',
      'DAY',
      '2018-11-03T12:00:00Z',
      '2018-11-05T12:00:00Z',
      'America/Sao_Paulo',
      ['2018-11-03T12:00:00Z', '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z'],
    ],
    [
      'a day that has two midnights',
      'DAY',
      '2026-10-31T12:00:00Z',
      '2026-11-02T12:00:00Z',
      'America/Havana',
      ['2026-10-31T12:00:00Z', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    ],
    [
      'no day that a zone has left out',
      'DAY',
      '2011-12-29T12:00:00Z',
      '2012-01-01T12:00:00Z',
      'Pacific/Apia',
      ['2011-12-29T12:00:00Z', '2011-12-30T10:00:00Z', '2011-12-31T10:00:00Z', '2012-01-01T10:00:00Z'],
    ],
    [
      'weeks from Monday',
      'WEEK',
      '2026-01-01T00:00:00Z',
      '2026-01-13T00:00:00Z',
      'UTC',
      ['2026-01-01T00:00:00Z', '2026-01-05T00:00:00Z', '2026-01-12T00:00:00Z'],
    ],
    [
      'months',
      'MONTH',
      '2026-01-31T00:00:00Z',
      '2026-04-01T00:00:00Z',
      'europe/berlin',
      ['2026-01-31T00:00:00Z', '2026-01-31T23:00:00Z', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z'],
    ],
  ])('have %s', (_what, unit, from, to, zone, expected) => {
    expect(starts(unit, from, to, zone)).toEqual(expected);
  });

  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/Havana', 'Pacific/Apia', 'Australia/Lord_Howe', 'Africa/Casablanca'];

  test('cover the time without a hole, and begin where the calendar does', () => {
    const clocks = new Map(zones.map((timeZone) => [timeZone, new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })]));
    const date = (time: Date, zone: string) => clocks.get(zone)?.format(time) ?? '';
    const unitOf: Record<Exclude<TimelineUnit, 'HOUR'>, (time: Date, zone: string) => string> = {
      DAY: date,
      MONTH: (time, zone) => date(time, zone).slice(0, 7),
      WEEK: (time, zone) => {
        const local = new Date(`${date(time, zone)}T00:00:00Z`);
        local.setUTCDate(local.getUTCDate() - ((local.getUTCDay() + 6) % 7));
        return local.toISOString().slice(0, 10);
      },
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...timelineUnits),
        fc.constantFrom(...zones),
        fc.date({ min: new Date('1950-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 40 * 24 * 3_600_000 }),
        (unit, zone, from, length) => {
          const to = new Date(from.getTime() + length);
          const buckets = bucketsOf(unit, from, to, zone);
          expect(buckets.length).toBeLessThanOrEqual(mostBucketsOf(unit, from, to));
          if (length === 0) {
            expect(buckets).toEqual([]);
            return;
          }
          expect(buckets[0]?.from).toEqual(from);
          expect(buckets.at(-1)?.to).toEqual(to);
          const wrong = buckets.filter(({ from: start, to: end }, index) => {
            const isJoined = index === 0 || start.getTime() === buckets[index - 1]?.to.getTime();
            const isInner = index > 0 && index < buckets.length - 1;
            if (unit === 'HOUR') return !isJoined || (isInner && end.getTime() - start.getTime() !== 3_600_000);
            const [before, last] = [new Date(start.getTime() - 1), new Date(end.getTime() - 1)];
            const begins = index === 0 || unitOf[unit](before, zone) !== unitOf[unit](start, zone);
            return !isJoined || !begins || unitOf[unit](start, zone) !== unitOf[unit](last, zone); // all of it is in one unit of the calendar
          });
          expect(wrong).toEqual([]);
        },
      ),
      { numRuns: fuzzRuns(80) },
    );
  });
});

test.each([
  'UTC',
  'GMT',
  'UCT',
  'EST',
  'MST',
  'HST',
  'CET',
  'MET',
  'EET',
  'WET',
  'ROC',
  'ROK',
  'PRC',
  'EST5EDT',
  'Etc/GMT+1',
  'us/eastern',
])('%s is a zone', (zone) => {
  expect(starts('DAY', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', zone)).not.toEqual([]);
});

// Node has them beside the names of the IANA, and means by some of them what nobody does
const noZones =
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST bst SystemV/AST4 Mars/X +01:00';

test.each(noZones.split(' '))('%s is no zone', (zone) => {
  expect(() => starts('DAY', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', zone)).toThrow(
    `The time zone is "${zone}", which is no IANA time zone.`,
  );
});
