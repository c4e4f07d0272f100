import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPieces } from '../../src/graphql/json-pieces.js';
import { fuzzRuns } from '../support/fuzz.js';

const long = fc
  .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), fc.integer({ min: 9_000, max: 12_000 }))
  .map(([text, length]) => text.repeat(length / text.length + 1).slice(0, length));
const value = fc.letrec((tie) => ({
  any: fc.oneof({ weight: 4, arbitrary: fc.jsonValue() }, { weight: 2, arbitrary: long }, tie('list'), tie('object')),
  list: fc.array(tie('any'), { maxLength: 4 }),
  object: fc.dictionary(fc.string({ maxLength: 5 }), tie('any'), { maxKeys: 4 }),
})).object;

test('the pieces of any answer are what JSON.stringify makes of it', () => {
  fc.assert(
    fc.property(value, (data) => {
      const twice = { data, again: data, errors: undefined };
      expect(jsonPieces(twice).join('')).toBe(JSON.stringify(twice));
    }),
    { numRuns: fuzzRuns(100) },
  );
});

test('a long text is made once, however many names it has', () => {
  const text = '"'.repeat(20_000);
  const pieces = jsonPieces({ a: text, b: { c: [text, text] } });
  expect(pieces).toHaveLength(7);
  expect(new Set(pieces.filter((piece) => piece.length > 20_000)).size).toBe(1);
});
