// GraphQL over HTTP: Yoga with our schema, context and errors.
import type { ExecutionResult } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Database } from '../db/database.js';
import type { Viewer } from '../domain/viewer.js';
import type { Logger } from '../logger.js';
import { createContext, type GraphQLContext } from './context.js';
import { presentError } from './present-error.js';
import { schema } from './schema.js';

/** What the app knows of a request before the door opens. */
export interface RequestContext {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly logger: Logger;
}

const codes: Plugin<GraphQLContext & RequestContext> = {
  onValidate:
    () =>
    ({ valid, result, setResult }) => {
      if (!valid)
        setResult(result.map((error) => Object.assign(error, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions } })));
    },
  onExecute: ({ args: { contextValue } }) => ({
    onExecuteDone: ({ result, setResult }) => {
      const { errors, ...rest } = result as ExecutionResult; // nothing here streams
      if (!errors) return;
      const { requestId, logger } = contextValue;
      const presented = errors.map((error) => presentError(error, requestId));
      for (const { hidden, error } of presented)
        if (hidden !== null) logger.error({ requestId, err: hidden, path: error.path }, 'A resolver failed');
      // a request that could not even begin is the caller's fault: 400 where the client understands it
      const begun = 'data' in rest;
      for (const { error, hidden } of presented)
        if (!begun && hidden === null) Object.assign(error.extensions, { http: { status: 400, spec: true } });
      setResult({ ...rest, errors: presented.map(({ error }) => error) });
    },
  }),
};

/** The GraphQL door. It answers GET and POST at `/graphql`. */
export const createGraphQLDoor = (
  database: Database,
  logger: Logger,
): ((request: Request, context: RequestContext) => Promise<Response>) => {
  const yoga = createYoga<RequestContext, GraphQLContext>({
    schema,
    context: ({ viewer, requestId }) => createContext(database, viewer, requestId),
    plugins: [codes],
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
    maskedErrors: { maskError: (error) => presentError(error, '').error },
  });
  return async (request, context) => yoga.fetch(request, context);
};
