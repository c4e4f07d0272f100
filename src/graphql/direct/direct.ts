// The short way to an answer, for the requests that are most of them: a valid query whose selection can be read in one statement, which the
// database answers with the finished JSON; and a mutation. Everything else is left to Yoga, as if it had come there first: this way either has
// the whole answer or has done nothing.
import { type ExecutionResult, execute, getVariableValues, OperationTypeNode } from 'graphql';
import { DomainError } from '../../domain/errors.js';
import { readText } from '../../domain/read/read.js';
import { createContext } from '../context.js';
import type { DoorContext } from '../door-context.js';
import { costShown } from '../limits/cost-shown.js';
import { countValues } from '../limits/count-values.js';
import type { Limits } from '../limits/limits.js';
import { presentResult } from '../present-error.js';
import { type Asked, readAsked } from '../read-asked.js';
import { schema } from '../schema.js';
import { documentOf, type TrustedDocuments } from '../trusted-documents.js';
import type { KnownDocument, Operation } from './documents.js';
import { createStatements } from './statements.js';

export interface DirectOptions {
  readonly documents: (text: string) => KnownDocument;
  readonly limits: Limits;
  readonly trusted: TrustedDocuments;
}

/** What the answer says besides its data. */
const showCost = (cost: number, limit: number, isAsked: boolean): string =>
  isAsked ? `,"extensions":${JSON.stringify({ cost: costShown(cost, limit) })}` : '';

/** The JSON of an answer without errors; null where the query has to be answered field by field. */
const readQuery = async (
  statementOf: ReturnType<typeof createStatements>,
  operation: Operation,
  asked: Asked,
  mostCost: number,
  { viewer, logger, database, lifetime, account, wantsCost }: DoorContext,
): Promise<string | null> => {
  const { coerced: variables } = getVariableValues(schema, operation.node.variableDefinitions ?? [], asked.variables);
  if (!variables) return null;
  try {
    const statement = statementOf(operation, operation.open(variables));
    if (!statement) return null;
    for (const scope of statement.scopes) if (!viewer.scopes.has(scope)) return null;
    if (await account.charge(statement.cost)) return null; // the long way is refused as well, and says so
    const data = await readText(database, statement, { variables, now: new Date() });
    return `{"data":${data}${showCost(statement.cost, mostCost, wantsCost)}}`;
  } catch (error) {
    if (lifetime.isOver) throw error;
    // a value that is refused, or a statement that failed: another way may get around it, or has the words for it
    if (!(error instanceof DomainError)) logger.warn({ err: error }, 'A query is answered field by field');
    return null;
  }
};

const mutate = async (operation: Operation, asked: Asked, mostCost: number, context: DoorContext): Promise<string | null> => {
  const { coerced } = getVariableValues(schema, operation.node.variableDefinitions ?? [], asked.variables);
  if (!coerced) return null; // nothing is done: the long way has the words for it
  const cost = operation.cost(coerced);
  if (cost > mostCost || (await context.account.charge(cost))) return null;
  const result = await execute({
    schema,
    document: operation.document,
    operationName: asked.operationName ?? null,
    variableValues: asked.variables,
    contextValue: createContext(context.database, context.viewer, context.requestId),
  });
  if (!('data' in result)) return null; // the variables were refused before anything was done
  const { data, errors } = presentResult(result as ExecutionResult, context); // nothing here streams
  return JSON.stringify({ data, errors, extensions: context.wantsCost ? { cost: costShown(cost, mostCost) } : undefined });
};

/** Answers the body of a POST; null where it has to go the long way. */
export const createDirectAnswers = ({
  documents,
  limits,
  trusted,
}: DirectOptions): ((body: Uint8Array, context: DoorContext) => Promise<string | null>) => {
  const statementOf = createStatements(limits.cost);
  const fewValues = 2 * limits.values; // bytes; each value takes at least two
  return async (body, context) => {
    const asked = readAsked(body);
    if (!asked || (body.byteLength > fewValues && countValues(asked.variables) > limits.values)) return null;
    const text = documentOf(trusted, asked);
    const operation = typeof text === 'string' && documents(text).operations?.get(asked.operationName);
    if (!operation) return null;
    if (operation.node.operation === OperationTypeNode.QUERY) return readQuery(statementOf, operation, asked, limits.cost, context);
    return operation.node.operation === OperationTypeNode.MUTATION ? mutate(operation, asked, limits.cost, context) : null;
  };
};
