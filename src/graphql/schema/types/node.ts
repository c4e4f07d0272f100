import { brandWithType } from '@pothos/core';
import { maximumPageSize } from '../../../domain/read/page.js';
import { BadInputError } from '../../../domain/rules/errors.js';
import type { GraphQLContext } from '../../field-by-field/context.js';
import { builder } from '../builder.js';
import { decodeGlobalId, nodeTypes } from '../global-id.js';
import { readFrom, usedAs } from '../sources/source.js';

const loadNode = async (globalId: string, path: readonly string[], { loaders }: GraphQLContext): Promise<object | null> => {
  const { type, id } = decodeGlobalId(globalId, path);
  const row = await loaders.byId(nodeTypes[type]).load(id);
  if (row) brandWithType(row, type as never); // its type's name will do
  return row;
};

const Node = builder.nodeInterfaceRef();

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description: 'Any object by its opaque id; null when it does not exist.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of the object, as it was given.', ...usedAs({ as: 'nodeId' }) }) },
    ...readFrom({ node: true }),
    resolve: (_root, { id }, context) => loadNode(id, ['id'], context),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description:
      'Objects by their opaque ids, in the order of the ids; null in the place of each that does not exist. At most 500 at once.',
    args: { ids: t.arg.idList({ required: true, description: 'The `id`s of the objects, as they were given.', ...usedAs({ as: 'ids' }) }) },
    resolve: (_root, { ids }, context) => {
      if (ids.length > maximumPageSize)
        throw new BadInputError(`The argument "ids" has ${ids.length} ids, but at most ${maximumPageSize} can be asked for at once.`, [
          'ids',
        ]);
      return ids.map((id, index) => loadNode(id, ['ids', String(index)], context));
    },
  }),
}));
