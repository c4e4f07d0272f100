// What goes to a terminal: nothing in it is done by the terminal but to begin a line.
import { printable } from '../lib/text.js';

/** Writes the text and a line break, with escapes for all control characters but line breaks. */
export const printTo = (stream: { write(text: string): unknown }, text: string): void => {
  stream.write(`${text.split('\n').map(printable).join('\n')}\n`);
};

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows lines in the place of each other on a terminal, and below each other anywhere else, each once. */
export const lineWriter = (stream: Terminal): { readonly show: (line: string) => void; readonly finish: () => void } => {
  let last: string | null = null;
  return {
    show: (line) => {
      if (line === last) return;
      last = line;
      if (stream.isTTY) stream.write(`\r${printable(line)}\u001b[K`);
      else printTo(stream, line);
    },
    finish: () => {
      if (stream.isTTY && last !== null) stream.write('\n');
    },
  };
};
