// How values and names are put into words, for both doors alike.
import { capitalised } from '../../lib/words.js';

/** `totalRecords` → `Total records`, as a sentence begins. */
export const label = (name: string): string => {
  const words = name
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/_/g, ' ')
    .trim();
  return capitalised(words);
};

/** `['pending', 'paused']`, `or` → `pending or paused`. */
export const joinWords = (words: readonly string[], conjunction: 'and' | 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;

/** `['PENDING', 'PAUSED']` → `pending or paused`. */
export const statusWords = (statuses: readonly string[]): string =>
  joinWords(
    statuses.map((status) => status.toLowerCase()),
    'or',
  );
