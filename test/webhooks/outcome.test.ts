import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secondsOf } from '../../src/domain/webhook/delivery/attempt.js';
import { gone, mostAttempts, outcomeOf } from '../../src/domain/webhook/delivery/outcome.js';

const failure = { statusCode: 500, error: 'The receiver answered 500', retryAfter: null };
const first = { attempts: 1, isRequested: false, failures: 0 };

test('tries nine times in about a day: after 5 s, 1, 5, 30 min, 2, 5, 10 and 10 h', () => {
  const pauses = Array.from({ length: mostAttempts }, (_, index) => outcomeOf(failure, { ...first, attempts: index + 1 }, 0.5));
  expect(pauses.map(({ state, pause }) => [state, pause && Math.round(pause)])).toEqual([
    ...[5, 60, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map((seconds) => ['PENDING', seconds]),
    ['FAILED', null],
  ]);
});

test('each pause is a fifth longer or shorter at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
      const [usual, pause] = [0.5, random].map((chance) => outcomeOf(failure, { ...first, attempts }, chance).pause ?? 0);
      expect(Math.abs(Number(pause) - Number(usual))).toBeLessThanOrEqual(Number(usual) * 0.2 + 1e-9);
    }),
  );
});

test.each([
  ['a number of seconds', '120', 120],
  ['a number of more digits than any clock needs', '99999999999', 99_999_999_999],
  ['a date', 'Thu, 01 Jan 2026 00:01:30 GMT', 90],
  ['a date that is over', 'Thu, 01 Jan 2025 00:00:00 GMT', 0],
  ['nonsense', 'soon', null],
  ['nothing', null, null],
])('reads %s of Retry-After', (_title, value, seconds) => {
  expect(secondsOf(value, Date.parse('2026-01-01T00:00:00Z'))).toBe(seconds);
});

test('Retry-After holds back the endpoint, an hour at most, and never makes a pause shorter', () => {
  const asked = (retryAfter: number, attempts: number) => outcomeOf({ ...failure, retryAfter }, { ...first, attempts }, 0.5);
  expect(asked(120, 1)).toMatchObject({ pause: 120, endpointPause: 120 });
  expect(asked(90_000, 1)).toMatchObject({ pause: 3_600, endpointPause: 3_600 });
  expect(asked(1, 4)).toMatchObject({ pause: 1_800, endpointPause: 1 });
});

test('an endpoint that fails 20 times in a row is tried once a minute', () => {
  expect(outcomeOf(failure, { ...first, failures: 18 }, 0.5).endpointPause).toBeNull();
  expect(outcomeOf(failure, { ...first, failures: 19 }, 0.5).endpointPause).toBe(60);
});

test('410 disables at once; a test and a replay are tried once, and judge nobody', () => {
  const answered = { statusCode: 410, error: 'The receiver answered 410', retryAfter: null };
  expect(outcomeOf(answered, first, 0.5)).toMatchObject({ state: 'FAILED', disabledReason: gone });
  expect(outcomeOf(answered, { ...first, isRequested: true }, 0.5)).toEqual({
    state: 'FAILED',
    pause: null,
    endpointPause: null,
    disabledReason: null,
  });
});
