// GraphQL over HTTP: Yoga with our schema, context, limits and errors.
import { OperationTypeNode } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { AnswerTooLargeError } from '../db/lifetime.js';
import { bytesOfObject } from '../domain/read/cost.js';
import type { WebhookRules } from '../domain/webhook/rules.js';
import { noNetworks, targetProblem } from '../http/outgoing/targets.js';
import { fromResponse, type HttpAnswer, type HttpRequest } from '../http/request.js';
import { otherCharset } from '../lib/utf8.js';
import type { Logger } from '../observability/logger.js';
import type { RequestContext } from '../request/request-context.js';
import type { RequestNotes } from '../request/request-notes.js';
import type { DoorContext } from './door-context.js';
import { createContext, type GraphQLContext } from './field-by-field/context.js';
import { defaultLimits, type Limits } from './limits/limits.js';
import { answerTooLarge, chooseMediaType, refuseGraphQL } from './refuse.js';
import { createAdmission } from './request/admit.js';
import { couldBeCrossSite, crossSiteMessage } from './request/cross-site.js';
import { createDocuments } from './request/documents.js';
import { type Introspection, mayIntrospect } from './request/introspection.js';
import { isBatch } from './request/read-params.js';
import { noTrustedDocuments, type TrustedDocuments } from './request/trusted-documents.js';
import { schema } from './schema/schema.js';
import { createDirectAnswers } from './single-statement/answer.js';
import type { Subscribe } from './subscriptions/stream.js';
import { createSubscriptionAnswers, framingFor, inStream, refuseStream } from './transports/subscriptions.js';
import { conditionOf, createDocumentProblem } from './webhooks/rules.js';
import { type AdmittedContext, createProtection } from './yoga-plugin.js';

export interface GraphQLOptions {
  readonly limits: Limits;
  readonly introspection: Introspection;
  readonly trusted: TrustedDocuments;
  /** What holds for webhooks besides. */
  readonly webhooks: Pick<WebhookRules, 'wrapping' | 'targetProblem'>;
  /** Begins what a subscription asks for; without, there are none. */
  readonly subscribe?: Subscribe;
}

/** Yoga would take forms as well, which any page on the web can send to this address without asking. */
const isJson = (contentType: string): boolean => /^application\/(graphql\+)?json\s*(;|$)/i.test(contentType);

const batchMessage = 'Batching is not supported. Send one operation per request.';
const mediaTypeMessage = 'GraphQL is sent as application/json. Set the content-type of the request.';
const acceptMessage = 'GraphQL is answered as application/json or application/graphql-response+json. Accept one of them.';

/** Refuses what isn't worth reading; null for the rest. */
const refuseUnread = (request: HttpRequest, body: Uint8Array, isFromOtherSite: boolean): HttpAnswer | null => {
  if (request.method === 'GET')
    return couldBeCrossSite(request, isFromOtherSite) ? refuseGraphQL(request, 403, 'CROSS_SITE_REQUEST', crossSiteMessage) : null;
  if (request.method !== 'POST') {
    const message = `${request.method} is not for /graphql; GET and POST are.`;
    return refuseGraphQL(request, 405, 'METHOD_NOT_ALLOWED', message, { allow: 'GET, POST' });
  }
  const contentType = request.headers.get('content-type') ?? '';
  if (!isJson(contentType)) return refuseGraphQL(request, 415, 'UNSUPPORTED_MEDIA_TYPE', mediaTypeMessage);
  const charset = otherCharset(contentType);
  if (charset !== null)
    return refuseGraphQL(request, 415, 'UNSUPPORTED_MEDIA_TYPE', `JSON in the charset ${charset} can't be read. Send it as UTF-8.`);
  return isBatch(body) ? refuseGraphQL(request, 400, 'BATCHING_REFUSED', batchMessage) : null;
};

/** Yoga needs no more than the method and the media type of the answer: the rest has been read for it. */
const requestForYoga = ({ method, signal }: HttpRequest, mediaType: string): Request =>
  new Request('http://gateway/graphql', { method, headers: { accept: mediaType }, signal });

/** Whether the answer is larger than it may be. That of a change tells what was done, and leaves out what is too large. */
const isRefused = ({ lifetime, known }: DoorContext): boolean => lifetime.isTooLarge && !known.isMutation;

const replayed = ({ isReplayed }: RequestNotes): Record<string, string> => (isReplayed ? { 'idempotent-replayed': 'true' } : {});

/** Of a gateway that wraps no secrets, and sends to public addresses alone. */
const httpsAlone: GraphQLOptions['webhooks'] = { wrapping: [], targetProblem: (url) => targetProblem(url, noNetworks) };

/** The documents are kept already, with their places in the text. */
const noCache = { get: () => undefined, set: () => undefined };

/** The GraphQL door. It answers GET and POST at `/graphql`. */
export const createGraphQLDoor = (
  log: Logger,
  {
    limits = defaultLimits,
    introspection = 'on',
    trusted = noTrustedDocuments,
    webhooks = httpsAlone,
    subscribe,
  }: Partial<GraphQLOptions> = {},
  isDirect = true,
): ((request: HttpRequest, body: Uint8Array, context: RequestContext) => Promise<HttpAnswer>) => {
  const documents = createDocuments(limits);
  const admit = createAdmission({ documents, limits, introspection, trusted, isDirect });
  const rules: WebhookRules = { ...webhooks, conditionOf, documentProblem: createDocumentProblem({ documents, limits, trusted }) };
  const answerDirectly = createDirectAnswers(limits);
  const answerSubscription = createSubscriptionAnswers(limits, subscribe);
  const yoga = createYoga<AdmittedContext, GraphQLContext>({
    schema,
    context: createContext,
    plugins: [createProtection(limits)],
    parserAndValidationCache: { documentCache: noCache, errorCache: noCache },
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
  return async (request, body, received) => {
    const { viewer, lifetime, notes, isFromOtherSite } = received;
    const refusal = refuseUnread(request, body, isFromOtherSite);
    if (refusal) return refusal;
    const chosen = chooseMediaType(request.headers.get('accept'));
    const framing = chosen === null ? framingFor(request) : null; // of who reads a stream and nothing else
    const mediaType = framing ? 'application/graphql-response+json' : chosen;
    if (mediaType === null) return refuseGraphQL(request, 406, 'NOT_ACCEPTABLE', acceptMessage);
    const suggests = mayIntrospect(introspection, viewer);
    const admitted = admit(request, body, suggests, notes);
    if (!('params' in admitted)) return refuseStream(request, admitted, suggests);
    const { operation } = admitted;
    if (operation?.node.operation === OperationTypeNode.SUBSCRIPTION)
      return answerSubscription(request, { ...admitted, operation }, received, suggests);
    let settled = 0;
    /** Charges for what it has turned out to be larger than it was reckoned. */
    const settle = async (): Promise<void> => {
      const cost = lifetime.bytes / bytesOfObject;
      if (cost <= Math.max(settled, notes.cost ?? 0)) return;
      settled = cost;
      await received.account.settle(cost);
    };
    const context: DoorContext = {
      ...received,
      takeTurn: () => settle().then(received.takeTurn), // whoever has gone by then has paid
      webhooks: rules,
      suggests,
      wantsCost: request.headers.get('x-graphql-cost') === '1',
      idempotencyKey: admitted.idempotencyKey,
      known: { cost: null, isMutation: false },
    };
    const { errorCodes } = notes;
    try {
      const answer = isDirect && request.method === 'POST' ? await answerDirectly(admitted, context) : null;
      if (answer && !('status' in answer)) return refuseStream(request, answer, suggests);
      const executed = answer ?? (await fromResponse(await yoga.fetch(requestForYoga(request, mediaType), { ...context, admitted })));
      await settle();
      if (isRefused(context)) throw new AnswerTooLargeError(lifetime.mostBytes);
      const contentType = answer && { 'content-type': `${mediaType}; charset=utf-8` }; // Yoga has said it itself
      return inStream(framing, { ...executed, headers: { ...executed.headers, ...replayed(notes), ...contentType }, errorCodes });
    } catch (error) {
      if (error instanceof AnswerTooLargeError) return refuseStream(request, [answerTooLarge(error)], suggests);
      throw error;
    }
  };
};
