// The short way to an answer, for the requests that are most of them: a valid query, whose selection is read in one statement wherever it can be,
// which the database answers with the finished JSON; or a mutation. Everything else is left to Yoga, as if it had come there first: this way
// either has the whole answer or has done nothing.
import { type ExecutionResult, execute, getVariableValues, OperationTypeNode } from 'graphql';
import type { Database } from '../../db/database.js';
import { DomainError } from '../../domain/errors.js';
import { readText } from '../../domain/read/read.js';
import { createContext } from '../context.js';
import { presentResult } from '../present-error.js';
import { schema } from '../schema.js';
import type { RequestContext } from '../yoga.js';
import { createDocuments, type Operation } from './documents.js';
import { createStatements, type Statement } from './statements.js';

type Values = Readonly<Record<string, unknown>>;

interface Asked {
  readonly query: string;
  readonly variables: Values;
  readonly operationName: string | undefined;
}

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What a body of the usual form asks; null for any other. */
const readBody = (body: Uint8Array): Asked | null => {
  let sent: unknown;
  try {
    sent = JSON.parse(utf8.decode(body));
  } catch {
    return null;
  }
  if (!isObject(sent)) return null;
  const { query, variables = {}, operationName, ...others } = sent;
  if (typeof query !== 'string' || Object.keys(others).length > 0) return null;
  if (variables !== null && !isObject(variables)) return null;
  if (operationName != null && typeof operationName !== 'string') return null;
  return { query, variables: variables ?? {}, operationName: operationName ?? undefined };
};

/** The JSON of an answer without errors; null where the query has to be answered field by field. */
const readQuery = async (
  database: Database,
  { text, values, scopes }: Statement,
  variables: Values,
  { viewer, logger }: RequestContext,
): Promise<string | null> => {
  for (const scope of scopes) if (!viewer.scopes.has(scope)) return null;
  try {
    return `{"data":${await readText(database, { text, values }, { variables, now: new Date() })}}`;
  } catch (error) {
    // a value that is refused, or a statement that failed: the executor may get around it, or has the words for it
    if (!(error instanceof DomainError)) logger.warn({ err: error }, 'A query is answered field by field');
    return null;
  }
};

const executeFields = async (
  database: Database,
  { document }: Operation,
  asked: Asked,
  context: RequestContext,
): Promise<string | null> => {
  const result = await execute({
    schema,
    document,
    operationName: asked.operationName ?? null,
    variableValues: asked.variables,
    contextValue: createContext(database, context.viewer, context.requestId),
  });
  if (!('data' in result)) return null; // the variables were refused before anything was done
  return JSON.stringify(presentResult(result as ExecutionResult, context)); // nothing here streams
};

/** Answers the body of a POST; null where it has to go the long way. */
export const createDirectAnswers = (database: Database): ((body: Uint8Array, context: RequestContext) => Promise<string | null>) => {
  const operationOf = createDocuments();
  const statementOf = createStatements();
  return async (body, context) => {
    const asked = readBody(body);
    const operation = asked && operationOf(asked.query, asked.operationName);
    if (!operation || operation.node.operation === OperationTypeNode.SUBSCRIPTION) return null;
    if (operation.node.operation === OperationTypeNode.MUTATION) return executeFields(database, operation, asked, context);
    const { coerced: variables } = getVariableValues(schema, operation.node.variableDefinitions ?? [], asked.variables);
    if (!variables) return null;
    const statement = statementOf(operation, variables);
    if (statement === 'too large') return null;
    const answer = statement && (await readQuery(database, statement, variables, context));
    return answer ?? executeFields(database, operation, asked, context);
  };
};
