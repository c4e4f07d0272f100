// Where a refused value stands in what was asked: the argument's name, then fields and list positions, as in `ValidationError.fieldErrors`. It is told in
// `extensions.path` of the error, however the value was sent: in the document or in a variable.
import { type ASTNode, type DocumentNode, type GraphQLError, Kind, type ValueNode, visit } from 'graphql';

type Path = readonly string[];

interface Places {
  /** Of values, and of the fields of input objects. */
  readonly nodes: ReadonlyMap<ASTNode, Path>;
  /** Where each variable is first used. */
  readonly variables: ReadonlyMap<string, Path>;
}

/** The places of all values in the arguments of a document. */
export const placesIn = (document: DocumentNode): Places => {
  const nodes = new Map<ASTNode, Path>();
  const variables = new Map<string, Path>();
  const record = (value: ValueNode, path: Path): void => {
    nodes.set(value, path);
    if (value.kind === Kind.VARIABLE && !variables.has(value.name.value)) variables.set(value.name.value, path);
    if (value.kind === Kind.LIST) for (const [index, item] of value.values.entries()) record(item, [...path, String(index)]);
    if (value.kind !== Kind.OBJECT) return;
    for (const field of value.fields) {
      nodes.set(field, [...path, field.name.value]);
      record(field.value, [...path, field.name.value]);
    }
  };
  visit(document, { Argument: ({ name, value }) => record(value, [name.value]) });
  return { nodes, variables };
};

const withPath = (error: GraphQLError, path: Path | undefined): GraphQLError =>
  path ? Object.assign(error, { extensions: { ...error.extensions, path } }) : error;

/** Adds the paths to errors of validation, which name the value that is wrong by its node. */
export const withLiteralPaths = (errors: readonly GraphQLError[], document: DocumentNode): GraphQLError[] => {
  const { nodes } = placesIn(document);
  return errors.map((error) => withPath(error, error.nodes?.[0] && nodes.get(error.nodes[0])));
};
