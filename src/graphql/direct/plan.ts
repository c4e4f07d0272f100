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
import { associationOf, type EntityName } from '../../domain/read/entities.js';
import type { Constant, EntryPart, InfoPart, Page, PagePart, Part, Root, RootPart, Shape } from '../../domain/read/shape.js';
import { longestName } from '../../domain/read/shape-statement.js';
import { Slot } from '../../domain/read/slot.js';
import { byCondition } from '../by.js';
import { decodeGlobalId, type NodeType, nodeTypes } from '../global-id.js';
import { type Asked, askedOf, type ListArguments } from '../list.js';
import { schema } from '../schema.js';
import { type Source, sourceOf } from '../source.js';
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

const planShape = (planning: Planning, type: GraphQLObjectType, entity: EntityName, nodes: Nodes): Shape => {
  return planEach<Part>(planning, type, nodes, (field, fieldNodes) =>
    field.name === 'id' && Object.hasOwn(nodeTypes, type.name)
      ? { tag: type.name }
      : planPart(planning, entity, sourceOf(field) ?? notPlanned(), field, fieldNodes),
  );
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

const planPage = (planning: Planning, field: Field, nodes: Nodes, entity: EntityName, order?: Asked['order']): Page => {
  const given = getArgumentValues(field, nodes[0], planning.variables);
  const asked = askedOf(entity, given as ListArguments, order); // the arguments of a list
  const { size, ...places } = asked.window;
  return {
    slice: { where: asked.where, order: asked.order, limit: size, ...places },
    parts: planEach<PagePart>(planning, objectTypeOf(field), nodes, (part, partNodes) =>
      planPagePart(planning, part, partNodes, entity, asked),
    ),
  };
};

const planPagePart = (planning: Planning, field: Field, nodes: Nodes, entity: EntityName, asked: Asked): PagePart => {
  const type = getNamedType(field.type);
  if (field.name === 'totalCount') return { count: asked.where };
  if (!isObjectType(type)) return notPlanned();
  if (field.name === 'nodes') return { rows: planShape(planning, type, entity, nodes) };
  if (field.name === 'pageInfo') return { info: planEach<InfoPart>(planning, type, nodes, ({ name }) => planInfo(name, asked)) };
  return {
    entries: planEach<EntryPart>(planning, type, nodes, (entry, entryNodes) =>
      entry.name === 'cursor' ? { cursor: true } : { row: planShape(planning, objectTypeOf(entry), entity, entryNodes) },
    ),
  };
};

const planInfo = (name: string, { window: { backward, after, before } }: Asked): InfoPart => {
  if (name === 'hasNextPage') return backward ? { constant: before !== null } : { more: true };
  if (name === 'hasPreviousPage') return backward ? { more: true } : { constant: after !== null };
  return { cursorOf: name === 'startCursor' ? 'start' : 'end' };
};

const planNode = (planning: Planning, id: unknown, nodes: Nodes): RootPart => {
  const known = id instanceof Slot ? { type: id.hint as NodeType, id } : decodeGlobalId(String(id)); // the type is what a slot for an id tells
  const type = schema.getType(known.type);
  const entity = nodeTypes[known.type];
  const shape = isObjectType(type) ? planShape(planning, type, entity, nodes) : notPlanned();
  return { entity, where: { field: 'id', operator: 'equals', value: known.id }, shape };
};

const planRoot = (planning: Planning, field: Field, nodes: Nodes): RootPart => {
  const source = sourceOf(field) ?? notPlanned();
  if ('table' in source) return { entity: source.table, page: planPage(planning, field, nodes, source.table) };
  const given = getArgumentValues(field, nodes[0], planning.variables);
  if ('node' in source) return planNode(planning, given['id'], nodes);
  if (!('record' in source)) return notPlanned();
  const type = objectTypeOf(field);
  const where = byCondition(type.name as NodeType, given['by'] as object); // each type that is named by something is a node
  return { entity: source.record, where, shape: planShape(planning, type, source.record, nodes) };
};

/**
 * The plan of a query, whose variables may have slots in them.
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
