// A client's value as a message shows it. Messages go into answers and logs, so whatever was sent they stay short; and nothing here recurses
// deeper than its limit, where JSON.stringify overflows the stack on a value that is nested thousands of levels deep.

import { own } from './own.js';

const longest = 100;
const deepest = 3;
const mostItems = 10;

/** The beginning of a text, without half of a surrogate pair at its end. */
const beginning = (text: string, length = longest): string => text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/** The text, cut to its first 100 characters with `…` after them. */
export const cut = (text: string): string => (text.length > longest ? `${beginning(text)}…` : text);

const quoted = (text: string): string => (text.length > longest ? `${JSON.stringify(beginning(text))}…` : JSON.stringify(text));

const listed = (items: readonly string[], count: number): string => [...items, ...(count > mostItems ? ['…'] : [])].join(',');

const write = (value: unknown, level: number): string => {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const isList = Array.isArray(value);
  const keys = Object.keys(value);
  if (keys.length === 0) return isList ? '[]' : '{}';
  if (level === deepest) return isList ? '[…]' : '{…}';
  const fields = value as Readonly<Record<string, unknown>>;
  const items = keys.slice(0, mostItems).map((key) => `${isList ? '' : `${quoted(key)}:`}${write(own(fields, key), level + 1)}`);
  return isList ? `[${listed(items, keys.length)}]` : `{${listed(items, keys.length)}}`;
};

/** A value that JSON can have, as JSON; cut where it is long or deep, with `…` for what is left out. */
export const shown = (value: unknown): string => (typeof value === 'string' ? quoted(value) : cut(write(value, 0)));

const longestSentence = 6 * longest;
const quotedText = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)/gs; // what isn't closed ends with the sentence: looking for it again from each `\"` takes for ever

/** A sentence of a library's, which has the client's values in it whole: they are cut, and where that isn't enough its middle is left out. */
export const cutValues = (sentence: string): string => {
  if (sentence.length <= longestSentence) return sentence;
  const short = sentence
    .replace(quotedText, (text) => (text.length > longest && text.endsWith('"') ? `${beginning(text)}"…` : text))
    .replace(/\S+/g, (word) => (word.length > 2 * longest ? cut(word) : word));
  if (short.length <= longestSentence) return short;
  const half = longestSentence / 2;
  return `${beginning(short, half)} … ${short.slice(-half).toWellFormed()}`;
};
