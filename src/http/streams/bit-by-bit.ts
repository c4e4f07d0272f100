// Sends a large text as its client takes it. Written as a whole, it would be copied into memory that is new to the process, which takes the process longer
// than anything else that it does for the answer, and stay there for as long as the client reads.
import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { Pieces } from '../request.js';
import { outputOf } from './stream.js';

/** Characters after which it is waited until they are taken; less than twice as many are written at once. */
const slice = 262_144;

/** Where the slice that begins there ends: never between the halves of a character. */
const endOf = (text: string, begin: number): number => {
  const end = begin + slice;
  const isSplit = end < text.length && (text.charCodeAt(end) & 0xfc00) === 0xdc00;
  return isSplit ? end - 1 : end;
};

/** Sends what comes after the head, and ends the answer; others have their turn after each slice. It stops where the client has gone. */
export const sendBitByBit = async (response: ServerResponse, pieces: Pieces): Promise<void> => {
  const output = outputOf(response);
  let [slices, length]: [string[], number] = [[], 0];
  for (const piece of pieces)
    for (let begin = 0, end = 0; begin < piece.length && !output.isOver; begin = end) {
      end = endOf(piece, begin);
      slices.push(piece.slice(begin, end));
      length += end - begin;
      if (length < slice) continue;
      output.write(slices);
      [slices, length] = [[], 0];
      await output.drained();
      await setImmediate();
    }
  output.write(slices);
  output.end();
};
