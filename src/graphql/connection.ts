// Connections: the types, the arguments, and the two places that a list can come from.
import type { ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { Order } from '../domain/read/cursor.js';
import { type AssociationName, associationOf, type EntityName, type Rows, type TargetOf } from '../domain/read/entities.js';
import { defaultPageSize, maximumPageSize } from '../domain/read/page.js';
import { countList, readList } from '../domain/read/read.js';
import { builder, type SchemaTypes } from './builder.js';
import type { GraphQLContext } from './context.js';
import { filterOf } from './filters.js';
import { type List, type ListArguments, type ListSource, openList } from './list.js';
import { type OrderableEntity, orderOf } from './orders.js';

interface Edge<Name extends EntityName> {
  readonly list: List<Name>;
  readonly row: Rows[Name];
}

/** The connection type over an object type, with its edge type. */
export const connectionType = <Name extends EntityName>(
  name: string,
  node: ObjectRef<SchemaTypes, object>,
): ObjectRef<SchemaTypes, List<Name>> => {
  const edge = builder.objectRef<Edge<Name>>(`${name}Edge`).implement({
    description: `One ${name} in its place in a list.`,
    fields: (t) => ({
      cursor: t.string({
        description: 'This place, for `after` and `before` in the same order.',
        resolve: ({ list, row }) => list.cursor(row),
      }),
      node: t.field({ type: node, description: `The ${name} in this place.`, resolve: ({ row }) => row }),
    }),
  });
  return builder.objectRef<List<Name>>(`${name}Connection`).implement({
    description: `One page of a list of ${name}.`,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        description: 'The page, each row with its cursor.',
        resolve: async (list) => (await list.rows()).map((row) => ({ list, row })),
      }),
      nodes: t.field({ type: [node], description: 'The page, without cursors.', resolve: (list) => list.rows() }),
      pageInfo: t.field({
        type: builder.pageInfoRef(),
        description: 'Where the page lies and how to go on.',
        resolve: (list) => list.pageInfo(),
      }),
      totalCount: t.int({
        description: 'How many rows the filter lets through, on all pages. Counted only when asked for.',
        resolve: (list) => list.count(),
      }),
    }),
  });
};

/** The paging arguments. */
export const pageArguments = () =>
  builder.args((t) => ({
    first: t.int({
      description: `How many rows from the start, or after \`after\`: ${defaultPageSize} unless asked, at most ${maximumPageSize}. Not with \`last\`.`,
    }),
    after: t.string({ description: 'Cursor of the row after which the page begins.' }),
    last: t.int({ description: `How many rows from the end, or before \`before\`: at most ${maximumPageSize}. Not with \`first\`.` }),
    before: t.string({ description: 'Cursor of the row before which the page ends.' }),
  }));

/** The filter, order and paging arguments of a list of an entity. */
export const listArguments = (entity: OrderableEntity) => ({
  ...builder.args((t) => ({
    filter: t.field({ type: filterOf(entity), description: 'Which rows; all unless given.' }),
    orderBy: t.field({ type: orderOf[entity], description: 'In which order; newest first unless given.' }),
  })),
  ...pageArguments(),
});

/** A list of the whole table. */
export const rootList = <Name extends EntityName>(
  entity: Name,
  args: ListArguments,
  context: GraphQLContext,
  info: GraphQLResolveInfo,
): List<Name> =>
  openList(entity, args, info, { read: (slice) => readList(context, entity, slice), count: (where) => countList(context, entity, where) });

/** A list of an association, batched with the same list of other owners. */
export const childList = <Owner extends EntityName, Name extends AssociationName<Owner>>(
  owner: Owner,
  association: Name,
  { id }: { readonly id: number },
  args: ListArguments,
  { loaders }: GraphQLContext,
  info: GraphQLResolveInfo,
  order?: Order,
): List<TargetOf<Owner, Name>> => {
  const entity = associationOf(owner, association).entity as TargetOf<Owner, Name>; // what TargetOf reads from the same table
  const source: ListSource<TargetOf<Owner, Name>> = {
    read: (slice) => loaders.children(owner, association, slice).load(id),
    count: (where) => loaders.counts(owner, association, where).load(id),
  };
  return openList(entity, args, info, source, order);
};
