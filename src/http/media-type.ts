// Chooses the media type of an answer by what its client accepts (RFC 9110, section 12.5.1): the higher weight wins, then the narrower range, then
// what the client names first, then what the door names first.
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** Characters of a header that are read. */
const longest = 2_000;

/** Clients add a charset or a profile to what they accept, and Java's own says `*` for anything; only types and weights matter here. */
const plainAccept = (accept: string): string =>
  accept
    .slice(0, longest)
    .replace(/\s/g, '')
    .replace(/;(?!q=)[^;,]*/gi, '')
    .replace(/(^|,)\*(?=[;,]|$)/g, '$1*/*');

/** Headers that are remembered; a client sends the same one with all of its requests. */
const most = 100;

/** Chooses among some media types, the door's own favourite first; null where the client accepts none of them. */
export const createChoice = <MediaType extends string>(offered: readonly MediaType[]): ((accept: string | null) => MediaType | null) => {
  const known = new LRUCache<string, { readonly chosen: MediaType | null }>({ max: most });
  return (accept) => {
    const header = accept?.trim() || '*/*';
    const before = known.get(header);
    if (before) return before.chosen;
    const [chosen = null] = new Negotiator({ headers: { accept: plainAccept(header) } }).mediaTypes([...offered]) as MediaType[]; // some of those offered
    if (header.length <= longest) known.set(header, { chosen });
    return chosen;
  };
};
