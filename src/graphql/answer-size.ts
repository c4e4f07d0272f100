// How large an answer a query can ask for: pages within pages multiply, and a short query could fill the memory of the process.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { defaultPageSize, maximumPageSize } from '../domain/read/page.js';

/** Most objects that one answer may have to hold. */
export const largestAnswer = 300_000;

type Variables = Readonly<Record<string, unknown>>;

const argumentValue = (node: ValueNode | undefined, variables: Variables): unknown => {
  if (node?.kind === Kind.VARIABLE) return variables[node.name.value];
  if (node?.kind === Kind.INT) return Number(node.value);
  return node?.kind === Kind.LIST ? node.values : undefined;
};

const argumentOf = (field: FieldNode, name: string, variables: Variables): unknown =>
  argumentValue(field.arguments?.find((argument) => argument.name.value === name)?.value, variables);

/** How many rows a page can have; a size that makes no sense is refused later, by its own message. */
const pageSize = (field: FieldNode, variables: Variables): number => {
  const size = argumentOf(field, 'last', variables) ?? argumentOf(field, 'first', variables) ?? defaultPageSize;
  return Math.min(maximumPageSize, Math.max(0, Number(size) || 0));
};

/** How many objects the operation's answer can have at most, by the page sizes that it asks for. */
export const answerSize = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Variables,
): number => {
  const operation = getOperationAST(document, operationName);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<SelectionSetNode, number>(); // a fragment is sized once, however often it is spread

  const sizeOfField = (field: FieldNode, parent: GraphQLNamedType, rows: number): number => {
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    const type = definition && getNamedType(definition.type);
    if (!type || !isCompositeType(type) || !field.selectionSet) return 0;
    if (type.name.endsWith('Connection')) return sizeOfSet(field.selectionSet, type, pageSize(field, variables));
    const ids = argumentOf(field, 'ids', variables);
    const isRows = parent.name.endsWith('Connection') && (field.name.value === 'nodes' || field.name.value === 'edges');
    const count = isRows ? rows : Array.isArray(ids) ? ids.length : 1;
    return count * (1 + sizeOfSet(field.selectionSet, type, 0));
  };

  /** The objects below one object of the type; `rows` is the size of its page, where it is a connection. */
  const sizeOfSet = (set: SelectionSetNode, type: GraphQLNamedType, rows: number): number => {
    const sized = rows === 0 ? known.get(set) : undefined;
    if (sized !== undefined) return sized;
    const spread = new Set<string>(); // the executor takes a fragment once where it is spread twice
    const sizes = set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return sizeOfField(selection, type, rows);
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(selection.name.value)) return 0;
        spread.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const narrowed = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
      return fragment && narrowed ? sizeOfSet(fragment.selectionSet, narrowed, rows) : 0;
    });
    const size = sizes.reduce((sum, each) => sum + each, 0);
    if (rows === 0) known.set(set, size);
    return size;
  };

  const root = operation && schema.getRootType(operation.operation);
  return root ? sizeOfSet(operation.selectionSet, root, 0) : 0;
};
