// Refuses queries by GET that any page on the web could make a browser send: an image, a script, a form or a `fetch` without asking first. What
// other methods would change is kept from such pages at every door (`request/browser-rules.ts`).
import type { HttpRequest } from '../../http/request.js';

/** A header that no page of another site can add without the browser asking first. */
const proofs = ['graphql-preflight', 'apollo-require-preflight', 'x-requested-with'] as const;

/** Of a list of them, an image or a script names none; a page's `fetch` can, but its browser then says where the page is from. */
const namesAnswer = /application\/(graphql-response\+)?json|text\/event-stream|multipart\/mixed/i;

/** Every browser calls itself so. A page that would call it otherwise makes it ask first. */
const isBrowser = ({ headers }: HttpRequest): boolean =>
  headers.get('sec-fetch-site') !== null || (headers.get('user-agent') ?? '').startsWith('Mozilla/');

/** Whether a GET could have been sent by a page of another site, without the browser asking first. */
export const couldBeCrossSite = (request: HttpRequest, isFromOtherSite: boolean): boolean => {
  const { headers } = request;
  if (!isBrowser(request) || proofs.some((name) => headers.get(name) !== null)) return false;
  return isFromOtherSite || !namesAnswer.test(headers.get('accept') ?? '');
};

export const crossSiteMessage =
  'From a browser, a query by GET needs an Accept header that names application/json or application/graphql-response+json, and from a page of another site the header GraphQL-Preflight: 1. Or send it by POST as application/json.';
