// Keeps what was worked out of the texts of queries: their documents, valid as they are. Bounded by the length of the texts, so that hostile ones
// can't fill the memory.
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { schema } from '../schema.js';
import { type OpenVariables, type Variables, variableOpener } from './variables.js';

/** One operation of a valid document. */
export interface Operation {
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  open(coerced: Variables): OpenVariables;
}

/** The operations of a valid document by name; the only one, without. */
type Operations = ReadonlyMap<string | undefined, Operation>;

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
  const operations = nodes.map((node): Operation => ({ document, node, fragments, open: variableOpener(document, node) }));
  const [only, ...others] = operations;
  const named = operations.map((operation) => [operation.node.name?.value, operation] as const);
  return new Map(only && others.length === 0 ? [...named, [undefined, only]] : named);
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
