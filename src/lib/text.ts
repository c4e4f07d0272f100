// Which texts a database can hold at all.

/** False for a text with the character U+0000, which PostgreSQL refuses, or with half of a surrogate pair, which would be changed on its way. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Ends the sentence "A text …" or "Name …". */
export const storableRule = "can't contain the character U+0000 or half of a surrogate pair";

/** Controls, separators of lines and what turns the direction of writing: shown raw, they are done and not read. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const eachUnprintable = new RegExp(unprintable, 'gu');

/** Whether a terminal shows all of the text, and on one line. */
export const isPrintable = (text: string): boolean => !unprintable.test(text);

/** The text with escapes for what no terminal should be given, as JSON would have them: `\u001b`. */
export const printable = (text: string): string =>
  isPrintable(text) ? text : text.replace(eachUnprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
