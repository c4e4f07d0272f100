// The short way to an answer, for the requests that are most of them: a valid query, whose selection is read in one statement wherever it can be,
// which the database answers with the finished JSON; or a mutation. Everything else is left to Yoga, as if it had come there first: this way
// either has the whole answer or has done nothing.
import { type ExecutionResult, execute, type GraphQLError, OperationTypeNode } from 'graphql';
import { isRefusedStatement } from '../../db/violations.js';
import { type PreparedRead, runRead } from '../../domain/read/prepared-read.js';
import { DomainError } from '../../domain/rules/errors.js';
import { type HttpAnswer, largeBytes, type Pieces } from '../../http/request.js';
import type { DoorContext } from '../door-context.js';
import { createContext } from '../field-by-field/context.js';
import { presentResult } from '../format-error.js';
import { jsonPieces } from '../json-pieces.js';
import { costShown } from '../limits/cost-extension.js';
import type { Limits } from '../limits/limits.js';
import type { Admitted } from '../request/admit.js';
import { coerceVariables } from '../request/coerce-variables.js';
import type { Operation } from '../request/documents.js';
import type { GraphQLParams } from '../request/read-params.js';
import { schema } from '../schema/schema.js';
import { createStatements } from './statements.js';
import { takeHttp } from './take-http.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * The JSON of an answer without errors, in pieces; null where the query has to be answered field by field.
 * @throws what a statement fails with for any other reason than what is in it: the executor would fail by the same, at a higher price
 */
const readQuery = async (read: PreparedRead, variables: Values, context: DoorContext): Promise<string[] | null> => {
  try {
    return await runRead(context, read, { variables, now: new Date() });
  } catch (error) {
    // a scope or a value that is refused: the executor may get around it, or says it in its place
    if (error instanceof DomainError || isRefusedStatement(error)) return null;
    throw error;
  }
};

/** An answer, but for its media type. */
type DirectAnswer = HttpAnswer & { readonly body: string | Pieces };

const extensionsOf = (cost: object | null, { notes }: DoorContext): object | undefined =>
  notes.isReplayed ? { ...cost, idempotentReplayed: true } : (cost ?? undefined);

/** The executor stops at the first wrong variable, before any resolver runs; all mistakes are then listed by `coerceVariables`. */
const options = { maxCoercionErrors: 1 };

const executeFields = async (
  operation: Operation,
  asked: GraphQLParams,
  context: DoorContext,
  cost: object | null,
): Promise<DirectAnswer | readonly GraphQLError[] | null> => {
  const { document, node } = operation;
  context.known.isMutation = node.operation === OperationTypeNode.MUTATION;
  const result = await execute({
    schema,
    document,
    operationName: asked.operationName ?? null,
    variableValues: asked.variables,
    contextValue: createContext(context),
    options,
  });
  if (!('data' in result)) {
    const refused = coerceVariables(operation, asked.variables, context.suggests);
    return 'errors' in refused ? refused.errors : null;
  }
  const presented = presentResult(result as ExecutionResult, context); // nothing here streams
  await context.takeTurn();
  const { status, headers, errors } = takeHttp(presented.errors);
  const answer = { data: presented.data, errors, extensions: extensionsOf(cost, context) };
  return { status, headers, body: context.lifetime.bytes < largeBytes ? JSON.stringify(answer) : jsonPieces(answer) };
};

/** Answers what a POST asks, or refuses its variables; null where it has to go the long way, which has the words for every other refusal. */
export const createDirectAnswers = (
  limits: Limits,
): ((admitted: Admitted, context: DoorContext) => Promise<DirectAnswer | readonly GraphQLError[] | null>) => {
  const statementOf = createStatements(limits.cost);
  return async ({ params, operation, variables }, context) => {
    if (!operation || operation.node.operation === OperationTypeNode.SUBSCRIPTION) return null;
    const statement = operation.node.operation === OperationTypeNode.QUERY ? statementOf(operation, variables) : null;
    const cost = statement?.cost ?? operation.cost.of(variables);
    context.notes.cost = cost;
    if (cost > limits.cost || (await context.account.charge(cost))) return null;
    const shown = context.wantsCost ? { cost: costShown(cost, limits.cost) } : null;
    const data = statement?.read ? await readQuery(statement.read, variables, context) : null;
    if (data === null) return executeFields(operation, params, context, shown);
    return { status: 200, headers: {}, body: ['{"data":', ...data, shown ? `,"extensions":${JSON.stringify(shown)}}` : '}'] };
  };
};
