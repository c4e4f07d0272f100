// Keeps the statements that answer queries, with placeholders for the values that differ from request to request. Bounded by the bytes that all of it takes.
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type PreparedRead, prepareRead } from '../../domain/read/prepared-read.js';
import { valueSize } from '../../domain/read/value-size.js';
import { DomainError } from '../../domain/rules/errors.js';
import { bytesOf } from '../../lib/bytes.js';
import type { Operation } from '../request/documents.js';
import { planQuery } from './plan.js';
import type { OpenVariables, Variables } from './variables.js';

/** Bytes that a single value of a statement may come to: of a larger one, the executor reads the rows one after the other, and no more than an answer may have. */
const largestValue = 256_000_000;

/** Bytes of all statements that are kept. */
const mostBytes = 32_000_000;

/** Bytes that an entry takes beside its texts, and one of its values: a placeholder, mostly. Measured. */
const bytesOfEntry = 2_000;
const bytesOfValue = 300;

/** What is known of a query with its variables. */
interface Known {
  /** Objects that the answer can have. */
  readonly cost: number;
  /** Null for a query that only the executor can answer. */
  readonly read: PreparedRead | null;
}

const plan = ({ node, fragments }: Operation, values: Variables): PreparedRead | null => {
  try {
    const root = planQuery(node, fragments, values);
    const read = prepareRead(root);
    return valueSize(root, read.template.isList) > largestValue ? null : read;
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

/** Bytes of an entry. Literals of the document may stand in the values, and keep all of its text. */
const sizeOf = ({ document }: Operation, key: string, { read }: Known): number => {
  const { text = '', values = [], template } = read ?? {};
  return bytesOfEntry + bytesOf(document.loc?.source.body ?? '', key, text, ...(template?.literals ?? [])) + bytesOfValue * values.length;
};

/** Finds or makes the statement that answers a query with the variables; null for variables that are refused. */
export const createStatements = (mostCost: number): ((operation: Operation, coerced: Variables) => Known | null) => {
  const numbers = new WeakMap<Operation, number>();
  const statements = new LRUCache<string, Known>({ maxSize: mostBytes });
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
    const found = { cost, read: cost > mostCost ? null : plan(operation, variables.values) };
    statements.set(key, found, { size: sizeOf(operation, key, found) });
    return found;
  };
};
