// Keeps the statements that answer queries, with slots for the values that differ from request to request. Bounded by the length of their texts.
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../domain/errors.js';
import { scopesOf } from '../../domain/read/scopes.js';
import { type ShapeStatement, shapeStatement } from '../../domain/read/shape-statement.js';
import type { Scope } from '../../domain/viewer.js';
import type { Operation } from './documents.js';
import { planQuery } from './plan.js';
import type { OpenVariables, Variables } from './variables.js';

/** A statement that answers a query; some of its values are slots. */
export interface Statement extends ShapeStatement {
  /** What the viewer must be allowed to read, or the answer would have refusals in it. */
  readonly scopes: ReadonlySet<Scope>;
}

/** Characters of all statements that are kept. */
const mostCharacters = 8_000_000;

/** What is known of a query with its variables. */
interface Known {
  /** Objects that the answer can have. */
  readonly cost: number;
  /** Null for a query that only the executor can answer. */
  readonly sql: Statement | null;
}

const plan = ({ node, fragments }: Operation, values: Variables): Statement | null => {
  try {
    const root = planQuery(node, fragments, values);
    return { ...shapeStatement(root), scopes: scopesOf(root) };
  } catch (error) {
    // arguments that are refused, or a query that can't be planned: the executor has the words for it
    if (error instanceof DomainError || error instanceof GraphQLError || error instanceof TypeError) return null;
    throw error;
  }
};

/** Null for variables that are refused. */
const openOrNull = (operation: Operation, coerced: Variables): OpenVariables | null => {
  try {
    return operation.open(coerced);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
};

/** Finds or makes the statement that answers a query with the variables; null for variables that are refused. */
export const createStatements = (mostCost: number): ((operation: Operation, coerced: Variables) => Known | null) => {
  const numbers = new WeakMap<Operation, number>();
  const statements = new LRUCache<string, Known>({
    maxSize: mostCharacters,
    sizeCalculation: ({ sql }, key) => (sql?.text.length ?? 0) + key.length + 100,
  });
  let last = 0;
  const numberOf = (operation: Operation): number => {
    const known = numbers.get(operation);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(operation, last);
    return last;
  };
  return (operation, coerced) => {
    const variables = openOrNull(operation, coerced);
    if (!variables) return null;
    const key = `${numberOf(operation)};${variables.key}`;
    const known = statements.get(key);
    if (known) return known;
    const cost = operation.cost.of(variables.values);
    const found = { cost, sql: cost > mostCost ? null : plan(operation, variables.values) };
    statements.set(key, found);
    return found;
  };
};
