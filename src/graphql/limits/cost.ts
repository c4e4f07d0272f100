// What a query takes: the objects that its answer can have, as pages within pages multiply and a short query could fill the memory of the process, and
// what has to be looked at to find them. This is the cost of a query, for the limit and for the rate alike; the prices are in `domain/read/cost.ts`.
import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
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
  TypeInfo,
  TypeMetaFieldDef,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { prices } from '../../domain/read/cost.js';
import { useOf } from '../schema/sources/source.js';
import { argumentNode, argumentValue, changeCost, filterCost, groupCount, pageSize, type Variables } from './argument-cost.js';
import { type Field, type PricedField, pricedOf } from './priced-field.js';
import { schemaListSize } from './schema-list-size.js';

const metaFields = new Map([SchemaMetaFieldDef, TypeMetaFieldDef].map((definition) => [definition.name, definition]));

const isList = ({ type }: Field): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** How many objects a list has that has no pages: parts of the schema, or what belongs to one record. */
const listSize = (schema: GraphQLSchema, type: GraphQLNamedType, { name }: Field): number =>
  type.name.startsWith('__') ? schemaListSize(schema, name) : prices.wholeList;

/** A group is read like a small block of statistics. */
const objectPrice = ({ name }: GraphQLNamedType): number => (name === 'IntegrationErrorGroup' ? prices.group : prices.object);

/** A page that a connection asks for, or a set of runs that statistics are of. */
interface PageCost {
  readonly rows: number;
  /** What each `totalCount` costs, or each list of groups. */
  readonly count: number;
}

const noPage: PageCost = { rows: 0, count: 0 };

/** What the operation takes at most, in objects, by the page sizes and filters that it asks for. */
const answerSize = (schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined, variables: Variables): number => {
  const operation = getOperationAST(document, operationName);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<SelectionSetNode, Map<string, number>>(); // a fragment is sized once per page, however often it is spread
  const root = operation && schema.getRootType(operation.operation);

  const sizeOfConnection = (field: FieldNode, set: SelectionSetNode, isOfRecord: boolean, type: GraphQLNamedType, from: PricedField) => {
    const scale = isOfRecord ? prices.ownList : 1;
    const found = (from.errorGroups ? prices.statistics : 0) + filterCost(field, from, variables) / scale; // groups are found by going through the errors
    const counted = from.errorGroups ? 0 : prices.count / scale;
    return found + sizeOfSet(set, type, { rows: pageSize(field, from, variables), count: found + counted });
  };

  /** A block goes through its runs once, and once more for each list of groups; groups within groups go through the runs of theirs. */
  const sizeOfStatistics = (field: FieldNode, set: SelectionSetNode, type: GraphQLNamedType, from: PricedField) => {
    const pass = (prices.statistics + filterCost(field, from, variables)) / (from.statistics === 'record' ? prices.ownList : 1);
    return pass + prices.object + sizeOfSet(set, type, { rows: 0, count: pass });
  };

  const sizeOfField = (field: FieldNode, parent: GraphQLNamedType, page: PageCost): number => {
    const hasFields = isObjectType(parent) || isInterfaceType(parent);
    const definition = metaFields.get(field.name.value) ?? (hasFields ? parent.getFields()[field.name.value] : undefined);
    if (!definition) return 0;
    const type = getNamedType(definition.type);
    const from = pricedOf(definition);
    if (from.part === 'count') return page.count;
    if (type.name === 'JSON') return prices.json;
    if (!isCompositeType(type) || !field.selectionSet) return 0;
    if (from.pageSizes.length > 0 && !isList(definition)) return sizeOfConnection(field, field.selectionSet, parent !== root, type, from);
    if (from.groups) {
      const below = sizeOfSet(field.selectionSet, type, { rows: 0, count: page.count / prices.ownList });
      return page.count + groupCount(field, definition, from.groups, variables) * (prices.object + below);
    }
    if (from.statistics === 'group') return prices.object + sizeOfSet(field.selectionSet, type, page);
    if (from.statistics) return sizeOfStatistics(field, field.selectionSet, type, from);
    if (from.errorGroups) return prices.group + sizeOfSet(field.selectionSet, type, noPage);
    const ids = from.ids === null ? null : argumentValue(argumentNode(field, from.ids), variables);
    const isRows = from.part === 'rows' || from.part === 'entries';
    const isPage = from.pageSizes.length > 0;
    const count = isRows
      ? page.rows
      : isPage
        ? pageSize(field, from, variables)
        : Array.isArray(ids)
          ? ids.length
          : isList(definition)
            ? listSize(schema, type, definition)
            : 1;
    return changeCost(field, from, variables) + count * (objectPrice(type) + sizeOfSet(field.selectionSet, type, noPage));
  };

  /** What is below one object of the type; `page` is what a connection asks for. */
  const sizeOfSet = (set: SelectionSetNode, type: GraphQLNamedType, page: PageCost): number => {
    const sizes = known.get(set) ?? new Map<string, number>();
    known.set(set, sizes);
    const key = `${page.rows};${page.count}`;
    const sized = sizes.get(key);
    if (sized !== undefined) return sized;
    const spread = new Set<string>(); // the executor takes a fragment once where it is spread twice
    let size = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        size += sizeOfField(selection, type, page);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(selection.name.value)) continue;
        spread.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const narrowed = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
      if (fragment && narrowed) size += sizeOfSet(fragment.selectionSet, narrowed, page);
    }
    sizes.set(key, size);
    return size;
  };

  return root ? Math.ceil(sizeOfSet(operation.selectionSet, root, noPage)) : 0;
};

const decidesCost = (argument: GraphQLArgument | null | undefined): boolean => {
  const use = argument && useOf(argument)?.as;
  return use === 'pageSize' || use === 'ids' || use === 'filter' || use === 'groups' || use === 'many';
};

/** Whether a variable decides how many rows there are, or how they are found. */
const hasOpenSizes = (schema: GraphQLSchema, document: DocumentNode): boolean => {
  let isOpen = false;
  const types = new TypeInfo(schema);
  const visitor: ASTVisitor = {
    VariableDefinition: () => false,
    Variable: () => {
      if (!types.getDirective() && decidesCost(types.getArgument())) isOpen = true;
    },
  };
  visit(document, visitWithTypeInfo(types, visitor));
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
  if (hasOpenSizes(schema, document)) return { fixed: null, of: reckon };
  const fixed = reckon({});
  return { fixed, of: () => fixed };
};
