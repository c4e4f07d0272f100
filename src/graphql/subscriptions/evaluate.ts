// Makes messages: what a subscription selects of each change, read for all of a batch together.
import { setTimeout as sleep } from 'node:timers/promises';
import { type ExecutionResult, execute, GraphQLError } from 'graphql';
import { createLifetime } from '../../db/lifetime.js';
import { DatabaseUnavailableError } from '../../db/unavailable.js';
import { encodePosition } from '../../domain/feed/position.js';
import type { RequestContext } from '../../request/request-context.js';
import { createNotes } from '../../request/request-notes.js';
import { createContext } from '../field-by-field/context.js';
import { presentResult } from '../format-error.js';
import type { Admitted } from '../request/admit.js';
import { schema } from '../schema/schema.js';
import type { Source } from './plan.js';
import type { StreamMessage } from './stream.js';

/** Milliseconds until what the database could not answer is asked again. */
const retryPauseMs = 500;

/** A message in its place. */
export interface Placed {
  readonly place: number;
  readonly message: StreamMessage;
}

export type Evaluate = (sources: readonly Source[]) => Promise<readonly Placed[]>;

const isOutage = (error: unknown): boolean =>
  error instanceof DatabaseUnavailableError || (error instanceof GraphQLError && isOutage(error.originalError));

/** Does the work until the database answers. `isOver`: whether nobody waits for it any more. */
export const throughOutages = async <Result>(work: () => Promise<Result>, isOver: () => boolean): Promise<Result> => {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || isOver()) throw error;
      await sleep(retryPauseMs, undefined, { ref: false });
    }
  }
};

/** For the errors of a stream as its client sees them. */
export const present = (result: ExecutionResult, { requestId, logger, lifetime }: RequestContext): ExecutionResult =>
  presentResult(result, {
    requestId,
    logger,
    lifetime: createLifetime(lifetime.mostBytes),
    suggests: false,
    known: { isMutation: false },
    notes: createNotes(),
  });

/** What an error says as the last message. */
export const lastMessage = (error: unknown, context: RequestContext): StreamMessage => {
  const told =
    error instanceof GraphQLError
      ? error
      : new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
  return { position: null, result: present({ errors: [told] }, context) };
};

export const createEvaluate = ({ document, params }: Admitted, context: RequestContext): Evaluate => {
  const evaluateOne = (contextValue: unknown, rootValue: unknown): ExecutionResult | Promise<ExecutionResult> =>
    execute({ schema, document, rootValue, contextValue, operationName: params.operationName ?? null, variableValues: params.variables });
  return async (sources) => {
    if (sources.length === 0) return [];
    const shared = createContext(context);
    const results = await Promise.all(sources.map(({ root }) => evaluateOne(shared, root)));
    const failure = results.flatMap(({ errors = [] }) => errors).find(isOutage);
    if (failure) throw failure;
    return sources.map(({ position }, index) => ({
      place: position.place,
      message: { position: encodePosition(position), result: present(results[index] ?? {}, context) },
    }));
  };
};
