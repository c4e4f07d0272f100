// What goes to a terminal: nothing in it is done by the terminal but to begin a line.
import { printable } from '../lib/text.js';

/** Writes the text and a line break, with escapes for all control characters but line breaks. */
export const printTo = (stream: { write(text: string): unknown }, text: string): void => {
  stream.write(`${text.split('\n').map(printable).join('\n')}\n`);
};
