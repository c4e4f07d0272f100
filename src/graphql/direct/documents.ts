// Keeps what was worked out of the texts of queries: their documents, valid as they are, and the plans of their operations. Bounded by the
// length of the texts, so that hostile ones can't fill the memory.
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse, validate, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import { schema } from '../schema.js';
import type { Variables } from './collect-fields.js';
import { type Plan, planQuery } from './plan.js';

/** One operation of a valid document. */
export interface Operation {
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  /** Null where the executor has to answer. */
  plan(variables: Variables): Plan | null;
}

/** The operations of a valid document by name; the only one, without. */
type Operations = ReadonlyMap<string | undefined, Operation>;

/** Most plans of one operation: one for each way in which its `@skip`s and `@include`s can be decided. */
const mostPlans = 32;

/** The names of the variables that decide which fields are asked for. */
const decidingVariables = (document: DocumentNode): string[] => {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ arguments: given = [] }) => {
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
};

const operationOf = (
  document: DocumentNode,
  node: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Operation => {
  const deciding = decidingVariables(document);
  const plans = new Map<string, Plan | null>();
  return {
    document,
    node,
    plan: (variables) => {
      const key = deciding.map((name) => String(variables[name])).join();
      const known = plans.get(key);
      if (known !== undefined) return known;
      if (plans.size >= mostPlans) plans.clear();
      const plan = planQuery(node, fragments, variables);
      plans.set(key, plan);
      return plan;
    },
  };
};

/** Null for a text that is no valid document. */
const read = (text: string): Operations | null => {
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true });
  } catch {
    return null;
  }
  if (validate(schema, document, undefined, { maxErrors: 1 }).length > 0) return null;
  const nodes: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) nodes.push(definition);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operations = nodes.map((node) => operationOf(document, node, fragments));
  const named = operations.map((operation) => [operation.node.name?.value, operation] as const);
  return new Map([...named, ...(operations.length === 1 && operations[0] ? [[undefined, operations[0]] as const] : [])]);
};

/** Characters of all texts that are kept; a document takes about fifty times as many bytes. */
const mostCharacters = 1_000_000;

/** Finds the operation of a text by its name; null where there is none, or where the text is no valid document. */
export const createDocuments = (): ((text: string, operationName: string | undefined) => Operation | null) => {
  const texts = new LRUCache<string, { readonly operations: Operations | null }>({
    maxSize: mostCharacters,
    sizeCalculation: (_value, text) => text.length + 100,
  });
  return (text, operationName) => {
    const known = texts.get(text);
    if (known) return known.operations?.get(operationName) ?? null;
    const operations = read(text);
    texts.set(text, { operations });
    return operations?.get(operationName) ?? null;
  };
};
