import { brandWithType } from '@pothos/core';
import { BadInputError } from '../../domain/errors.js';
import { maximumPageSize } from '../../domain/read/page.js';
import { builder } from '../builder.js';
import type { GraphQLContext } from '../context.js';
import { decodeGlobalId, nodeTypes } from '../global-id.js';
import { readFrom } from '../source.js';
import { ApiClientType } from './api-client.js';
import { ContractType } from './contract.js';
import { IntegrationType } from './integration.js';
import { IntegrationErrorType } from './integration-error.js';
import { IntegrationRunType } from './integration-run.js';

const refs = {
  ApiClient: ApiClientType,
  Contract: ContractType,
  Integration: IntegrationType,
  IntegrationError: IntegrationErrorType,
  IntegrationRun: IntegrationRunType,
};

const loadNode = async (globalId: string, { loaders }: GraphQLContext): Promise<object | null> => {
  const { type, id } = decodeGlobalId(globalId);
  const row = await loaders.byId(nodeTypes[type]).load(id);
  if (row) brandWithType(row, refs[type]);
  return row;
};

const Node = builder.nodeInterfaceRef();

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description: 'Any object by its opaque id; null when it does not exist.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of the object, as it was given.' }) },
    ...readFrom({ node: true }),
    resolve: (_root, { id }, context) => loadNode(id, context),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description:
      'Objects by their opaque ids, in the order of the ids; null in the place of each that does not exist. At most 500 at once.',
    args: { ids: t.arg.idList({ required: true, description: 'The `id`s of the objects, as they were given.' }) },
    resolve: (_root, { ids }, context) => {
      if (ids.length > maximumPageSize)
        throw new BadInputError(`The argument "ids" has ${ids.length} ids, but at most ${maximumPageSize} can be asked for at once.`);
      return ids.map((id) => loadNode(id, context));
    },
  }),
}));
