import { builder } from '../builder.js';
import { from } from '../sources/from.js';

export const ActorType = builder.prismaObject('Actor', {
  fields: (t) => ({
    id: t.id({
      description: "Stable number of the credential's owner, as text.",
      ...from('actor').textOf('id'),
    }),
    name: t.exposeString('name'),
  }),
});
