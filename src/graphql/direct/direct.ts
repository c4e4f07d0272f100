// The short way to an answer, for the requests that are most of them: a valid query, whose selection is read in one statement wherever it can be,
// which the database answers with the finished JSON; or a mutation. Everything else is left to Yoga, as if it had come there first: this way
// either has the whole answer or has done nothing.
import { type ExecutionResult, execute, type GraphQLError, getVariableValues, OperationTypeNode } from 'graphql';
import { DomainError } from '../../domain/errors.js';
import { readText } from '../../domain/read/read.js';
import type { Pieces } from '../../http.js';
import { createContext } from '../context.js';
import type { DoorContext } from '../door-context.js';
import { costShown } from '../limits/cost-shown.js';
import { countValues } from '../limits/count-values.js';
import { type Limits, overLimit } from '../limits/limits.js';
import { presentResult } from '../present-error.js';
import { type Asked, readAsked } from '../read-asked.js';
import { schema } from '../schema.js';
import { documentOf, type TrustedDocuments } from '../trusted-documents.js';
import type { KnownDocument, Operation } from './documents.js';
import { createStatements, type Statement } from './statements.js';

type Values = Readonly<Record<string, unknown>>;

export interface DirectOptions {
  readonly documents: (text: string) => KnownDocument;
  readonly limits: Limits;
  readonly trusted: TrustedDocuments;
}

/** The JSON of an answer without errors, in pieces; null where the query has to be answered field by field. */
const readQuery = async (
  statement: Statement,
  variables: Values,
  { viewer, logger, database, lifetime }: DoorContext,
): Promise<string[] | null> => {
  for (const scope of statement.scopes) if (!viewer.scopes.has(scope)) return null;
  try {
    return await readText(database, statement, { variables, now: new Date() });
  } catch (error) {
    if (lifetime.isOver) throw error;
    // a value that is refused, or a statement that failed: the executor may get around it, or has the words for it
    if (!(error instanceof DomainError)) logger.warn({ err: error }, 'A query is answered field by field');
    return null;
  }
};

const executeFields = async ({ document }: Operation, asked: Asked, context: DoorContext, cost: object | null): Promise<string | null> => {
  const result = await execute({
    schema,
    document,
    operationName: asked.operationName ?? null,
    variableValues: asked.variables,
    contextValue: createContext(context),
  });
  if (!('data' in result)) return null; // the variables were refused before anything was done
  const { data, errors } = presentResult(result as ExecutionResult, context); // nothing here streams
  return JSON.stringify({ data, errors, extensions: cost ?? undefined });
};

/**
 * Answers the body of a POST; null where it has to go the long way, which has the words for every refusal. The one refusal that is given here is of
 * what is too much to be read twice.
 */
export const createDirectAnswers = ({
  documents,
  limits,
  trusted,
}: DirectOptions): ((body: Uint8Array, context: DoorContext) => Promise<string | Pieces | GraphQLError | null>) => {
  const statementOf = createStatements(limits.cost);
  const fewValues = 2 * limits.values; // bytes; each value takes at least two
  return async (body, context) => {
    const asked = readAsked(body);
    if (!asked) return null;
    const tooMany = body.byteLength > fewValues ? overLimit(limits, 'values', countValues(asked.variables)) : null;
    if (tooMany) return tooMany;
    const text = documentOf(trusted, asked);
    if (typeof text !== 'string') return null;
    const { operations, introspects } = documents(text);
    const operation = operations?.get(asked.operationName);
    if (!operation || (introspects && !context.suggests) || operation.node.operation === OperationTypeNode.SUBSCRIPTION) return null;
    const isQuery = operation.node.operation === OperationTypeNode.QUERY;
    const isNeeded = isQuery || operation.cost.fixed === null; // the executor coerces the variables anyway
    const variables = isNeeded ? getVariableValues(schema, operation.node.variableDefinitions ?? [], asked.variables).coerced : {};
    if (!variables) return null;

    const statement = isQuery ? statementOf(operation, variables) : null;
    const cost = statement?.cost ?? operation.cost.of(variables);
    if (cost > limits.cost || (await context.account.charge(cost))) return null;
    const shown = context.wantsCost ? { cost: costShown(cost, limits.cost) } : null;
    const data = statement?.sql ? await readQuery(statement.sql, variables, context) : null;
    if (data === null) return executeFields(operation, asked, context, shown);
    return ['{"data":', ...data, shown ? `,"extensions":${JSON.stringify(shown)}}` : '}'];
  };
};
