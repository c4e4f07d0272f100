// Names for prepared statements, so that PostgreSQL parses and plans those that come again and again once per connection, not each time. A text
// gets its name when it comes for the second time; texts that come once, as hostile clients can send without end, never get one. The name is a digest of
// the text: whoever else prepares statements on a session, it never stands for another one.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { bytesOf } from '../../lib/bytes.js';

/** Statements that a connection keeps prepared; each takes some hundred kilobytes of its backend. */
const mostNames = 300;
const longestText = 32_768;

/** Bytes of all texts that came once. */
const mostBytes = 8_000_000;

/** Whether the index that finds the rows depends on the text that is searched: a plan for any text would read the table, in 300 times the time. */
const isSearch = (text: string): boolean => text.includes(' LIKE ');

export interface StatementNames {
  /** Grows when all names are given up. Connections of an earlier generation hold statements that nobody will use again. */
  readonly generation: number;
  /** The name under which the text is to be prepared; undefined for a text that isn't worth it. */
  nameOf(text: string): string | undefined;
}

export const createStatementNames = (): StatementNames => {
  const seen = new LRUCache<string, true>({ maxSize: mostBytes, sizeCalculation: (_seen, text) => bytesOf(text) + 100 });
  const names = new Map<string, string>();
  let generation = 0;
  return {
    get generation() {
      return generation;
    },
    nameOf: (text) => {
      const known = names.get(text);
      if (known !== undefined) return known;
      if (text.length > longestText || isSearch(text)) return undefined;
      if (!seen.has(text)) {
        seen.set(text, true);
        return undefined;
      }
      if (names.size >= mostNames) {
        names.clear();
        generation += 1;
      }
      const name = createHash('sha256').update(text).digest('base64url'); // 43 letters, of 63 that PostgreSQL keeps
      names.set(text, name);
      return name;
    },
  };
};
