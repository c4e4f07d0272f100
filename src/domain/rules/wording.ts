// How values and names are put into words, for both doors alike.

/** `totalRecords` → `Total records`, as a sentence begins. */
export const label = (name: string): string => {
  const words = name
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/_/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** `['pending', 'paused']`, `or` → `pending or paused`. */
export const listing = (words: readonly string[], conjunction: 'and' | 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;

/** `['PENDING', 'PAUSED']` → `pending or paused`. */
export const statusWords = (statuses: readonly string[]): string =>
  listing(
    statuses.map((status) => status.toLowerCase()),
    'or',
  );
