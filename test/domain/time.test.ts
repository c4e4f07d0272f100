import { describe, expect, test } from 'vitest';
import { parseTime } from '../../src/domain/rules/time.js';
import { useWorld } from '../support/world.js';

/** A time as clients may write it, and the moment that is meant. */
const read: readonly (readonly [text: string, moment: string])[] = [
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['20260131', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31T09:30', '2026-01-31T09:30:00.000Z'],
  ['20260131T0930', '2026-01-31T09:30:00.000Z'],
  ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
  ['20260131T093000Z', '2026-01-31T09:30:00.000Z'],
  ['20260131t093000z', '2026-01-31T09:30:00.000Z'],
  ['20260131 093000', '2026-01-31T09:30:00.000Z'],
  ['20260131T093000.5Z', '2026-01-31T09:30:00.500Z'],
  ['20260131T093000,123456789Z', '2026-01-31T09:30:00.123Z'],
  ['2026-01-31T09:30:00+05:30', '2026-01-31T04:00:00.000Z'],
  ['2026-01-31T09:30:00+0530', '2026-01-31T04:00:00.000Z'],
  ['20260131T093000+0530', '2026-01-31T04:00:00.000Z'],
  ['20260131T093000-03', '2026-01-31T12:30:00.000Z'],
  ['20260131T0930-0930', '2026-01-31T19:00:00.000Z'],
  ['2026-01-31T24:00:00Z', '2026-02-01T00:00:00.000Z'],
  ['2026-01-31T24:00', '2026-02-01T00:00:00.000Z'],
  ['2026-01-31T24:00:00.000Z', '2026-02-01T00:00:00.000Z'],
  ['2026-12-31T24:00:00+02:00', '2026-12-31T22:00:00.000Z'],
  ['20240228T240000Z', '2024-02-29T00:00:00.000Z'],
  ['20261231T2400Z', '2027-01-01T00:00:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
];

/** What is a form of ISO 8601 that isn't taken, and what is none. */
const refused: readonly (readonly [title: string, text: string])[] = [
  ['a week date', '2026-W05-6'],
  ['a week date in the basic format', '2026W056'],
  ['an ordinal date', '2026-031'],
  ['an ordinal date in the basic format', '2026031'],
  ['a year', '2026'],
  ['a month', '2026-01'],
  ['an hour alone', '2026-01-31T09Z'],
  ['a fraction of a minute', '2026-01-31T09:30.5Z'],
  ['a fraction of an hour', '20260131T09.5Z'],
  ['a leap second', '2016-12-31T23:59:60Z'],
  ['a year of five digits', '+12026-01-31'],
  ['the year 0', '0000-01-01'],
  ['the year 10000, by the end of a day', '9999-12-31T24:00Z'],
  ['a basic date with an extended time', '20260131T09:30:00Z'],
  ['an extended date with a basic time', '2026-01-31T093000Z'],
  ['half of a basic date', '2026-0131'],
  ['a minute after the end of the day', '2026-01-31T24:01'],
  ['a second after the end of the day', '20260131T240001Z'],
  ['a millisecond after the end of the day', '2026-01-31T24:00:00.001Z'],
  ['a nanosecond after the end of the day', '2026-01-31T24:00:00.000000001Z'],
  ['an hour 25', '20260131T250000Z'],
  ['a minute 60', '20260131T096000Z'],
  ['a day that does not exist', '20260230'],
  ['an offset of sixteen hours', '20260131T093000+1600'],
  ['a time without a day', 'T093000Z'],
  ['a duration', 'P1D'],
  ['an interval', '20260131/20260201'],
  ['seconds since 1970', '1769851800'],
  ['nothing', ''],
];

test.each(read)('reads %j as %s', (text, moment) => {
  expect(parseTime(text)?.toISOString()).toBe(moment);
});

test.each(refused)('refuses %s: %j', (_title, text) => {
  expect(parseTime(text)).toBeNull();
});

describe('through the doors', () => {
  const world = useWorld();
  const create = (startTime: string) =>
    world.graphql<{ made: { integrationRun: { startTime: string } } }, never>(
      `mutation($startTime: DateTime) { made: createIntegrationRun(input: { integration: { databaseId: 1 }, startTime: $startTime }) {
        ... on CreateIntegrationRunSuccess { integrationRun { startTime } } } }`,
      { startTime },
    );

  test.each(read)('%j is the same moment to GraphQL and to REST', async (text, moment) => {
    const { data } = await create(text);
    expect(data?.made.integrationRun.startTime).toBe(moment);
    const literal = await world.graphql(`{ integrationRuns(filter: { startTime: { eq: "${text}" } }) { nodes { startTime } } }`);
    expect((literal.data as { integrationRuns: { nodes: unknown[] } }).integrationRuns.nodes).toContainEqual({ startTime: moment });
    const { json } = await world.rest('POST', '/api/integration_runs', { integration: { id: 1 }, 'start-time': text });
    expect(json['start-time']).toBe(`${moment.slice(0, 19)}+00:00`);
    const found = await world.rest('GET', `/api/integration_runs?id=${json.id}&start_time=${encodeURIComponent(text)}`);
    expect(found.json).toHaveLength(1);
  });

  test('an offset whose plus has become a blank on its way is understood in both formats', async () => {
    await create('2026-01-31T04:00:00Z');
    for (const text of ['2026-01-31T09:30:00 05:30', '20260131T093000 0530']) {
      const { json } = await world.rest('GET', `/api/integration_runs?start_time=${encodeURIComponent(text)}`);
      expect(json.length).toBeGreaterThan(0);
    }
  });

  test('the refusal and the description of the scalar name what is not taken', async () => {
    const named = 'Week dates, ordinal dates, years or months alone, hours without minutes, fractions of hours or minutes, leap seconds';
    const { errors } = await create('2026-W05-6');
    expect(errors?.[0]?.message).toContain('"2026-W05-6" is not a valid date-time.');
    expect(errors?.[0]?.message).toContain(named);
    const { data } = await world.graphql<{ __type: { description: string } }, never>('{ __type(name: "DateTime") { description } }');
    expect(data?.__type.description).toContain(named);
    expect(data?.__type.description).toContain('`20260131T093000Z`');
  });
});
