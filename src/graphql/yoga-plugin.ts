// What the long way does besides executing: the cost and the rate before, the presentation of errors and the cost after.
import { type ExecutionResult, execute, GraphQLError, OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { currentPosition } from '../domain/feed/list-changes.js';
import type { RateRefusal } from '../rate-limit/rate-limiter.js';
import type { DoorContext } from './door-context.js';
import type { GraphQLContext } from './field-by-field/context.js';
import { presentResult } from './format-error.js';
import { costShown } from './limits/cost-extension.js';
import { type Limits, overLimit } from './limits/limits.js';
import type { Admitted } from './request/admit.js';

const rateLimited = ({ message, retryAfter }: RateRefusal): GraphQLError =>
  new GraphQLError(message, {
    extensions: { code: 'RATE_LIMITED', retryAfter, http: { status: 429, headers: { 'retry-after': String(retryAfter) } } },
  });

/** What Yoga gets from the door: nothing is left for it to read, to parse or to validate. */
export interface AdmittedContext extends DoorContext {
  readonly admitted: Admitted;
}

/** The plugin of Yoga that does all of it. */
export const createProtection = (limits: Limits): Plugin<GraphQLContext & AdmittedContext, AdmittedContext> => ({
  onRequestParse: ({ serverContext, setRequestParser }) => {
    const { text, params } = serverContext.admitted;
    const { variables, operationName } = params;
    setRequestParser(() => ({ query: text, variables, ...(operationName !== undefined && { operationName }) }));
  },
  onParse: ({ context, setParsedDocument }) => {
    setParsedDocument((context as unknown as AdmittedContext).admitted.document); // Yoga gives its plugins what the door gave it, and tells them less
  },
  onValidate: ({ setValidationFn }) => {
    setValidationFn(() => []);
  },
  onExecute: async ({ args: { contextValue }, setExecuteFn, setResultAndStopExecution }) => {
    setExecuteFn(execute); // the one of the short way, so that errors have the same words
    const { operation, variables } = contextValue.admitted;
    if (!operation) return; // the executor has the words for it
    const cost = operation.cost.of(variables);
    contextValue.notes.cost = cost;
    const tooLarge = overLimit(limits, 'cost', cost);
    if (tooLarge) {
      setResultAndStopExecution({ errors: [tooLarge] });
      return;
    }
    contextValue.known.cost = cost;
    contextValue.known.isMutation = operation.node.operation === OperationTypeNode.MUTATION;
    const refusal = await contextValue.account.charge(cost);
    if (refusal) setResultAndStopExecution({ errors: [rateLimited(refusal)] });
    else if (contextValue.admitted.text.includes('feedPosition')) contextValue.feedPosition = await currentPosition(contextValue);
  },
  onResultProcess: async ({ result, setResult, serverContext: context }) => {
    const presented = presentResult(result as ExecutionResult, context); // nothing here streams, and nothing is batched
    await context.takeTurn();
    const { cost } = context.known;
    const extensions = {
      ...presented.extensions,
      ...(context.wantsCost && cost !== null && { cost: costShown(cost, limits.cost) }),
      ...(context.notes.isReplayed && { idempotentReplayed: true }),
    };
    setResult(Object.keys(extensions).length === 0 ? presented : { ...presented, extensions });
  },
});
