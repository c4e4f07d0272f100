// GraphQL over HTTP: Yoga with our schema, context and errors.
import { type ExecutionResult, GraphQLError } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Database } from '../db/database.js';
import type { Viewer } from '../domain/viewer.js';
import type { Logger } from '../logger.js';
import { answerSize, largestAnswer } from './answer-size.js';
import { createContext, type GraphQLContext } from './context.js';
import { presentError } from './present-error.js';
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
  onResultProcess: ({ result, setResult, serverContext: { requestId, logger } }) => {
    const { errors, ...rest } = result as ExecutionResult; // nothing here streams, and nothing is batched
    if (!errors) return;
    const presented = errors.map((error) => presentError(error, requestId));
    for (const { hidden, error } of presented)
      if (hidden !== null) logger.error({ requestId, err: hidden, path: error.path }, 'A resolver failed');
    // a request that could not even begin is the caller's fault: 400, but for a bad document only where the client understands it
    const begun = 'data' in rest;
    for (const { error, hidden } of presented) {
      const { extensions } = error;
      if (extensions['code'] === 'BAD_REQUEST') extensions.http = { status: 400, ...extensions.http, spec: false };
      else if (!begun && hidden === null) extensions.http ??= { status: 400, spec: true };
    }
    setResult({ ...rest, errors: presented.map(({ error }) => error) });
  },
};

/** Yoga would take forms as well, which any page on the web can send to this address without asking. */
const isJson = (request: Request): boolean => /^application\/(graphql\+)?json\s*(;|$)/i.test(request.headers.get('content-type') ?? '');

const refuseMediaType = (): Response => {
  const message = 'GraphQL is sent as application/json. Set the content-type of the request.';
  return Response.json({ errors: [{ message, extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] }, { status: 415 });
};

/** The GraphQL door. It answers GET and POST at `/graphql`. */
export const createGraphQLDoor = (
  database: Database,
  logger: Logger,
): ((request: Request, context: RequestContext) => Promise<Response>) => {
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
  return async (request, context) => (request.method === 'POST' && !isJson(request) ? refuseMediaType() : yoga.fetch(request, context));
};
