// What a mutation is to show of other records is checked before anything is written: a change that was made must not be answered like one that was
// refused. The record itself is shown to whoever has changed it; what hangs on it is a read.
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { associationOf } from '../../domain/entities/entities.js';
import type { EntityName } from '../../domain/entities/entity.js';
import { type Condition, everything } from '../../domain/read/conditions.js';
import { authorizeRead } from '../../domain/read/scopes.js';
import { own } from '../../lib/own.js';
import { type NodeType, nodeTypes } from '../schema/global-id.js';
import { type Source, sourceOf, useOf } from '../schema/sources/source.js';
import { collectFields } from '../single-statement/collect-fields.js';
import type { GraphQLContext } from './context.js';
import { type ListArguments, listQueryOf } from './list.js';
import { checkLength } from './window.js';

const associationIn = (source: Source | null): string | null => {
  if (source === null) return null;
  if ('one' in source) return source.one;
  if ('pageOf' in source) return source.pageOf;
  if ('of' in source) return source.of;
  if ('listOf' in source) return source.listOf;
  return 'firstOf' in source ? source.firstOf : null;
};

/** The condition that the arguments of a list of errors have, if they have one. */
const filterIn = (entity: EntityName, given: object): Condition => listQueryOf(entity, given as ListArguments).where;

const setsOf = (nodes: readonly FieldNode[]): SelectionSetNode[] => nodes.flatMap(({ selectionSet }) => selectionSet ?? []);

/** A list that is read from nowhere is of what the mutation itself has changed, and all that is left to check is how long it may be. */
const checkLengths = (field: GraphQLField<unknown, unknown>, node: FieldNode, variables: GraphQLResolveInfo['variableValues']): void => {
  const lengths = field.args.filter((argument) => useOf(argument)?.as === 'pageSize');
  if (lengths.length === 0) return;
  const given = getArgumentValues(field, node, variables);
  for (const { name } of lengths) {
    const length = own(given, name);
    if (typeof length === 'number') checkLength(name, length);
  }
};

/** Below the field are the result, its record and the record's own fields. */
const ownLevels = 2;

const isDeeper = (set: SelectionSetNode, fragments: GraphQLResolveInfo['fragments'], levels: number): boolean =>
  set.selections.some((selection) => {
    if (selection.kind === Kind.FIELD)
      return (
        selection.selectionSet !== undefined &&
        (levels === 1 || (selection.arguments ?? []).length > 0 || isDeeper(selection.selectionSet, fragments, levels - 1))
      );
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
    return inner !== undefined && isDeeper(inner.selectionSet, fragments, levels);
  });

/** By the field of a kept document: whether it asks for more than a record's own fields, or has arguments on the way, which few do. */
const known = new WeakMap<FieldNode, boolean>();

const leadsFurther = (node: FieldNode, { fragments }: GraphQLResolveInfo): boolean => {
  const answer = known.get(node) ?? (node.selectionSet !== undefined && isDeeper(node.selectionSet, fragments, ownLevels));
  known.set(node, answer);
  return answer;
};

/**
 * Checks all that the selection of a mutation reads beside the record that is changed.
 * @throws ForbiddenError naming the first scope that is missing
 * @throws BadInputError for arguments of a list that make no sense
 */
export const authorizePayload = (context: GraphQLContext, info: GraphQLResolveInfo): void => {
  if (!info.fieldNodes.some((node) => leadsFurther(node, info))) return;
  const { schema, variableValues } = info;
  const fragments = new Map(Object.entries(info.fragments));
  const check = (type: GraphQLObjectType, sets: readonly SelectionSetNode[], entity: EntityName | null): void => {
    for (const nodes of collectFields(schema, type, sets, fragments, variableValues).values()) {
      const [first] = nodes;
      const field = first && type.getFields()[first.name.value];
      if (!field) continue; // `__typename`
      const source = sourceOf(field);
      const association = associationIn(source);
      if (source === null) checkLengths(field, first, variableValues);
      const target = getNamedType(field.type);
      let reached = Object.hasOwn(nodeTypes, target.name) ? nodeTypes[target.name as NodeType] : entity;
      if (source !== null && ('errorGroups' in source || 'errorsOfGroup' in source)) {
        reached = 'integrationError';
        authorizeRead(context, reached, filterIn(reached, getArgumentValues(field, first, variableValues)));
      } else if (entity !== null && association !== null) {
        reached = associationOf(entity, association).entity;
        const hasFilter = source !== null && ('pageOf' in source || 'of' in source);
        const order = hasFilter && 'order' in source ? source.order : undefined;
        const asked = hasFilter && listQueryOf(reached, getArgumentValues(field, first, variableValues) as ListArguments, order);
        authorizeRead(context, reached, asked ? asked.where : everything);
      }
      if (isObjectType(target)) check(target, setsOf(nodes), reached);
    }
  };
  const result = getNamedType(info.returnType);
  const types = isAbstractType(result) ? schema.getPossibleTypes(result) : isObjectType(result) ? [result] : [];
  for (const type of types) check(type, setsOf(info.fieldNodes), null);
};
