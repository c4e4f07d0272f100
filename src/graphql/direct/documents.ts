// Keeps what was worked out of the texts of queries: their documents, valid as they are. Bounded by the length of the texts, so that hostile ones
// can't fill the memory.
import { type DocumentNode, type FragmentDefinitionNode, type GraphQLError, Kind, type OperationDefinitionNode, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Cost, costOf } from '../answer-size.js';
import type { Limits } from '../limits/limits.js';
import { screen } from '../limits/screen.js';
import { schema } from '../schema.js';
import { type OpenVariables, type Variables, variableOpener } from './variables.js';

/** One operation of a valid document. */
export interface Operation {
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  open(coerced: Variables): OpenVariables;
  /** Objects that its answer can have. */
  readonly cost: Cost;
}

/** The operations of a valid document by name; the only one, without. */
type Operations = ReadonlyMap<string | undefined, Operation>;

export interface KnownDocument {
  /** Null for a text that is no valid document, or over a limit. */
  readonly operations: Operations | null;
  /** Why the text is over a limit. */
  readonly refusal: GraphQLError | null;
  /** Whether it asks about the schema. */
  readonly introspects: boolean;
}

/** Null for a document that isn't valid. */
const operationsOf = (document: DocumentNode): Operations | null => {
  if (validate(schema, document, undefined, { maxErrors: 1 }).length > 0) return null;
  const nodes: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) nodes.push(definition);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operations = nodes.map(
    (node): Operation => ({
      document,
      node,
      fragments,
      open: variableOpener(document, node),
      cost: costOf(schema, document, node),
    }),
  );
  const [only, ...others] = operations;
  const named = operations.map((operation) => [operation.node.name?.value, operation] as const);
  return new Map(only && others.length === 0 ? [...named, [undefined, only]] : named);
};

/** Characters of all texts that are kept; a document takes about fifty times as many bytes. */
const mostCharacters = 1_000_000;

/** Finds what is known of a text, and finds it out first. */
export const createDocuments = (limits: Limits): ((text: string) => KnownDocument) => {
  const texts = new LRUCache<string, KnownDocument>({
    maxSize: mostCharacters,
    sizeCalculation: (_value, text) => text.length + 100,
  });
  return (text) => {
    const known = texts.get(text);
    if (known) return known;
    const { document, measures, refusal } = screen(text, limits);
    const found = { operations: document && operationsOf(document), refusal, introspects: measures?.introspects ?? false };
    texts.set(text, found);
    return found;
  };
};
