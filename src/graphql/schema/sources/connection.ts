// Connections: the types, and the arguments of their fields.
import type { ObjectRef } from '@pothos/core';
import type { EntityName, Rows } from '../../../domain/entities/entity.js';
import { defaultPageSize, maximumPageSize } from '../../../domain/read/page.js';
import type { List, ListOf } from '../../field-by-field/list.js';
import { builder, type SchemaTypes } from '../builder.js';
import { filterOf } from '../filters/filter-inputs.js';
import { type OrderableEntity, orderOf } from '../orders.js';
import { readFrom, usedAs } from './source.js';

interface Edge<Row> {
  readonly list: ListOf<Row>;
  readonly row: Row;
}

/** The connection type over an object type, with its edge type. */
export const connectionOf = <Row extends object>(
  name: string,
  node: ObjectRef<SchemaTypes, object>,
): ObjectRef<SchemaTypes, ListOf<Row>> => {
  const edge = builder.objectRef<Edge<Row>>(`${name}Edge`).implement({
    description: `One ${name} in its place in a list.`,
    fields: (t) => ({
      cursor: t.string({
        description: 'This place, for `after` and `before` in the same order.',
        ...readFrom({ entry: 'cursor' }),
        resolve: ({ list, row }) => list.cursor(row),
      }),
      node: t.field({
        type: node,
        description: `The ${name} in this place.`,
        ...readFrom({ entry: 'row' }),
        resolve: ({ row }) => row,
      }),
    }),
  });
  return builder.objectRef<ListOf<Row>>(`${name}Connection`).implement({
    description: `One page of a list of ${name}.`,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        description: 'The page, each row with its cursor.',
        ...readFrom({ part: 'entries' }),
        resolve: async (list) => (await list.rows()).map((row) => ({ list, row })),
      }),
      nodes: t.field({
        type: [node],
        description: 'The page, without cursors.',
        ...readFrom({ part: 'rows' }),
        resolve: (list) => list.rows(),
      }),
      pageInfo: t.field({
        type: builder.pageInfoRef(),
        description: 'Where the page lies and how to go on.',
        ...readFrom({ part: 'info' }),
        resolve: (list) => list.pageInfo(),
      }),
      totalCount: t.int({
        description: 'How many rows the filter lets through, on all pages. Counted only when asked for.',
        ...readFrom({ part: 'count' }),
        resolve: (list) => list.count(),
      }),
    }),
  });
};

/** The same of an entity's rows. */
export const connectionType = <Name extends EntityName>(
  name: string,
  node: ObjectRef<SchemaTypes, object>,
): ObjectRef<SchemaTypes, List<Name>> => connectionOf<Rows[Name]>(name, node);

/** The paging arguments. */
export const pageArguments = () =>
  builder.args((t) => ({
    first: t.int({
      description: `How many rows from the start, or after \`after\`: ${defaultPageSize} unless asked, at most ${maximumPageSize}. Not with \`last\`.`,
      ...usedAs({ as: 'pageSize' }),
    }),
    after: t.string({ description: 'Cursor of the row after which the page begins.' }),
    last: t.int({
      description: `How many rows from the end, or before \`before\`: at most ${maximumPageSize}. Not with \`first\`.`,
      ...usedAs({ as: 'pageSize' }),
    }),
    before: t.string({ description: 'Cursor of the row before which the page ends.' }),
  }));

/** The filter, order and paging arguments of a list of an entity. */
export const listArguments = (entity: OrderableEntity) => ({
  ...builder.args((t) => ({
    filter: t.field({ type: filterOf(entity), description: 'Which rows; all unless given.', ...usedAs({ as: 'filter', entity }) }),
    orderBy: t.field({ type: orderOf(entity), description: 'In which order; newest first unless given.' }),
  })),
  ...pageArguments(),
});
