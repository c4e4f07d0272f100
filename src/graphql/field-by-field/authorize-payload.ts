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
import { type Condition, checkCondition, everything } from '../../domain/read/conditions.js';
import type { Order } from '../../domain/read/cursor.js';
import { authorizeRead } from '../../domain/read/scopes.js';
import { own } from '../../lib/own.js';
import type { FilterInput } from '../schema/filters/to-condition.js';
import { type NodeType, nodeTypes } from '../schema/global-id.js';
import { type Source, sourceOf, useOf } from '../schema/sources/source.js';
import { collectFields } from '../single-statement/collect-fields.js';
import type { GraphQLContext } from './context.js';
import { type ListArguments, listQueryOf } from './list.js';
import { askedStatistics, type Selected } from './statistics.js';

const associationIn = (source: Source | null): string | null => {
  if (source === null) return null;
  if ('one' in source) return source.one;
  if ('pageOf' in source) return source.pageOf;
  if ('listOf' in source) return source.listOf;
  return 'firstOf' in source ? source.firstOf : null;
};

const setsOf = (nodes: readonly FieldNode[]): SelectionSetNode[] => nodes.flatMap(({ selectionSet }) => selectionSet ?? []);

type Given = Readonly<Record<string, unknown>>;

/** The length of a list that is no connection. */
const checkLengths = ({ args }: GraphQLField<unknown, unknown>, given: Given): void => {
  for (const argument of args) {
    const use = useOf(argument);
    const length = own(given, argument.name);
    if (use?.as === 'pageSize' && typeof length === 'number') use.within?.(argument.name, length);
  }
};

interface Read {
  readonly entity: EntityName;
  readonly where: Condition;
}

/** What a field of a record of the entity reads, worked out by the functions that its resolver has; null where that is the record alone. */
const readBy = (source: Source, entity: EntityName | null, given: Given, selected: Selected): Read | null => {
  const byList = (name: EntityName, list: object, order?: Order): Read => ({
    entity: name,
    where: listQueryOf(name, list as ListArguments, order).where, // GraphQL has checked them
  });
  if ('errorGroups' in source) return { entity: 'integrationError', where: everything };
  if ('listed' in source) return byList(source.listed, source.by?.(given) ?? given);
  if ('statistics' in source) {
    if (source.statistics === 'group') return null; // its arguments belong to the block that it is in
    const filter = given['filter'] as FilterInput | null | undefined; // GraphQL has checked it
    return { entity: 'integrationRun', where: askedStatistics(filter, selected).where };
  }
  const association = associationIn(source);
  if (entity === null || association === null) return null;
  const target = associationOf(entity, association).entity;
  return 'pageOf' in source ? byList(target, given, source.order) : { entity: target, where: everything };
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
 * @throws BadInputError for arguments that make no sense
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
      const given = getArgumentValues(field, first, variableValues);
      checkLengths(field, given);
      const read =
        source && readBy(source, entity, given, { ...info, parentType: type, fieldName: field.name, fieldNodes: nodes, path: undefined });
      if (read) {
        authorizeRead(context, read.entity, read.where);
        checkCondition(read.entity, read.where);
      }
      const target = getNamedType(field.type);
      const reached = read?.entity ?? (Object.hasOwn(nodeTypes, target.name) ? nodeTypes[target.name as NodeType] : entity);
      if (isObjectType(target)) check(target, setsOf(nodes), reached);
    }
  };
  const result = getNamedType(info.returnType);
  const types = isAbstractType(result) ? schema.getPossibleTypes(result) : isObjectType(result) ? [result] : [];
  for (const type of types) check(type, setsOf(info.fieldNodes), null);
};
