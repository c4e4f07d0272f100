import type { InputFieldBuilder } from '@pothos/core';
import { fieldDoc } from '../../../domain/rules/docs.js';
import { NotFoundError, ValidationError } from '../../../domain/rules/errors.js';
import { createWebhookEndpoint, type EndpointWithSecret } from '../../../domain/webhook/create.js';
import { deleteWebhookEndpoint } from '../../../domain/webhook/delete.js';
import { hoursOfPrevious, rotateWebhookSecret } from '../../../domain/webhook/rotate.js';
import type { WebhookRules } from '../../../domain/webhook/rules.js';
import { updateWebhookEndpoint } from '../../../domain/webhook/update.js';
import type { GraphQLContext } from '../../field-by-field/context.js';
import { builder, type SchemaTypes } from '../builder.js';
import { WebhookEndpointByInput, webhookEndpointBy } from '../by-inputs.js';
import { ChangeTypeEnum, WebhookEndpointStateEnum } from '../enums.js';
import { filterOf } from '../filters/filter-inputs.js';
import { encodeGlobalId } from '../global-id.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { inInput, inputArgument, keyField } from '../mutations/input-argument.js';
import { WebhookEndpointType } from './types.js';

const doc = (field: string) => fieldDoc('WebhookEndpoint', field);

const optionalFields = (t: InputFieldBuilder<SchemaTypes, 'InputObject'>) => ({
  types: t.field({ type: [ChangeTypeEnum], description: 'Which kinds of changes are sent; null for all that its owner may read.' }),
  alertTypes: t.stringList({ description: doc('alertTypes') }),
  filter: t.field({
    type: filterOf('integrationRun'),
    description:
      'Which runs’ changes, and those of their errors, are sent: by what a run is after its own change, and by what it is by then after one of its errors. Null for all changes.',
  }),
  document: t.string({
    description:
      'A query whose answer is sent as `data.result`. It may declare `$id: ID!`, the `id` of the record that changed; it is asked with the scopes of whoever gives it. Null for none.',
  }),
  description: t.string({ description: doc('description') }),
});

const byField = (t: InputFieldBuilder<SchemaTypes, 'InputObject'>, description: string) =>
  t.field({ type: WebhookEndpointByInput, required: true, description });

const CreateInput = builder.inputType('CreateWebhookEndpointInput', {
  description: 'A new webhook endpoint.',
  fields: (t) => ({ url: t.string({ required: true, description: doc('url') }), ...optionalFields(t) }),
});

const UpdateInput = builder.inputType('UpdateWebhookEndpointInput', {
  description: 'Which webhook endpoint is to change, and how. What is left out stays; null clears.',
  fields: (t) => ({
    by: byField(t, 'The endpoint to change.'),
    ...keyField(t),
    url: t.string({ description: doc('url') }),
    ...optionalFields(t),
    state: t.field({
      type: WebhookEndpointStateEnum,
      description: '`ACTIVE` enables it again: it goes on where it was, and what waits is sent at once. `DISABLED` holds everything back.',
    }),
  }),
});

const DeleteInput = builder.inputType('DeleteWebhookEndpointInput', {
  description: 'Which webhook endpoint is to be removed.',
  fields: (t) => ({ by: byField(t, 'The endpoint to remove.'), ...keyField(t) }),
});

const RotateInput = builder.inputType('RotateWebhookSecretInput', {
  description: 'Which webhook endpoint is to get a new secret.',
  fields: (t) => ({ by: byField(t, 'The endpoint that gets it.') }),
});

/** A success that has the secret beside the endpoint, which no other answer ever shows. */
const successWithSecret = (mutation: string) =>
  builder.objectRef<EndpointWithSecret>(`${mutation}Success`).implement({
    description: 'The endpoint, and what its deliveries are signed with. The secret is shown this once: nobody can read it again.',
    fields: (t) => ({
      webhookEndpoint: t.expose('webhookEndpoint', { type: WebhookEndpointType, description: 'The endpoint as it is now.' }),
      secret: t.exposeString('secret', {
        description: 'The secret for the receiver, `whsec_…`, as libraries of Standard Webhooks take it.',
      }),
    }),
  });

const CreateSuccess = successWithSecret('CreateWebhookEndpoint');
const RotateSuccess = successWithSecret('RotateWebhookSecret');

const DeleteSuccess = builder.objectRef<{ readonly id: number }>('DeleteWebhookEndpointSuccess').implement({
  description: '`deleteWebhookEndpoint` has done what it was asked for.',
  fields: (t) => ({
    deletedId: t.id({
      description: 'The `id` that the endpoint had.',
      resolve: ({ id }) => encodeGlobalId('WebhookEndpoint', id),
    }),
  }),
});

/** The options of a result whose success is a type of its own. */
const unionOf = (mutation: string, types: Parameters<typeof resultOf>[3]) => {
  const { union } = resultOf(mutation, '', '', types);
  return { types, union, directResult: true };
};

const rulesOf = ({ webhooks }: GraphQLContext): WebhookRules => {
  if (!webhooks) throw new TypeError('Mutations are executed with the rules of webhooks.');
  return webhooks;
};

builder.mutationFields((t) => ({
  createWebhookEndpoint: t.field({
    type: CreateSuccess,
    nullable: true,
    description:
      'Makes a webhook endpoint, which is sent what changes from now on. Its secret is in the answer, and nowhere else. Needs the scope `admin`, and those of all that is sent.',
    errors: unionOf('createWebhookEndpoint', [ValidationError]),
    args: inputArgument(CreateInput),
    resolve: (_root, { input }, context) => {
      const { url, description = null, types = null, alertTypes = null, filter = null, document = null } = input;
      return createWebhookEndpoint(context, { url, description, types, alertTypes, filter, document }, rulesOf(context));
    },
  }),
  updateWebhookEndpoint: t.field({
    type: WebhookEndpointType,
    nullable: true,
    description:
      'Changes a webhook endpoint, disables it or enables it again. Whoever does it takes it over: it is sent what they may read. Needs the scope `admin`, and those of all that is sent.',
    errors: resultOf('updateWebhookEndpoint', 'webhookEndpoint', 'The endpoint as it is now.', [
      NotFoundError,
      ValidationError,
      ...keyErrors,
    ]),
    args: inputArgument(UpdateInput),
    resolve: (_root, { input: { by, ...changes } }, context) =>
      updateWebhookEndpoint(context, webhookEndpointBy(by, inInput('by')), changes, rulesOf(context)),
  }),
  deleteWebhookEndpoint: t.field({
    type: DeleteSuccess,
    nullable: true,
    description:
      'Removes a webhook endpoint with the log of its deliveries, of which none is sent any more. There is no way back. Needs the scope `admin`.',
    errors: unionOf('deleteWebhookEndpoint', [NotFoundError, ValidationError, ...keyErrors]),
    args: inputArgument(DeleteInput),
    resolve: async (_root, { input: { by } }, context) => ({
      id: await deleteWebhookEndpoint(context, webhookEndpointBy(by, inInput('by'))),
    }),
  }),
  rotateWebhookSecret: t.field({
    type: RotateSuccess,
    nullable: true,
    description: `Gives a webhook endpoint a new secret. For ${hoursOfPrevious} hours deliveries are signed with the old one as well, so that the receiver can change to the new one in between. Needs the scope \`admin\`.`,
    errors: unionOf('rotateWebhookSecret', [NotFoundError]),
    args: inputArgument(RotateInput),
    resolve: (_root, { input: { by } }, context) => rotateWebhookSecret(context, webhookEndpointBy(by, inInput('by')), rulesOf(context)),
  }),
}));
