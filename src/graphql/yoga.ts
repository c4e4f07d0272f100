// GraphQL over HTTP: Yoga with our schema, context and errors.
import { type ExecutionResult, GraphQLError } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Database } from '../db/database.js';
import type { Viewer } from '../domain/viewer.js';
import { fromResponse, type HttpAnswer, type HttpRequest, jsonAnswer, toFetch } from '../http.js';
import type { Logger } from '../logger.js';
import { answerSize, largestAnswer } from './answer-size.js';
import { createContext, type GraphQLContext } from './context.js';
import { createDirectAnswers } from './direct/direct.js';
import { presentResult } from './present-error.js';
import { schema } from './schema.js';

/** What the app knows of a request before the door opens. */
export interface RequestContext {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly logger: Logger;
}

const presentation: Plugin<GraphQLContext, RequestContext> = {
  onValidate:
    () =>
    ({ valid, result, setResult }) => {
      if (valid) return;
      setResult(result.map((error) => Object.assign(error, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions } })));
    },
  onExecute: ({ args, setResultAndStopExecution }) => {
    const size = answerSize(schema, args.document, args.operationName ?? undefined, args.variableValues ?? {});
    if (size <= largestAnswer) return;
    const message = `This query could give ${size} objects, but an answer has at most ${largestAnswer}. Ask for smaller pages, or in several queries.`;
    setResultAndStopExecution({ errors: [new GraphQLError(message, { extensions: { code: 'QUERY_TOO_LARGE' } })] });
  },
  onSubscribe: ({ setResultAndStopExecution }) => {
    setResultAndStopExecution({
      errors: [new GraphQLError('There are no subscriptions. Ask again with a query.', { extensions: { code: 'BAD_USER_INPUT' } })],
    });
  },
  onResultProcess: ({ result, setResult, serverContext }) => {
    setResult(presentResult(result as ExecutionResult, serverContext)); // nothing here streams, and nothing is batched
  },
};

/** Yoga would take forms as well, which any page on the web can send to this address without asking. */
const isJson = (request: HttpRequest): boolean => /^application\/(graphql\+)?json\s*(;|$)/i.test(request.headers.get('content-type') ?? '');

const refuseMediaType = (): HttpAnswer => {
  const message = 'GraphQL is sent as application/json. Set the content-type of the request.';
  return jsonAnswer(415, { errors: [{ message, extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] });
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

/** The headers that Yoga looks at. */
const headersForYoga = ['accept', 'content-type'] as const;

/** The GraphQL door. It answers GET and POST at `/graphql`. */
export const createGraphQLDoor = (
  database: Database,
  logger: Logger,
  isDirect: boolean,
): ((request: HttpRequest, body: Uint8Array, context: RequestContext) => Promise<HttpAnswer>) => {
  const answerDirectly = createDirectAnswers(database);
  const yoga = createYoga<RequestContext, GraphQLContext>({
    schema,
    context: ({ viewer, requestId }) => createContext(database, viewer, requestId),
    plugins: [presentation],
    graphiql: false,
    landingPage: false,
    cors: false,
    maxRequestBodySize: false, // the app has limited it for both doors
    multipart: false,
    logging: {
      debug: () => undefined,
      info: () => undefined,
      warn: (...args) => logger.warn({ args }),
      error: (...args) => logger.error({ args }),
    },
    maskedErrors: false, // `presentation` masks them, where the request id is known
  });
  return async (request, body, context) => {
    if (request.method === 'POST') {
      if (!isJson(request)) return refuseMediaType();
      const mediaType = isDirect && plainMediaTypes[request.headers.get('accept') ?? ''];
      const answer = mediaType ? await answerDirectly(body, context) : null;
      if (mediaType && answer !== null) return { status: 200, headers: { 'content-type': mediaType }, body: answer };
    }
    return fromResponse(await yoga.fetch(toFetch(request, body, headersForYoga), context));
  };
};
