// The schema builder: plugins and scalars. Types are defined beside it, never here.
import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import type { FeedPosition } from '../../domain/feed/position.js';
import type { Decimal } from '../../domain/rules/decimal.js';
import type PrismaTypes from '../../generated/pothos-types.js';
import { getDatamodel } from '../../generated/pothos-types.js';
import type { GraphQLContext } from '../field-by-field/context.js';
import { encodeGlobalId } from './global-id.js';
import { readFrom } from './sources/source.js';

interface OwnTypes {
  Context: GraphQLContext;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    Decimal: { Input: string; Output: Decimal };
    JSON: { Input: unknown; Output: unknown };
    Position: { Input: FeedPosition; Output: string };
  };
}

export const builder = new SchemaBuilder<OwnTypes>({
  plugins: [ErrorsPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  errors: { directResult: false, defaultTypes: [] },
  relay: {
    encodeGlobalID: encodeGlobalId,
    idFieldOptions: { description: 'Opaque id, unique among all objects; `node(id)` finds the object again.' },
    nodeTypeOptions: { description: 'An object that can be found again by its `id` alone.' },
    nodeQueryOptions: false, // our own `node` and `nodes` batch their reads: src/graphql/schema/types/node.ts
    nodesQueryOptions: false,
    cursorType: 'String',
    pageInfoTypeOptions: { description: 'Where a page lies in its list, and how to go on from it.' },
    hasNextPageFieldOptions: {
      description: 'Whether more follows this page. When paging backward: whether `before` was given.',
      ...readFrom({ info: 'hasNextPage' }),
    },
    hasPreviousPageFieldOptions: {
      description: 'Whether something lies before this page. When paging forward: whether `after` was given.',
      ...readFrom({ info: 'hasPreviousPage' }),
    },
    startCursorFieldOptions: {
      description: 'Cursor of the first row, for `before`; null on an empty page.',
      ...readFrom({ info: 'startCursor' }),
    },
    endCursorFieldOptions: {
      description: 'Cursor of the last row, for `after`; null on an empty page.',
      ...readFrom({ info: 'endCursor' }),
    },
  },
  prisma: { client: ({ database }) => database.prisma, dmmf: getDatamodel(), exposeDescriptions: true },
});

/** The builder's own types, for references to what it makes. */
export type SchemaTypes = PothosSchemaTypes.ExtendDefaultTypes<OwnTypes>;
