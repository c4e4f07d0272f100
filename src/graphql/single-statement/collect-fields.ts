// Which fields a selection asks of an object of one type, as the executor collects them: fragments opened, the same name once, `@skip` and
// `@include` followed.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

import type { Variables } from './variables.js';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const isIncluded = (node: SelectionNode, variables: Variables): boolean => {
  if (!node.directives?.length) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
};

const applies = (schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean => {
  if (condition === undefined || condition === type.name) return true;
  const named = schema.getType(condition);
  return isAbstractType(named) && schema.isSubType(named, type);
};

/** The nodes of each field, by the name under which it is answered, in the order of the answer. */
export const collectFields = (
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  fragments: Fragments,
  variables: Variables,
): ReadonlyMap<string, readonly FieldNode[]> => {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const known = fields.get(name);
        if (known) known.push(selection);
        else fields.set(name, [selection]);
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      if (isSpread) {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
      }
      const fragment = isSpread ? fragments.get(selection.name.value) : selection;
      if (fragment && applies(schema, fragment.typeCondition?.name.value, type)) collect(fragment.selectionSet);
    }
  };
  for (const set of sets) collect(set);
  return fields;
};
