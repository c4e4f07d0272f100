// Whether a browser sent a request for a page of another site. What such a page may not do stands elsewhere; which page is one stands here alone.
import type { HttpRequest } from '../http/request.js';

/** What a browser says of the page that it sends for. */
const sites: ReadonlyMap<string | null, 'ours' | 'other'> = new Map([
  ['same-origin', 'ours'], // whatever a proxy has made of the Host
  ['none', 'ours'], // nobody's page: an address that was typed, a bookmark
  ['same-site', 'other'],
  ['cross-site', 'other'],
]);

/** Proxies speak HTTPS for a gateway that doesn't: only host and port count, the port that the page's scheme leaves out being none. */
const isHostOf = (origin: string, { host }: URL): boolean => {
  if (!URL.canParse(origin)) return false; // `null`, of a page without an origin, or with one that it doesn't tell
  const page = new URL(origin);
  return page.host !== '' && page.host === new URL(`${page.protocol}//${host}`).host;
};

/** Whether the page is of another site, by what its browser says. Requests of which no browser says anything are programs'. */
export type IsFromOtherSite = (request: HttpRequest, url: URL) => boolean;

/** Pages of the listed origins are as good as ours. */
export const createOtherSite = (origins: readonly string[]): IsFromOtherSite => {
  const listed = new Set(origins);
  return ({ headers }, url) => {
    const origin = headers.get('origin');
    if (origin !== null && listed.has(origin)) return false;
    const site = sites.get(headers.get('sec-fetch-site'));
    if (site !== undefined) return site === 'other';
    return origin !== null && !isHostOf(origin, url); // browsers tell the site only where they come by HTTPS or to their own machine
  };
};
