// GraphQL over HTTP: Yoga with our schema, context, limits and errors.
import { type DocumentNode, GraphQLError } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { fromResponse, type HttpAnswer, type HttpRequest, jsonAnswer, toFetch } from '../http.js';
import type { Logger } from '../logger.js';
import { createContext, type GraphQLContext } from './context.js';
import { couldBeCrossSite, crossSiteMessage } from './cross-site.js';
import { createDirectAnswers } from './direct/direct.js';
import { createDocuments } from './direct/documents.js';
import type { DoorContext, RequestContext } from './door-context.js';
import { type Introspection, mayIntrospect } from './introspection.js';
import { defaultLimits, type Limits } from './limits/limits.js';
import { createProtection } from './protection.js';
import { isBatch } from './read-asked.js';
import { schema } from './schema.js';
import { noTrustedDocuments, type TrustedDocuments } from './trusted-documents.js';

export interface GraphQLOptions {
  readonly limits: Limits;
  readonly introspection: Introspection;
  readonly trusted: TrustedDocuments;
}

/** Yoga would take forms as well, which any page on the web can send to this address without asking. */
const isJson = (request: HttpRequest): boolean => /^application\/(graphql\+)?json\s*(;|$)/i.test(request.headers.get('content-type') ?? '');

const refuse = (
  { headers }: HttpRequest,
  status: number,
  code: string,
  message: string,
  more: Readonly<Record<string, string>> = {},
): HttpAnswer => {
  const isResponse = (headers.get('accept') ?? '').includes('application/graphql-response+json');
  const type = isResponse ? 'application/graphql-response+json; charset=utf-8' : 'application/json; charset=utf-8';
  return jsonAnswer(status, { errors: [{ message, extensions: { code } }] }, { 'content-type': type, ...more });
};

const batchMessage = 'A request has one operation, and a list of them has more than that. Send each in a request of its own.';
const mediaTypeMessage = 'GraphQL is sent as application/json. Set the content-type of the request.';

/** Refuses what isn't worth reading; null for the rest. */
const refuseUnread = (request: HttpRequest, body: Uint8Array): HttpAnswer | null => {
  if (request.method === 'GET') return couldBeCrossSite(request) ? refuse(request, 403, 'CROSS_SITE_REQUEST', crossSiteMessage) : null;
  if (request.method !== 'POST')
    return refuse(request, 405, 'METHOD_NOT_ALLOWED', `${request.method} is not for /graphql; GET and POST are.`, { allow: 'GET, POST' });
  if (!isJson(request)) return refuse(request, 415, 'UNSUPPORTED_MEDIA_TYPE', mediaTypeMessage);
  return isBatch(body) ? refuse(request, 400, 'BATCHING_REFUSED', batchMessage) : null;
};

/** The media type of an answer, by what the client accepts, where that is plain. */
const plainMediaTypes: Readonly<Record<string, string>> = {
  '': 'application/json; charset=utf-8',
  '*/*': 'application/json; charset=utf-8',
  'application/json': 'application/json; charset=utf-8',
  'application/json, text/plain, */*': 'application/json; charset=utf-8',
  'application/graphql-response+json': 'application/graphql-response+json; charset=utf-8',
  'application/graphql-response+json, application/json': 'application/graphql-response+json; charset=utf-8',
};

/** For what Yoga reads of texts: bounded by their length, where its own caches would keep a thousand of any. */
const createTextCache = <Value extends object>(): LRUCache<string, Value> =>
  new LRUCache({ maxSize: 300_000, sizeCalculation: (_value, text) => text.length + 100 });

/** The headers that Yoga looks at. */
const headersForYoga = ['accept', 'content-type'] as const;

/** In the place of a body that is too much to be read again. */
const anyQuery = new TextEncoder().encode('{"query":"{ __typename }"}');

/** The GraphQL door. It answers GET and POST at `/graphql`. */
export const createGraphQLDoor = (
  log: Logger,
  { limits = defaultLimits, introspection = 'on', trusted = noTrustedDocuments }: Partial<GraphQLOptions> = {},
  isDirect = true,
): ((request: HttpRequest, body: Uint8Array, context: RequestContext) => Promise<HttpAnswer>) => {
  const documents = createDocuments(limits);
  const answerDirectly = createDirectAnswers({ documents, limits, trusted });
  const yoga = createYoga<DoorContext, GraphQLContext>({
    schema,
    context: createContext,
    plugins: [createProtection({ documents, limits, introspection, trusted })],
    parserAndValidationCache: { documentCache: createTextCache<DocumentNode>(), errorCache: createTextCache<Error>() },
    graphiql: false,
    landingPage: false,
    cors: false,
    maxRequestBodySize: false, // the app has limited it for both doors
    multipart: false,
    logging: {
      debug: () => undefined,
      info: () => undefined,
      warn: (...args) => log.warn({ args }),
      error: (...args) => log.error({ args }),
    },
    maskedErrors: false, // `createProtection` masks them, where the request id is known
  });
  return async (request, body, { requestId, viewer, logger, database, lifetime, account }) => {
    const refusal = refuseUnread(request, body);
    if (refusal) return refusal;
    const context: DoorContext = {
      requestId,
      viewer,
      logger,
      database,
      lifetime,
      account,
      suggests: mayIntrospect(introspection, viewer),
      wantsCost: request.headers.get('x-graphql-cost') === '1',
      reckoned: { cost: null },
    };
    const mediaType = isDirect && request.method === 'POST' && plainMediaTypes[request.headers.get('accept') ?? ''];
    const answer = mediaType ? await answerDirectly(body, context) : null;
    if (answer instanceof GraphQLError)
      return fromResponse(await yoga.fetch(toFetch(request, anyQuery, headersForYoga), { ...context, refusal: answer }));
    if (mediaType && answer !== null) return { status: 200, headers: { 'content-type': mediaType }, body: answer };
    return fromResponse(await yoga.fetch(toFetch(request, body, headersForYoga), context));
  };
};
