// The whole schema. It needs no database and no environment, so that it can be printed anywhere.
import { errorTypeMap } from '@pothos/plugin-errors';
import { getNamedType, isInputObjectType } from 'graphql';
import { noteErrorCode } from '../../request/request-notes.js';
import { authorizePayload } from '../field-by-field/authorize-payload.js';
import type { GraphQLContext } from '../field-by-field/context.js';
import { idempotencyOf, withoutKey } from '../field-by-field/idempotency.js';
import { explainUnknownValues } from '../field-by-field/unknown-values.js';
import { builder } from './builder.js';
import './scalars.js';
import './associations.js';
import './types/node.js';
import './types/viewer.js';
import './types/api-client.js';
import './feed/change.js';
import './types/contract.js';
import './types/integration.js';
import './types/integration-error.js';
import './types/error-group/queries.js';
import './types/integration-history-record.js';
import './types/integration-run.js';
import './types/integration-run-statistics.js';
import './webhook/types.js';
import './feed/subscription.js';
import './mutations/api-client.js';
import './mutations/contract.js';
import './mutations/integration.js';
import './mutations/integration-error.js';
import './mutations/integration-errors.js';
import './mutations/integration-history-record.js';
import './mutations/integration-run.js';
import './mutations/integration-run-retry.js';
import './mutations/integration-runs.js';
import './webhook/mutations.js';
import './webhook/delivery-mutations.js';

builder.queryType({ description: 'What can be read. One object is named by `by`; lists are connections of at most 500 rows a page.' });
builder.mutationType({
  description:
    'What can be changed. Each mutation takes one `input` and answers a union: the changed record, or one of the errors that it can give, with nothing changed. A change of nothing, such as a repeated move, needs the scope to read. What is no value of its type, such as a date that does not exist, is an error at the top level, with its place in `extensions.path`: `["input", "startTime"]`.',
});

export const schema = builder.toSchema();
explainUnknownValues(schema);

/** Notes the code of a refusal that is the answer of a mutation: nothing in the head of the answer tells it from a success. */
const noteRefusal = ({ notes }: GraphQLContext, result: unknown): void => {
  if (typeof result === 'object' && result !== null && errorTypeMap.has(result) && 'code' in result) noteErrorCode(notes, result.code);
};

// Mutations of one request run one after the other; each is answered with what it left behind, not with what an earlier one read.
for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
  const { resolve } = field;
  const [input] = field.args;
  const inputType = input && getNamedType(input.type);
  const takesKey = isInputObjectType(inputType) && 'idempotencyKey' in inputType.getFields();
  field.resolve = async (root, args, context: GraphQLContext, info) => {
    authorizePayload(context, info);
    context.loaders.forget();
    const idempotency = takesKey ? idempotencyOf(field.name, args, context) : undefined;
    const result = await resolve?.(root, takesKey ? withoutKey(args) : args, idempotency ? { ...context, idempotency } : context, info);
    if (idempotency?.isReplayed) context.notes.isReplayed = true;
    noteRefusal(context, result);
    return result;
  };
}
