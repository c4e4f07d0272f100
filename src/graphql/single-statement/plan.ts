// Plans a query: its selection becomes the shape that the domain reads in one statement. A query that can't be planned is none: the executor then
// answers it field by field.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { associationOf } from '../../domain/entities/entities.js';
import type { EntityName } from '../../domain/entities/entity.js';
import type { Constant, EntryPart, InfoPart, Page, PagePart, Part, Root, RootPart, Shape } from '../../domain/read/selection.js';
import { columnSize } from '../../domain/read/value-size.js';
import { Placeholder } from '../../domain/sql/placeholder.js';
import { longestName } from '../../domain/sql/selection-statement.js';
import { type ListArguments, type ListQuery, listQueryOf } from '../field-by-field/list.js';
import { byCondition } from '../schema/by-inputs.js';
import { decodeGlobalId, type NodeType, nodeTypes } from '../schema/global-id.js';
import { schema } from '../schema/schema.js';
import { type Source, sourceOf } from '../schema/sources/source.js';
import { collectFields } from './collect-fields.js';
import type { Variables } from './variables.js';

/** One piece of planning: where it stands, and what it has found out so far. */
interface Planning {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
  fields: number;
}

/** Fields that a plan has room for. More would be a statement of megabytes: fragments within fragments multiply. */
const mostFields = 2_000;

const notPlanned = (): never => {
  throw new TypeError('This query can only be answered field by field.');
};

type Field = GraphQLField<unknown, unknown>;
type Nodes = readonly [FieldNode, ...FieldNode[]];
type Named<Piece> = readonly (readonly [name: string, piece: Piece])[];

/** Each field of the selection, planned by `plan`; `__typename` is the same in every type. */
const planEach = <Piece>(
  planning: Planning,
  type: GraphQLObjectType,
  nodes: readonly { readonly selectionSet?: SelectionSetNode | undefined }[],
  plan: (field: Field, nodes: Nodes) => Piece,
): Named<Piece | Constant> => {
  const sets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
  const selected = [...collectFields(schema, type, sets, planning.fragments, planning.variables)];
  return selected.map(([name, [first, ...others]]) => {
    planning.fields += 1;
    if (!first || name.length > longestName || planning.fields > mostFields) return notPlanned();
    if (first.name.value === '__typename') return [name, { constant: type.name }];
    return [name, plan(type.getFields()[first.name.value] ?? notPlanned(), [first, ...others])];
  });
};

const objectTypeOf = (field: Field): GraphQLObjectType => {
  const type = getNamedType(field.type);
  return isObjectType(type) ? type : notPlanned();
};

/** Which of its record's values the part is, if it is one that can be long. */
const longValue = (entity: EntityName, part: Part): string[] => {
  if ('column' in part) return columnSize(entity, part.column) > 0 ? [part.column] : [];
  return 'firstOf' in part && 'value' in part ? [part.firstOf] : [];
};

const planShape = (planning: Planning, type: GraphQLObjectType, entity: EntityName, nodes: Nodes): Shape => {
  const shape = planEach<Part>(planning, type, nodes, (field, fieldNodes) =>
    field.name === 'id' && Object.hasOwn(nodeTypes, type.name)
      ? { tag: type.name }
      : planPart(planning, entity, sourceOf(field) ?? notPlanned(), field, fieldNodes),
  );
  const long = shape.flatMap(([, part]) => longValue(entity, part));
  return new Set(long).size < long.length ? notPlanned() : shape; // the executor reads a value once, however many names it has
};

const planPart = (planning: Planning, entity: EntityName, source: Source, field: Field, nodes: Nodes): Part => {
  const shapeOf = (association: string) => planShape(planning, objectTypeOf(field), associationOf(entity, association).entity, nodes);
  if ('one' in source) return { one: source.one, shape: shapeOf(source.one) };
  if ('listOf' in source) return { listOf: source.listOf, slice: source.slice, shape: shapeOf(source.listOf) };
  if ('pageOf' in source) {
    const target = associationOf(entity, source.pageOf).entity;
    return { pageOf: source.pageOf, page: planPage(planning, field, nodes, target, source.order) };
  }
  if ('firstOf' in source) {
    const { firstOf, slice, value } = source;
    return value ? { firstOf, slice, value } : { firstOf, slice, shape: shapeOf(firstOf) };
  }
  return 'value' in source ? source.value : notPlanned();
};

const planPage = (planning: Planning, field: Field, nodes: Nodes, entity: EntityName, order?: ListQuery['order']): Page => {
  const given = getArgumentValues(field, nodes[0], planning.variables);
  const asked = listQueryOf(entity, given as ListArguments, order); // the arguments of a list
  const { size, ...places } = asked.window;
  return {
    slice: { where: asked.where, order: asked.order, limit: size, ...places },
    parts: planEach<PagePart>(planning, objectTypeOf(field), nodes, (part, partNodes) =>
      planPagePart(planning, part, partNodes, entity, asked),
    ),
  };
};

const planPagePart = (planning: Planning, field: Field, nodes: Nodes, entity: EntityName, asked: ListQuery): PagePart => {
  const source = sourceOf(field);
  if (source === null || !('part' in source)) return notPlanned();
  switch (source.part) {
    case 'count':
      return { count: asked.where };
    case 'rows':
      return { rows: planShape(planning, objectTypeOf(field), entity, nodes) };
    case 'info':
      return { info: planEach<InfoPart>(planning, objectTypeOf(field), nodes, (inner) => planInfo(inner, asked)) };
    case 'entries':
      return {
        entries: planEach<EntryPart>(planning, objectTypeOf(field), nodes, (inner, innerNodes) =>
          planEntryPart(planning, inner, innerNodes, entity),
        ),
      };
  }
};

const planEntryPart = (planning: Planning, field: Field, nodes: Nodes, entity: EntityName): EntryPart => {
  const source = sourceOf(field);
  if (source === null || !('entry' in source)) return notPlanned();
  return source.entry === 'cursor' ? { cursor: true } : { row: planShape(planning, objectTypeOf(field), entity, nodes) };
};

const planInfo = (field: Field, { window: { backward, after, before } }: ListQuery): InfoPart => {
  const source = sourceOf(field);
  if (source === null || !('info' in source)) return notPlanned();
  switch (source.info) {
    case 'hasNextPage':
      return backward ? { constant: before !== null } : { more: true };
    case 'hasPreviousPage':
      return backward ? { more: true } : { constant: after !== null };
    case 'startCursor':
      return { cursorOf: 'start' };
    case 'endCursor':
      return { cursorOf: 'end' };
  }
};

const planNode = (planning: Planning, id: unknown, nodes: Nodes): RootPart => {
  const known = id instanceof Placeholder ? { type: id.hint as NodeType, id } : decodeGlobalId(String(id), ['id']); // the type is what a placeholder for an id tells
  const type = schema.getType(known.type);
  const entity = nodeTypes[known.type];
  const shape = isObjectType(type) ? planShape(planning, type, entity, nodes) : notPlanned();
  return { entity, where: { field: 'id', operator: 'equals', value: known.id }, shape };
};

const planRoot = (planning: Planning, field: Field, nodes: Nodes): RootPart => {
  const source = sourceOf(field) ?? notPlanned();
  if ('feed' in source) return { feedPosition: true };
  if ('table' in source) return { entity: source.table, page: planPage(planning, field, nodes, source.table) };
  const given = getArgumentValues(field, nodes[0], planning.variables);
  if ('node' in source) return planNode(planning, given['id'], nodes);
  if (!('record' in source)) return notPlanned();
  const type = objectTypeOf(field);
  const where = byCondition(type.name as NodeType, given['by'] as object); // each type that is named by something is a node
  return { entity: source.record, where, shape: planShape(planning, type, source.record, nodes) };
};

/**
 * The plan of a query, whose variables may have placeholders in them.
 * @throws BadInputError, GraphQLError or TypeError for a query that can't be planned
 */
export const planQuery = (
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Variables,
): Root => {
  const planning: Planning = { fragments, variables, fields: 0 };
  const type = schema.getQueryType() ?? notPlanned();
  return planEach<RootPart>(planning, type, [operation], (field, nodes) => planRoot(planning, field, nodes));
};
