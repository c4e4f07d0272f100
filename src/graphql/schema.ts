// The whole schema. It needs no database and no environment, so that it can be printed anywhere.
import { builder } from './builder.js';
import type { GraphQLContext } from './context.js';
import { refreshLoaders } from './loaders.js';
import './scalars.js';
import './associations.js';
import './types/node.js';
import './types/api-client.js';
import './types/contract.js';
import './types/integration.js';
import './types/integration-error.js';
import './types/integration-run.js';
import './mutations/api-client.js';
import './mutations/contract.js';
import './mutations/integration.js';
import './mutations/integration-error.js';
import './mutations/integration-run.js';

builder.queryType({ description: 'What can be read. One object is named by `by`; lists are connections of at most 500 rows a page.' });
builder.mutationType({
  description:
    'What can be changed. Each mutation takes one `input` and answers a union: the changed record, or one of the errors that it can give, with nothing changed.',
});

export const schema = builder.toSchema();

// Mutations of one request run one after the other; each is answered with what it left behind, not with what an earlier one read.
for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
  const { resolve } = field;
  field.resolve = (root, args, context: GraphQLContext, info) => {
    refreshLoaders(context);
    return resolve?.(root, args, context, info);
  };
}
