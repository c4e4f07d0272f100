// What the long way does besides executing: the limits, trusted documents and the rate before, the presentation of errors and the cost after.
import { type ExecutionResult, GraphQLError, getOperationAST, getVariableValues } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RateRefusal } from '../rate-limit/rate-limiter.js';
import { answerSize } from './answer-size.js';
import type { GraphQLContext } from './context.js';
import type { KnownDocument } from './direct/documents.js';
import type { DoorContext } from './door-context.js';
import { type Introspection, refuseIntrospection } from './introspection.js';
import { costShown } from './limits/cost-shown.js';
import { countValues } from './limits/count-values.js';
import { type Limits, overLimit } from './limits/limits.js';
import { presentResult } from './present-error.js';
import { schema } from './schema.js';
import { documentOf, type Named, type TrustedDocuments } from './trusted-documents.js';

export interface ProtectionOptions {
  readonly documents: (text: string) => KnownDocument;
  readonly limits: Limits;
  readonly introspection: Introspection;
  readonly trusted: TrustedDocuments;
}

const rateLimited = ({ message, retryAfter }: RateRefusal): GraphQLError =>
  new GraphQLError(message, {
    extensions: { code: 'RATE_LIMITED', retryAfter, http: { status: 429, headers: { 'retry-after': String(retryAfter) } } },
  });

/** Yoga reads no `documentId` from the address. */
const documentIdOf = (request: Request): string | undefined =>
  request.method === 'GET' ? (new URL(request.url).searchParams.get('documentId') ?? undefined) : undefined;

/** The plugin of Yoga that does all of it. */
export const createProtection = ({
  documents,
  limits,
  introspection,
  trusted,
}: ProtectionOptions): Plugin<GraphQLContext & DoorContext, DoorContext> => ({
  onParams: ({ params, request, setParams, context }) => {
    const { refusal, suggests } = context as unknown as DoorContext; // Yoga gives its plugins what the door gave it, and tells them less
    if (refusal) throw refusal;
    if (typeof params !== 'object' || params === null) return; // Yoga has the words for it
    const { documentId = documentIdOf(request), ...others } = params as typeof params & Named;
    const text = documentOf(trusted, { ...others, documentId });
    if (text instanceof GraphQLError) throw text;
    const tooMany = overLimit(limits, 'values', countValues(others.variables));
    if (tooMany) throw tooMany;
    const known = typeof text === 'string' ? documents(text) : null;
    if (known?.refusal) throw known.refusal;
    if (known?.introspects && !suggests) throw refuseIntrospection(introspection);
    setParams({ ...others, query: text as string }); // whatever else it is, Yoga refuses
  },
  onValidate:
    () =>
    ({ valid, result, setResult }) => {
      if (valid) return;
      setResult(result.map((error) => Object.assign(error, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions } })));
    },
  onExecute: async ({ args, setResultAndStopExecution }) => {
    const { document, operationName, variableValues, contextValue } = args;
    const operation = getOperationAST(document, operationName);
    const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], variableValues ?? {});
    if (!operation || !coerced) return; // the executor has the words for it
    const cost = answerSize(schema, document, operation.name?.value, coerced);
    const tooLarge = overLimit(limits, 'cost', cost);
    if (tooLarge) {
      setResultAndStopExecution({ errors: [tooLarge] });
      return;
    }
    contextValue.reckoned.cost = cost;
    const refusal = await contextValue.account.charge(cost);
    if (refusal) setResultAndStopExecution({ errors: [rateLimited(refusal)] });
  },
  onSubscribe: ({ setResultAndStopExecution }) => {
    setResultAndStopExecution({
      errors: [new GraphQLError('There are no subscriptions. Ask again with a query.', { extensions: { code: 'BAD_USER_INPUT' } })],
    });
  },
  onResultProcess: ({ result, setResult, serverContext: context }) => {
    const presented = presentResult(result as ExecutionResult, context); // nothing here streams, and nothing is batched
    const { cost } = context.reckoned;
    if (!context.wantsCost || cost === null) setResult(presented);
    else setResult({ ...presented, extensions: { ...presented.extensions, cost: costShown(cost, limits.cost) } });
  },
});
