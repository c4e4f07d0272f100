import { expect, test } from 'vitest';
import { fingerprintOf } from '../../src/domain/idempotency/fingerprint.js';

const of = (flow: unknown): string => fingerprintOf('createIntegrationRun', { values: { flow } });

test.each<[one: unknown, other: unknown]>([
  [{}, []],
  [{ a: 1 }, [['a', 1]]],
  [{ steps: {} }, { steps: [] }],
  [[1], { 0: 1 }],
  [null, {}],
  ['1', 1],
])('%j is not %j', (one, other) => {
  expect(of(one)).not.toBe(of(other));
});

test.each<[one: unknown, other: unknown]>([
  [
    { a: 1, b: { c: 2, d: 3 } },
    { b: { d: 3, c: 2 }, a: 1 },
  ],
  [
    { 2: 'b', 1: 'a', x: undefined },
    { 1: 'a', 2: 'b' },
  ],
])('%j is %j', (one, other) => {
  expect(of(one)).toBe(of(other));
});
