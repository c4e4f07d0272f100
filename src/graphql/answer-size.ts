// How large an answer a query can ask for: pages within pages multiply, and a short query could fill the memory of the process. This is the cost of a
// query, for the limit and for the rate alike.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
  visit,
} from 'graphql';
import { defaultPageSize, maximumPageSize } from '../domain/read/page.js';
import { schemaListSize } from './schema-list-size.js';

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

const metaFields = new Map([SchemaMetaFieldDef, TypeMetaFieldDef].map((definition) => [definition.name, definition]));

/** Whether the field lists parts of the schema. */
const isAboutSchema = (type: GraphQLNamedType, definition: GraphQLField<unknown, unknown>): boolean =>
  type.name.startsWith('__') && isListType(isNonNullType(definition.type) ? definition.type.ofType : definition.type);

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
  const known = new Map<SelectionSetNode, Map<number, number>>(); // a fragment is sized once per page size, however often it is spread

  const sizeOfField = (field: FieldNode, parent: GraphQLNamedType, rows: number): number => {
    const hasFields = isObjectType(parent) || isInterfaceType(parent);
    const definition = metaFields.get(field.name.value) ?? (hasFields ? parent.getFields()[field.name.value] : undefined);
    const type = definition && getNamedType(definition.type);
    if (!type || !isCompositeType(type) || !field.selectionSet) return 0;
    if (type.name.endsWith('Connection')) return sizeOfSet(field.selectionSet, type, pageSize(field, variables));
    const ids = argumentOf(field, 'ids', variables);
    const isRows = parent.name.endsWith('Connection') && (field.name.value === 'nodes' || field.name.value === 'edges');
    const count = isRows
      ? rows
      : Array.isArray(ids)
        ? ids.length
        : isAboutSchema(type, definition)
          ? schemaListSize(schema, field.name.value)
          : 1;
    return count * (1 + sizeOfSet(field.selectionSet, type, 0));
  };

  /** The objects below one object of the type; `rows` is the size of its page, where it is a connection. */
  const sizeOfSet = (set: SelectionSetNode, type: GraphQLNamedType, rows: number): number => {
    const sizes = known.get(set) ?? new Map<number, number>();
    known.set(set, sizes);
    const sized = sizes.get(rows);
    if (sized !== undefined) return sized;
    const spread = new Set<string>(); // the executor takes a fragment once where it is spread twice
    let size = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        size += sizeOfField(selection, type, rows);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(selection.name.value)) continue;
        spread.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const narrowed = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
      if (fragment && narrowed) size += sizeOfSet(fragment.selectionSet, narrowed, rows);
    }
    sizes.set(rows, size);
    return size;
  };

  const root = operation && schema.getRootType(operation.operation);
  return root ? sizeOfSet(operation.selectionSet, root, 0) : 0;
};

const sizeArguments = new Set(['first', 'last', 'ids']);

/** Whether a variable decides how many rows there are. */
const hasOpenSizes = (document: DocumentNode): boolean => {
  let isOpen = false;
  visit(document, {
    Argument: ({ name, value }) => {
      isOpen ||= value.kind === Kind.VARIABLE && sizeArguments.has(name.value);
    },
  });
  return isOpen;
};

export interface Cost {
  /** What it is whatever the variables are; null where they make a difference. */
  readonly fixed: number | null;
  /** What it is with these coerced variables. */
  readonly of: (variables: Variables) => number;
}

/** The cost of an operation. */
export const costOf = (schema: GraphQLSchema, document: DocumentNode, { name }: OperationDefinitionNode): Cost => {
  const reckon = (variables: Variables) => answerSize(schema, document, name?.value, variables);
  if (hasOpenSizes(document)) return { fixed: null, of: reckon };
  const fixed = reckon({});
  return { fixed, of: () => fixed };
};
