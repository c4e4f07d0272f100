// Keeps what was worked out of the texts of queries: their documents, valid as they are, or what is wrong with them. Bounded by the bytes that all of it
// takes, so that hostile texts can't fill the memory.
import { type DocumentNode, type FragmentDefinitionNode, GraphQLError, Kind, type OperationDefinitionNode, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { bytesOf } from '../../lib/bytes.js';
import { screen } from '../limits/check-document.js';
import { type Cost, costOf } from '../limits/cost.js';
import type { Limits } from '../limits/limits.js';
import { mostMistakes } from '../refuse.js';
import { schema } from '../schema/schema.js';
import { type OpenVariables, usesOf, type Variables, variableOpener } from '../single-statement/variables.js';
import { withLiteralPaths } from './input-path.js';
import { documentRules } from './single-root-field.js';

/** One operation of a valid document. */
export interface Operation {
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  open(coerced: Variables): OpenVariables;
  /** Objects that its answer can have. */
  readonly cost: Cost;
}

/** The operations of a valid document by name; the only one, without. Each is looked into when it is first asked for. */
interface Operations {
  get(name: string | undefined): Operation | undefined;
}

/** A valid document within the limits. */
export interface ReadDocument {
  readonly document: DocumentNode;
  readonly operations: Operations;
  /** Whether it asks about the schema. */
  readonly introspects: boolean;
}

/** A document, or why its text is refused: it is over a limit, no GraphQL, or not valid. */
export type KnownDocument = ReadDocument | { readonly errors: readonly GraphQLError[]; readonly introspects: boolean };

interface Kept {
  readonly known: KnownDocument;
  /** Bytes that it holds, but for its text. */
  readonly bytes: number;
}

const operationsOf = (document: DocumentNode): Operations => {
  const nodes = new Map<string | undefined, OperationDefinitionNode>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) nodes.set(definition.name?.value, definition);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const [only, ...others] = nodes.values();
  if (only && others.length === 0) nodes.set(undefined, only);
  const uses = usesOf(document);
  const known = new Map<OperationDefinitionNode, Operation>();
  const operationOf = (node: OperationDefinitionNode): Operation => {
    const operation = known.get(node) ?? {
      document,
      node,
      fragments,
      open: variableOpener(uses, node),
      cost: costOf(schema, document, node),
    };
    known.set(node, operation);
    return operation;
  };
  return {
    get: (name) => {
      const node = nodes.get(name);
      return node && operationOf(node);
    },
  };
};

/** Bytes of all that is kept. */
const mostBytes = 50_000_000;

/** Bytes that a token takes, with the nodes that know its place. Measured, as are those of an entry. */
const bytesOfToken = 600;
const bytesOfEntry = 2_000;

/** What graphql says of a directive that it has never heard of, where clients may have. */
const unknownDelay = /^Unknown directive "@(defer|stream)"\.$/;

/** Says of `@defer` and `@stream` why they aren't there; other errors are as they were. */
const explainDelay = (error: GraphQLError): GraphQLError => {
  const [, name] = unknownDelay.exec(error.message) ?? [];
  if (name === undefined) return error;
  const message = `@${name} is not supported: an answer is read in one piece, and comes whole. Leave the directive out, or ask in several requests; changes that come later are what subscriptions are for.`;
  return new GraphQLError(message, { nodes: error.nodes ?? null });
};

const read = (text: string, limits: Limits): Kept => {
  const screened = screen(text, limits);
  if (screened instanceof GraphQLError) return { known: { errors: [screened], introspects: false }, bytes: bytesOfEntry };
  const { document, measures } = screened;
  const { introspects } = measures;
  const bytes = bytesOfEntry + bytesOfToken * (document.tokenCount ?? limits.tokens);
  const errors = validate(schema, document, documentRules, { maxErrors: mostMistakes });
  if (errors.length === 0) return { known: { document, operations: operationsOf(document), introspects }, bytes };
  const told = withLiteralPaths(errors.map(explainDelay), document).map((error) =>
    Object.assign(error, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions } }),
  );
  return { known: { errors: told, introspects }, bytes };
};

/** Finds what is known of a text, and finds it out first. */
export const createDocuments = (limits: Limits): ((text: string) => KnownDocument) => {
  const texts = new LRUCache<string, Kept>({ maxSize: mostBytes, sizeCalculation: ({ bytes }, text) => bytes + bytesOf(text) });
  return (text) => {
    const kept = texts.get(text);
    if (kept) return kept.known;
    const found = read(text, limits);
    texts.set(text, found);
    return found.known;
  };
};
