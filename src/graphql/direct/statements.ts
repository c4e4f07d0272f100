// Keeps the statements that answer queries, with slots for the values that differ from request to request. Bounded by the length of their texts.
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../domain/errors.js';
import { shapeStatement } from '../../domain/read/shape-statement.js';
import type { Scope } from '../../domain/viewer.js';
import type { Operation } from './documents.js';
import { planQuery } from './plan.js';
import type { OpenVariables } from './variables.js';

/** A statement that answers a query with one text. */
export interface Statement {
  readonly text: string;
  /** Some of them slots. */
  readonly values: readonly unknown[];
  /** What the viewer must be allowed to read, or the answer would have refusals in it. */
  readonly scopes: ReadonlySet<Scope>;
  /** Objects that the answer can have. */
  readonly cost: number;
}

/** Characters of all statements that are kept. */
const mostCharacters = 8_000_000;

const make = ({ node, fragments, cost: costBy }: Operation, { values }: OpenVariables, mostCost: number): Statement | null => {
  const cost = costBy(values);
  if (cost > mostCost) return null;
  try {
    const { root, scopes } = planQuery(node, fragments, values);
    const { text, values: parameters } = shapeStatement(root);
    return { text, values: parameters, scopes, cost };
  } catch (error) {
    // arguments that are refused, or a query that can't be planned: the executor has the words for it
    if (error instanceof DomainError || error instanceof GraphQLError || error instanceof TypeError) return null;
    throw error;
  }
};

/** Finds or makes the statement of an operation; null where there is none that could answer it. */
export const createStatements = (mostCost: number): ((operation: Operation, variables: OpenVariables) => Statement | null) => {
  const numbers = new WeakMap<Operation, number>();
  const statements = new LRUCache<string, { readonly statement: Statement | null }>({
    maxSize: mostCharacters,
    sizeCalculation: ({ statement }, key) => (statement?.text.length ?? 0) + key.length + 100,
  });
  let last = 0;
  const numberOf = (operation: Operation): number => {
    const known = numbers.get(operation);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(operation, last);
    return last;
  };
  return (operation, variables) => {
    const key = `${numberOf(operation)};${variables.key}`;
    const known = statements.get(key);
    if (known) return known.statement;
    const statement = make(operation, variables, mostCost);
    statements.set(key, { statement });
    return statement;
  };
};
