import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, cutValues, shown } from '../../src/lib/shown.js';

const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
};

describe('a value in a message', () => {
  test.each<[value: unknown, text: string]>([
    ['a "b"\n', '"a \\"b\\"\\n"'],
    ['', '""'],
    [null, 'null'],
    [1.5, '1.5'],
    [true, 'true'],
    [['id', 1, null], '["id",1,null]'],
    [{ a: { b: [] }, c: {} }, '{"a":{"b":[]},"c":{}}'],
    [[], '[]'],
    ['x'.repeat(100), `"${'x'.repeat(100)}"`],
    ['x'.repeat(101), `"${'x'.repeat(100)}"…`],
    [`${'x'.repeat(99)}😀`, `"${'x'.repeat(99)}"…`],
    [Array.from({ length: 12 }, () => 0), '[0,0,0,0,0,0,0,0,0,0,…]'],
    [[[[[1]]]], '[[[[…]]]]'],
    [[[[[]]]], '[[[[]]]]'],
    [{ a: { a: { a: { a: 1 } } } }, '{"a":{"a":{"a":{…}}}}'],
    [['x'.repeat(300)], `["${'x'.repeat(98)}…`],
    [JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
  ])('%j is %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  test('that is short and shallow is its JSON', () => {
    const hasMany = (value: unknown): boolean =>
      typeof value === 'object' && value !== null && (Object.keys(value).length > 10 || Object.values(value).some(hasMany));
    const short = fc.json({ maxDepth: 2 }).filter((json) => json.length <= 100 && !json.includes('-0') && !hasMany(JSON.parse(json)));
    fc.assert(
      fc.property(short, (json) => {
        expect(shown(JSON.parse(json))).toBe(JSON.stringify(JSON.parse(json)));
      }),
    );
  });

  test('stays short, whatever it is', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => shown(value).length <= 6 * 100 + 3));
    for (const value of [nested(200_000, (inner) => [inner]), nested(200_000, (inner) => ({ a: inner })), Array(100_000).fill('x')])
      expect(shown(value).length).toBeLessThanOrEqual(101);
  });
});

test('a text is cut where it is long, and never through a character', () => {
  expect([cut('x'.repeat(100)), cut('x'.repeat(101)), cut(`${'x'.repeat(99)}😀`)]).toEqual([
    'x'.repeat(100),
    `${'x'.repeat(100)}…`,
    `${'x'.repeat(99)}…`,
  ]);
});

describe('the values in a sentence of a library', () => {
  const long = 'x'.repeat(100_000);

  test.each([
    ['Variable "$v" got invalid value 1; it is bad.', 'Variable "$v" got invalid value 1; it is bad.'],
    [
      `Variable "$v" got invalid value "${long}"; Int cannot represent "\\"${long}" at all.`,
      `Variable "$v" got invalid value "${'x'.repeat(99)}"…; Int cannot represent "\\"${'x'.repeat(97)}"… at all.`,
    ],
    [`Unknown name ${long}.`, `Unknown name ${'x'.repeat(100)}…`],
    [`It is "${'x '.repeat(50_000)}.`, `It is "${'x '.repeat(146)}x …  ${'x '.repeat(149)}.`],
  ])('are cut, and the rest is kept: %.60s', (sentence, expected) => {
    expect(cutValues(sentence)).toBe(expected);
  });

  test('never make it long', () => {
    fc.assert(fc.property(fc.string({ maxLength: 5_000, size: 'max' }), (sentence) => cutValues(sentence).length <= 603));
  });
});
