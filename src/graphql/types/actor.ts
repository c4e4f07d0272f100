import { builder } from '../builder.js';
import type { GraphQLContext } from '../context.js';
import { readFrom } from '../source.js';

export const ActorType = builder.prismaObject('Actor', {
  fields: (t) => ({
    id: t.id({
      description: "Stable number of the credential's owner, as text.",
      ...readFrom({ value: { textOf: 'id' } }),
      resolve: ({ id }) => String(id),
    }),
    name: t.exposeString('name'),
  }),
});

/** The actor of a row, if anybody. */
export const loadActor = (id: number | null, { loaders }: GraphQLContext) => (id === null ? null : loaders.byId('actor').load(id));
