// What a client sees of an error at the top level of an answer: a message, a stable code, and for a bug nothing but the request id.
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Lifetime } from '../db/lifetime.js';
import { DomainError } from '../domain/errors.js';
import type { Logger } from '../logger.js';
import { withoutSuggestions } from './introspection.js';

/** The cause at the bottom of an error that the executor has wrapped, maybe more than once. */
const causeOf = (error: unknown): unknown => (error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error);

interface Presented {
  readonly error: GraphQLError;
  /** What the log has to have, because the client doesn't see it. */
  readonly hidden: unknown;
}

const withCode = (error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError =>
  new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions,
  });

/**
 * Gives every error its code. Errors of GraphQL itself (a wrong variable, say) are the caller's: `BAD_USER_INPUT` unless they say otherwise.
 * Anything unknown becomes `INTERNAL_SERVER_ERROR` with the request id and nothing else.
 */
const presentError = (error: unknown, requestId: string, suggests: boolean): Presented => {
  const cause = causeOf(error);
  const graphQLError = error instanceof GraphQLError ? error : new GraphQLError('');
  if (cause instanceof DomainError) return { error: withCode(graphQLError, cause.message, { code: cause.code }), hidden: null };
  if (cause instanceof GraphQLError) {
    const { originalError: _inside, ...extensions }: Record<string, unknown> = {
      code: 'BAD_USER_INPUT',
      ...cause.extensions,
      ...graphQLError.extensions,
    };
    const message = graphQLError.message || cause.message;
    return { error: withCode(graphQLError, suggests ? message : withoutSuggestions(message), extensions), hidden: null };
  }
  if (cause instanceof RangeError && cause.message === 'Maximum call stack size exceeded') {
    // the only way to overflow the stack is a document or a variable that is nested thousands of levels deep
    return {
      error: withCode(graphQLError, 'The query or its variables are nested too deeply. Ask in several queries.', {
        code: 'BAD_USER_INPUT',
      }),
      hidden: null,
    };
  }
  const message = `Something went wrong on our side. Tell us the request id ${requestId}.`;
  return { error: withCode(graphQLError, message, { code: 'INTERNAL_SERVER_ERROR', requestId }), hidden: cause };
};

export interface Presentation {
  readonly requestId: string;
  readonly logger: Logger;
  readonly lifetime: Lifetime;
  /** Whether the client may be told names that it didn't know. */
  readonly suggests: boolean;
}

/** The result as the client sees it, its errors presented; what they hide is in the log. */
export const presentResult = (result: ExecutionResult, { requestId, logger, lifetime, suggests }: Presentation): ExecutionResult => {
  const { errors, ...rest } = result;
  if (!errors) return result;
  const presented = errors.map((error) => presentError(error, requestId, suggests));
  for (const { hidden, error } of presented)
    if (hidden !== null && !lifetime.isOver) logger.error({ requestId, err: hidden, path: error.path }, 'A resolver failed');
  // a request that could not even begin is the caller's fault: 400, but for a bad document only where the client understands it
  const begun = 'data' in rest;
  for (const { error, hidden } of presented) {
    const { extensions } = error;
    if (extensions['code'] === 'BAD_REQUEST') extensions['http'] = { status: 400, ...(extensions['http'] as object), spec: false };
    else if (!begun && hidden === null) extensions['http'] ??= { status: 400, spec: true };
  }
  return { ...rest, errors: presented.map(({ error }) => error) };
};
