// What a client sees of an error at the top level of an answer: a message, a stable code, and for a bug nothing but the request id.
import { type ExecutionResult, GraphQLError } from 'graphql';
import { AnswerTooLargeError, type Lifetime } from '../db/lifetime.js';
import { DatabaseUnavailableError } from '../db/unavailable.js';
import { BadInputError, DomainError, IdempotencyInProgressError } from '../domain/rules/errors.js';
import { largeBytes } from '../http/request.js';
import { internalErrorMessage } from '../lib/internal-error.js';
import type { Logger } from '../observability/logger.js';
import { noteErrorCode, type RequestNotes } from '../request/request-notes.js';
import { jsonSize } from './json-size.js';
import { answerTooLarge, nestedTooDeeply, presentMessage } from './refuse.js';

/** The cause at the bottom of an error that the executor has wrapped, maybe more than once. */
const causeOf = (error: unknown): unknown => (error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error);

interface Presented {
  readonly error: GraphQLError;
  /** What the log has to have, because the client doesn't see it. */
  readonly hidden: unknown;
}

export interface Presentation {
  readonly requestId: string;
  readonly logger: Logger;
  readonly lifetime: Lifetime;
  /** Whether the client may be told names that it didn't know. */
  readonly suggests: boolean;
  readonly known: { readonly isMutation: boolean };
  /** Gets the codes of the errors. */
  readonly notes: RequestNotes;
}

const withCode = (error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError =>
  new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions,
  });

/** Below the root field of a mutation, the change has been made, and only its answer could not be read. */
const isAfterChange = ({ path }: GraphQLError, isMutation: boolean): boolean => isMutation && (path?.length ?? 0) > 1;

/** What an outage is told as. */
const withOutage = (error: GraphQLError, outage: DatabaseUnavailableError, isMutation: boolean): GraphQLError => {
  const isChanged = isAfterChange(error, isMutation);
  const { errorCode: code, message, retryAfter } = isChanged ? new DatabaseUnavailableError(outage.cause, true) : outage;
  const http = { status: 503, headers: { 'retry-after': String(retryAfter) } };
  return withCode(error, message, { code, http });
};

/**
 * Gives every error its code. Errors of GraphQL itself (a wrong variable, say) are the caller's: `BAD_USER_INPUT` unless they say otherwise.
 * Anything unknown becomes `INTERNAL_SERVER_ERROR` with the request id and nothing else.
 */
const presentError = (error: unknown, { requestId, suggests, known }: Presentation): Presented => {
  const cause = causeOf(error);
  const graphQLError = error instanceof GraphQLError ? error : new GraphQLError('');
  if (cause instanceof DomainError) {
    const place = cause instanceof BadInputError && cause.inputPath ? { path: cause.inputPath } : {};
    const http = cause instanceof IdempotencyInProgressError && {
      http: { status: 409, headers: { 'retry-after': String(cause.retryAfter) } },
    };
    return { error: withCode(graphQLError, cause.message, { code: cause.code, ...place, ...http }), hidden: null };
  }
  if (cause instanceof DatabaseUnavailableError) return { error: withOutage(graphQLError, cause, known.isMutation), hidden: null };
  if (cause instanceof AnswerTooLargeError) {
    const isChanged = cause.isChanged || isAfterChange(graphQLError, known.isMutation);
    const { message, extensions } = answerTooLarge(new AnswerTooLargeError(cause.mostBytes, isChanged));
    return { error: withCode(graphQLError, message, extensions), hidden: null };
  }
  if (cause instanceof GraphQLError) {
    const { originalError: _inside, ...extensions }: Record<string, unknown> = {
      code: 'BAD_USER_INPUT',
      ...cause.extensions,
      ...graphQLError.extensions,
    };
    return { error: withCode(graphQLError, presentMessage(graphQLError.message || cause.message, suggests), extensions), hidden: null };
  }
  if (cause instanceof RangeError && cause.message === 'Maximum call stack size exceeded') {
    const { message, extensions } = nestedTooDeeply();
    return { error: withCode(graphQLError, message, extensions), hidden: null };
  }
  const message = internalErrorMessage(requestId);
  return { error: withCode(graphQLError, message, { code: 'INTERNAL_SERVER_ERROR', requestId }), hidden: cause };
};

/** The result, unless it is larger than an answer may be: then without data. Only what changed something is answered so, the door refuses the rest. */
const withinLimit = (result: ExecutionResult, { lifetime, known }: Presentation): ExecutionResult => {
  const bytes = jsonSize(result.data, lifetime.mostBytes);
  if (bytes >= largeBytes) lifetime.bytes = Math.max(lifetime.bytes, bytes); // what was asked under many names is read once
  if (bytes <= lifetime.mostBytes) return result;
  lifetime.endAsTooLarge();
  return { data: null, errors: [answerTooLarge(new AnswerTooLargeError(lifetime.mostBytes, known.isMutation))] };
};

/** The result as the client sees it, its errors presented; what they hide is in the log. */
export const presentResult = (executed: ExecutionResult, presentation: Presentation): ExecutionResult => {
  const { requestId, logger, lifetime, notes } = presentation;
  const result = withinLimit(executed, presentation);
  const { errors, ...rest } = result;
  if (!errors) return result;
  const presented = errors.map((error) => presentError(error, presentation));
  for (const { hidden, error } of presented)
    if (hidden !== null && !lifetime.isOver) logger.error({ requestId, err: hidden, path: error.path }, 'A resolver failed');
  // a request that could not even begin is the caller's fault: 400, but for a bad document only where the client understands it
  const begun = 'data' in rest;
  for (const { error, hidden } of presented) {
    const { extensions } = error;
    noteErrorCode(notes, extensions['code']);
    if (extensions['code'] === 'BAD_REQUEST') extensions['http'] = { status: 400, ...(extensions['http'] as object), spec: false };
    else if (!begun && hidden === null) extensions['http'] ??= { status: 400, spec: true };
  }
  return { ...rest, errors: presented.map(({ error }) => error) };
};
