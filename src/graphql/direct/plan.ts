// Plans a query: its selection as the shape that the domain reads in one statement. What depends on variables is left open, to be bound to each
// request; everything else is made once. A query that can't be planned is none: the executor then answers it field by field.
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
  visit,
} from 'graphql';
import { conditionOf } from '../../domain/by.js';
import { associationOf, type EntityName, entityOf } from '../../domain/read/entities.js';
import type { Constant, EntryPart, InfoPart, Page, PagePart, Part, Root, RootPart, Shape, Value } from '../../domain/read/shape.js';
import { longestName } from '../../domain/read/shape-statement.js';
import type { Scope } from '../../domain/viewer.js';
import { decodeGlobalId, type NodeType, nodeTypes } from '../global-id.js';
import { type Asked, askedOf, type ListArguments } from '../list.js';
import { schema } from '../schema.js';
import { type Source, sourceOf } from '../source.js';
import { allOf, type Bound, boundTo, fixed, joined, mapped } from './bound.js';
import { collectFields, type Variables } from './collect-fields.js';

export interface Plan {
  /** Without all of these, the answer would have refusals in it. */
  readonly scopes: ReadonlySet<Scope>;
  readonly root: Bound<Root>;
}

class NotPlanned extends Error {}

const notPlanned = (): never => {
  throw new NotPlanned();
};

type Field = GraphQLField<unknown, unknown>;
type Nodes = readonly [FieldNode, ...FieldNode[]];
type Named<Piece> = readonly (readonly [name: string, piece: Piece])[];

/** Fields that a plan has room for. More would be a statement of megabytes: fragments within fragments multiply. */
const mostFields = 2_000;

const subselections = (nodes: Nodes): SelectionSetNode[] => nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));

const hasVariable = ({ arguments: given = [] }: FieldNode): boolean => {
  let found = false;
  for (const argument of given) {
    visit(argument, {
      Variable: () => {
        found = true;
      },
    });
  }
  return found;
};

/** @throws GraphQLError for arguments that the field doesn't take */
const argumentsOf = (field: Field, [node]: Nodes): Bound<Record<string, unknown>> =>
  hasVariable(node) ? { bind: ({ variables }) => getArgumentValues(field, node, variables) } : fixed(getArgumentValues(field, node));

const objectTypeOf = (field: Field): GraphQLObjectType => {
  const type = getNamedType(field.type);
  return isObjectType(type) ? type : notPlanned();
};

const infoPart = (name: string, { window: { backward, after, before } }: Asked): InfoPart => {
  if (name === 'startCursor' || name === 'endCursor') return { cursorOf: name === 'startCursor' ? 'start' : 'end' };
  if (name === 'hasNextPage') return backward ? { constant: before !== null } : { more: true };
  if (name === 'hasPreviousPage') return backward ? { more: true } : { constant: after !== null };
  return notPlanned();
};

const pageOf = ({ where, order, window }: Asked, parts: Page['parts']): Page => ({
  slice: { where, order, limit: window.size, backward: window.backward, after: window.after, before: window.before },
  parts,
});

/** Plans what one operation selects. Its `@skip`s and `@include`s are decided by the variables. */
class Planner {
  readonly scopes = new Set<Scope>();
  #fields = 0;

  constructor(
    readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    readonly variables: Variables,
  ) {}

  /** Each field of the selection, made by `make`; `__typename` is the same in every type. */
  #each<Piece>(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    make: (field: Field, nodes: Nodes) => Bound<Piece | Constant>,
  ): Bound<Named<Piece | Constant>> {
    const pieces: Bound<readonly [string, Piece | Constant]>[] = [];
    for (const [name, [first, ...others]] of collectFields(schema, type, sets, this.fragments, this.variables)) {
      this.#fields += 1;
      if (!first || name.length > longestName || this.#fields > mostFields) return notPlanned();
      const field = type.getFields()[first.name.value];
      const piece = field ? make(field, [first, ...others]) : this.#meta(type, first.name.value);
      pieces.push(mapped(piece, (made) => [name, made] as const));
    }
    return allOf(pieces);
  }

  #meta(type: GraphQLObjectType, name: string): Bound<Constant> {
    return name === '__typename' ? fixed({ constant: type.name }) : notPlanned();
  }

  #shape(type: GraphQLObjectType, entity: EntityName, sets: readonly SelectionSetNode[]): Bound<Shape> {
    this.scopes.add(entityOf(entity).scope);
    return this.#each<Part>(type, sets, (field, nodes) => {
      if (field.name === 'id' && Object.hasOwn(nodeTypes, type.name)) return fixed({ tag: type.name });
      return this.#part(entity, sourceOf(field) ?? notPlanned(), field, nodes);
    });
  }

  #part(entity: EntityName, source: Source, field: Field, nodes: Nodes): Bound<Part> {
    if ('value' in source && !('firstOf' in source)) return fixed(source.value);
    if ('valueAt' in source) return { bind: ({ now }): Value => source.valueAt(now) };
    if ('pageOf' in source) {
      const page = this.#page(field, nodes, associationOf(entity, source.pageOf).entity, source.order);
      return mapped(page, (made) => ({ pageOf: source.pageOf, page: made }));
    }
    const shapeOf = (association: string) =>
      this.#shape(objectTypeOf(field), associationOf(entity, association).entity, subselections(nodes));
    if ('one' in source) return mapped(shapeOf(source.one), (shape) => ({ one: source.one, shape }));
    if ('listOf' in source) {
      const { listOf, slice } = source;
      return mapped(shapeOf(listOf), (shape) => ({ listOf, slice, shape }));
    }
    if ('firstOf' in source) {
      const { firstOf, slice, value } = source;
      this.scopes.add(entityOf(associationOf(entity, firstOf).entity).scope);
      return value ? fixed({ firstOf, slice, value }) : mapped(shapeOf(firstOf), (shape) => ({ firstOf, slice, shape }));
    }
    return notPlanned();
  }

  #page(field: Field, nodes: Nodes, entity: EntityName, order?: Asked['order']): Bound<Page> {
    const asked = mapped(argumentsOf(field, nodes), (values) => askedOf(entity, values as ListArguments, order)); // the field's own arguments
    this.scopes.add(entityOf(entity).scope);
    const parts = this.#each<(asked: Asked) => PagePart>(objectTypeOf(field), subselections(nodes), (part, partNodes) =>
      this.#pagePart(part, partNodes, entity),
    );
    return joined(asked, parts, (made, named) =>
      pageOf(
        made,
        named.map(([name, part]) => [name, typeof part === 'function' ? part(made) : part]),
      ),
    );
  }

  #pagePart(field: Field, nodes: Nodes, entity: EntityName): Bound<(asked: Asked) => PagePart> {
    const sets = subselections(nodes);
    switch (field.name) {
      case 'nodes':
        return mapped(this.#shape(objectTypeOf(field), entity, sets), (rows) => () => ({ rows }));
      case 'edges':
        return mapped(this.#entries(objectTypeOf(field), entity, sets), (entries) => () => ({ entries }));
      case 'pageInfo': {
        const info = this.#each<(asked: Asked) => InfoPart>(objectTypeOf(field), sets, ({ name }) =>
          fixed((asked) => infoPart(name, asked)),
        );
        return mapped(info, (named) => (asked) => ({
          info: named.map(([name, part]) => [name, typeof part === 'function' ? part(asked) : part]),
        }));
      }
      case 'totalCount':
        return fixed(({ where }) => ({ count: where }));
      default:
        return notPlanned();
    }
  }

  #entries(type: GraphQLObjectType, entity: EntityName, sets: readonly SelectionSetNode[]): Bound<Named<EntryPart>> {
    return this.#each<EntryPart>(type, sets, (field, nodes) => {
      if (field.name === 'cursor') return fixed({ cursor: true });
      return mapped(this.#shape(objectTypeOf(field), entity, subselections(nodes)), (row) => ({ row }));
    });
  }

  /** A shape for each type that the id can name, made when the first such id comes. */
  #node(field: Field, nodes: Nodes): Bound<RootPart> {
    const plans = new Map<NodeType, Bound<Shape>>();
    const shapeOf = (name: NodeType): Bound<Shape> => {
      const type = schema.getType(name);
      const plan = plans.get(name) ?? (isObjectType(type) ? this.#shape(type, nodeTypes[name], subselections(nodes)) : notPlanned());
      plans.set(name, plan);
      return plan;
    };
    for (const name of Object.keys(nodeTypes)) shapeOf(name as NodeType); // all of them now: a plan knows its scopes
    const given = argumentsOf(field, nodes);
    return {
      bind: (binding) => {
        const { type, id } = decodeGlobalId(String(boundTo(given, binding)['id']));
        return {
          entity: nodeTypes[type],
          where: { field: 'id', operator: 'equals', value: id },
          shape: boundTo(shapeOf(type), binding),
        };
      },
    };
  }

  root(operation: OperationDefinitionNode): Bound<Root> {
    const type = schema.getQueryType() ?? notPlanned();
    return this.#each<RootPart>(type, [operation.selectionSet], (field, nodes): Bound<RootPart> => {
      const source = sourceOf(field) ?? notPlanned();
      if ('table' in source) return mapped(this.#page(field, nodes, source.table), (page) => ({ entity: source.table, page }));
      if ('node' in source) return this.#node(field, nodes);
      if (!('entity' in source)) return notPlanned();
      const { entity, by } = source;
      const where = mapped(argumentsOf(field, nodes), (given) => conditionOf(by(given['by'] as never))); // the input that `by` unpacks
      const shape = this.#shape(objectTypeOf(field), entity, subselections(nodes));
      return joined(where, shape, (condition, made) => ({ entity, where: condition, shape: made }));
    });
  }
}

/** The plan of a query, its `@skip`s and `@include`s decided by the variables; null for an operation that can't be planned. */
export const planQuery = (
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Variables,
): Plan | null => {
  const planner = new Planner(fragments, variables);
  try {
    return { root: planner.root(operation), scopes: planner.scopes };
  } catch {
    return null; // arguments that are wrong in every request, too: the executor has the words for them
  }
};
