// The JSON of a large answer, in pieces: one that holds a long text is made once, however many names it was asked under.
import { randomUUID } from 'node:crypto';
import type { Pieces } from '../http/request.js';
import { betweenQuotes } from '../lib/json.js';

/** Characters from which on a text is a piece of its own. */
const longText = 10_000;

/** The pieces are together what `JSON.stringify` makes of the value. */
export const jsonPieces = (value: object): Pieces => {
  const mark = randomUUID(); // which no client can have sent
  const known = new Map<string, string>();
  const long: string[] = [];
  const text = JSON.stringify(value, (_name, each: unknown) => {
    if (typeof each !== 'string' || each.length < longText) return each;
    const piece = known.get(each) ?? `"${betweenQuotes(each)}"`;
    known.set(each, piece);
    long.push(piece);
    return mark;
  });
  const [first = '', ...others] = text.split(`"${mark}"`);
  return [first, ...others.flatMap((piece, index) => [long[index] ?? '', piece])];
};
