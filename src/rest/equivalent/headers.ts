// Answers the preference `graphql` (RFC 7240): with the header `X-GraphQL-Equivalent`, whose value can be posted to /graphql as it is. Nothing
// is worked out for clients that don't ask.
import type { DomainContext } from '../../domain/rules/viewer.js';
import type { HttpRequest } from '../../http/request.js';
import { preferenceOf } from '../request/preferences.js';
import type { Layout } from '../response/layout.js';
import type { Representation } from '../route.js';
import { type Equivalent, equivalentOf } from './equivalent.js';

/** Characters; many clients and proxies take no more than 8 kB of headers or 16 kB, and `Link` wants its part. */
const longest = 7000;

/** JSON in printable ASCII, as a header must be: everything else can only be in its texts, where JSON has an escape for it. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const write = (equivalent: Equivalent): Record<string, string> => {
  if ('omitted' in equivalent) return { 'x-graphql-equivalent-omitted': equivalent.omitted };
  const value = asciiJson(equivalent);
  if (value.length > longest) return { 'x-graphql-equivalent-omitted': 'too long' };
  return { 'preference-applied': 'graphql', 'x-graphql-equivalent': value };
};

/**
 * The headers that a read has for the preference. Every read says that it varies by it, whether the client used it or not, so that no cache
 * answers one client with what it kept of another.
 * @throws ForbiddenError without the scope of the entity
 */
export const equivalentHeaders = async (
  request: HttpRequest,
  context: DomainContext,
  shown: Representation,
  layout: Layout,
): Promise<Record<string, string>> => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return {};
  const asked = preferenceOf(request.headers.get('prefer'), 'graphql') !== null ? write(await equivalentOf(context, shown, layout)) : {};
  return { vary: 'Accept, Prefer', ...asked };
};
