import { NotFoundError, ValidationError } from '../../../domain/rules/errors.js';
import { replayWebhookDelivery, testWebhookEndpoint } from '../../../domain/webhook/request-delivery.js';
import { builder } from '../builder.js';
import { WebhookDeliveryByInput, WebhookEndpointByInput, webhookDeliveryBy, webhookEndpointBy } from '../by-inputs.js';
import { keyErrors, resultOf } from '../mutation-errors.js';
import { inInput, inputArgument, keyField } from '../mutations/input-argument.js';
import { WebhookDeliveryType } from './types.js';

const TestInput = builder.inputType('TestWebhookEndpointInput', {
  description: 'Which webhook endpoint is to be tried.',
  fields: (t) => ({
    by: t.field({ type: WebhookEndpointByInput, required: true, description: 'The endpoint that is sent a test.' }),
    ...keyField(t),
  }),
});

const ReplayInput = builder.inputType('ReplayWebhookDeliveryInput', {
  description: 'Which delivery is to be sent again.',
  fields: (t) => ({
    by: t.field({ type: WebhookDeliveryByInput, required: true, description: 'The delivery.' }),
    ...keyField(t),
  }),
});

/** Says when it is sent. */
const delivered = 'The delivery, which is sent within a second or two: ask for its `state` then.';

builder.mutationFields((t) => ({
  testWebhookEndpoint: t.field({
    type: WebhookDeliveryType,
    nullable: true,
    description:
      'Has a message of the type `webhook_endpoint.test` sent to a webhook endpoint, once, whether or not it is disabled; it counts neither for nor against it. Needs the scope `admin`.',
    errors: resultOf('testWebhookEndpoint', 'webhookDelivery', delivered, [NotFoundError, ValidationError, ...keyErrors]),
    args: inputArgument(TestInput),
    resolve: (_root, { input: { by } }, context) => testWebhookEndpoint(context, webhookEndpointBy(by, inInput('by'))),
  }),
  replayWebhookDelivery: t.field({
    type: WebhookDeliveryType,
    nullable: true,
    description:
      'Has a delivery sent again under the same `webhook-id`, once, whether or not its endpoint is disabled; it counts neither for nor against it. A delivery that waits for its next attempt is tried at once. Needs the scope `admin`.',
    errors: resultOf('replayWebhookDelivery', 'webhookDelivery', delivered, [NotFoundError, ValidationError, ...keyErrors]),
    args: inputArgument(ReplayInput),
    resolve: (_root, { input: { by } }, context) => replayWebhookDelivery(context, webhookDeliveryBy(by, inInput('by'))),
  }),
}));
