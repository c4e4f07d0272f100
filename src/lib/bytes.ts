// How much memory a cache holds, for its bound: all of an entry counts, its key, its value, and what these keep alive.

/** Bytes of a text at most: V8 takes one or two for a character, and keeps the whole text of which a part is kept. */
export const bytesOf = (...texts: readonly string[]): number => texts.reduce((sum, { length }) => sum + 2 * length, 0);
