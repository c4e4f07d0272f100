// Reads JSON as it comes over the wire, and says where in it a mistake is; and what is written of a text.
import { decodeUtf8 } from './utf8.js';

/** What was sent is no JSON. The message is for the client, with line and column where known. */
export class JsonError extends Error {}

/** Ends the sentence with where the mistake is, as far as Node tells: by its position, or that the text ends too early. */
const placeOf = (message: string, text: string): string => {
  const position = /end of JSON input/.test(message) ? text.length : Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(position)) return '';
  const read = text.slice(0, position);
  let line = 1;
  for (let at = read.indexOf('\n'); at !== -1; at = read.indexOf('\n', at + 1)) line += 1;
  return `: there is a mistake at line ${line}, column ${position - read.lastIndexOf('\n')}`;
};

/**
 * The value of a text; what it is begins the sentence that refuses it.
 * @throws JsonError
 */
export const parseJson = (text: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JsonError(`${what} is no JSON${placeOf(error instanceof Error ? error.message : '', text)}.`);
  }
};

/**
 * The value of a body.
 * @throws JsonError
 */
export const readJson = (body: Uint8Array): unknown => {
  const text = decodeUtf8(body);
  if (text === null) throw new JsonError('The body is no JSON: it is not UTF-8.');
  return parseJson(text, 'The body');
};

/** How many values a value of JSON has below it: objects, lists and leaves. Without recursion, so that no depth overflows the stack. */
export const countValues = (whole: unknown): number => {
  const open: unknown[] = typeof whole === 'object' && whole !== null ? [whole] : [];
  let count = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) {
      count += value.length;
      for (const each of value) if (typeof each === 'object' && each !== null) open.push(each);
    } else {
      for (const name in value as object) {
        count += 1;
        const each = (value as Readonly<Record<string, unknown>>)[name];
        if (typeof each === 'object' && each !== null) open.push(each);
      }
    }
  }
  return count;
};

const needsEscape = /[^\x20\x21\x23-\x5b\x5d-\ud7ff\ue000-\uffff]/;

/** A text as it stands between quotes. Most need nothing, which is seen ten times faster than it is written. */
export const betweenQuotes = (text: string): string => (needsEscape.test(text) ? JSON.stringify(text).slice(1, -1) : text);

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const openers: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closers: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** The same of the JSON of a body, without reading it. Of what is no JSON it is any number. */
export const countValuesIn = (body: Uint8Array): number => {
  let count = 0;
  let isText = false;
  let isOpened = false; // whether the next value is the first within a list or an object
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (isText) {
      if (byte === backslash) at += 1;
      else if (byte === quote) isText = false;
    } else if (!blanks.has(byte)) {
      if (byte === comma || (isOpened && !closers.has(byte))) count += 1;
      isOpened = openers.has(byte);
      isText = byte === quote;
    }
  }
  return count;
};
