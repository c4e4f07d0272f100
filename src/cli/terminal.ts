// What goes to a terminal: nothing in it is done by the terminal but to begin a line.
import type { Writable } from 'node:stream';
import { printable } from '../lib/text.js';
import { OperatorError } from '../process/startup-errors.js';

/** With a line break, and escapes for all control characters but line breaks. */
const lines = (text: string): string => `${text.split('\n').map(printable).join('\n')}\n`;

/** Writes the text and a line break, with escapes for all control characters but line breaks. */
export const printTo = (stream: { write(text: string): unknown }, text: string): void => {
  stream.write(lines(text));
};

/** Writes it likewise, and waits until it is written. @throws OperatorError where it can't be, which ends with `otherwise`: what to do then */
export const printAnswer = async (stream: Writable, text: string, otherwise = ''): Promise<void> => {
  try {
    await new Promise<void>((resolve, reject) => {
      stream.once('error', reject);
      stream.write(lines(text), (error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`The answer could not be written (${reason}). ${otherwise}`.trimEnd());
  }
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
