import { expect, test } from 'vitest';
import { parseWireTime, wireTimeOf } from '../../../src/rest/wire/time.js';

test.each([
  ['2026-01-31T09:30:00.999Z', 'UTC', '2026-01-31T09:30:00+00:00'],
  ['2026-01-31T09:30:00.999Z', 'Europe/Berlin', '2026-01-31T10:30:00+01:00'],
  ['9999-12-31T22:59:59.000Z', 'Europe/Berlin', '9999-12-31T23:59:59+01:00'],
  ['9999-12-31T23:59:59.000Z', 'Europe/Berlin', '9999-12-31T23:59:59+00:00'],
  ['9999-12-31T23:59:59.000Z', 'America/St_Johns', '9999-12-31T20:29:59-03:30'],
  ['0001-01-01T00:00:00.000Z', 'America/St_Johns', '0001-01-01T00:00:00+00:00'],
  ['0001-01-01T00:00:00.000Z', 'Asia/Tokyo', expect.stringMatching(/^0001-01-01T09:\d\d:00\+09:\d\d$/)],
])('%s in %s is written as it is taken', (time, zone, written) => {
  const text = wireTimeOf(time, zone);
  expect(text).toEqual(written);
  expect(parseWireTime(text)?.getTime()).toBe(Math.floor(Date.parse(time) / 1000) * 1000);
});
