// Names for prepared statements, so that PostgreSQL parses and plans those that come again and again once per connection, not each time. A text
// gets its name when it comes for the second time; texts that come once, as hostile clients can send without end, never get one.
import { LRUCache } from 'lru-cache';

/** Statements that a connection keeps prepared; each takes some hundred kilobytes of its backend. */
const mostNames = 300;
const longestText = 32_768;

export interface StatementNames {
  /** Grows when all names are given up. Connections of an earlier generation hold statements that nobody will use again. */
  readonly generation: number;
  /** The name under which the text is to be prepared; undefined for a text that isn't worth it. */
  nameOf(text: string): string | undefined;
}

export const createStatementNames = (): StatementNames => {
  const seen = new LRUCache<string, true>({ max: 1_000 });
  const names = new Map<string, string>();
  let generation = 0;
  return {
    get generation() {
      return generation;
    },
    nameOf: (text) => {
      const known = names.get(text);
      if (known !== undefined) return known;
      if (text.length > longestText) return undefined;
      if (!seen.has(text)) {
        seen.set(text, true);
        return undefined;
      }
      if (names.size >= mostNames) {
        names.clear();
        generation += 1;
      }
      const name = `${generation}_${names.size}`;
      names.set(text, name);
      return name;
    },
  };
};
