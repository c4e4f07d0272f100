import type { ObjectRef } from '@pothos/core';
import type { Rows } from '../../../domain/entities/entity.js';
import { fieldDoc, modelDoc } from '../../../domain/rules/docs.js';
import { typesIn } from '../../../domain/webhook/endpoint.js';
import type { WebhookDeliveryState } from '../../../generated/prisma/enums.js';
import type { GraphQLContext } from '../../field-by-field/context.js';
import { type ListArguments, openList } from '../../field-by-field/list.js';
import type { PageArguments } from '../../field-by-field/window.js';
import { builder, type SchemaTypes } from '../builder.js';
import { ChangeTypeEnum, WebhookDeliveryStateEnum, WebhookEndpointStateEnum } from '../enums.js';
import { connectionType, pageArguments } from '../sources/connection.js';
import { from, fromRoot, nullOnlyWithError } from '../sources/from.js';
import { readFrom } from '../sources/source.js';

const endpointDoc = (field: string) => fieldDoc('WebhookEndpoint', field);
const deliveryDoc = (field: string) => fieldDoc('WebhookDelivery', field);

// neither is of the Prisma plugin: a row of it would have the secrets in it, which no reader gives out
export const WebhookEndpointType = builder.node(builder.objectRef<Rows['webhookEndpoint']>('WebhookEndpoint'), {
  id: { resolve: ({ id }) => String(id) },
  description: modelDoc('WebhookEndpoint'),
  fields: (t) => ({
    databaseId: t.exposeInt('id', { description: endpointDoc('id') }),
    url: t.exposeString('url', { description: endpointDoc('url') }),
    description: t.exposeString('description', { nullable: true, description: endpointDoc('description') }),
    types: t.field({
      type: [ChangeTypeEnum],
      nullable: true,
      description: 'Which kinds of changes are sent; null for all.',
      resolve: ({ types }) => typesIn(types)?.slice() ?? null,
    }),
    alertTypes: t.stringList({
      nullable: true,
      description: endpointDoc('alertTypes'),
      resolve: ({ alertTypes }) => alertTypes as string[] | null, // which is what was checked
    }),
    filter: t.expose('filter', { type: 'JSON', nullable: true, description: endpointDoc('filter') }),
    document: t.exposeString('document', { nullable: true, description: endpointDoc('document') }),
    state: t.expose('state', { type: WebhookEndpointStateEnum, description: endpointDoc('state') }),
    disabledReason: t.exposeString('disabledReason', { nullable: true, description: endpointDoc('disabledReason') }),
    rotatedAt: t.expose('rotatedAt', { type: 'DateTime', nullable: true, description: endpointDoc('rotatedAt') }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: endpointDoc('createdAt') }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: endpointDoc('updatedAt') }),
  }),
});

export const WebhookDeliveryType: ObjectRef<SchemaTypes, Rows['webhookDelivery']> = builder.node(
  builder.objectRef<Rows['webhookDelivery']>('WebhookDelivery'),
  {
    id: { resolve: ({ id }) => String(id) },
    description: modelDoc('WebhookDelivery'),
    fields: (t) => ({
      databaseId: t.exposeInt('id', { description: 'The integer that its opaque `id` stands for.' }),
      messageId: t.exposeString('messageId', { description: deliveryDoc('messageId') }),
      position: t.expose('position', { type: 'Position', nullable: true, description: deliveryDoc('position') }),
      body: t.exposeString('body', { description: deliveryDoc('body') }),
      state: t.expose('state', { type: WebhookDeliveryStateEnum, description: deliveryDoc('state') }),
      isRequested: t.exposeBoolean('isRequested', { description: deliveryDoc('isRequested') }),
      attempts: t.exposeInt('attempts', { description: deliveryDoc('attempts') }),
      lastStatusCode: t.exposeInt('lastStatusCode', { nullable: true, description: deliveryDoc('lastStatusCode') }),
      lastError: t.exposeString('lastError', { nullable: true, description: deliveryDoc('lastError') }),
      nextAttemptAt: t.expose('nextAttemptAt', { type: 'DateTime', nullable: true, description: deliveryDoc('nextAttemptAt') }),
      deliveredAt: t.expose('deliveredAt', { type: 'DateTime', nullable: true, description: deliveryDoc('deliveredAt') }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: deliveryDoc('createdAt') }),
      endpoint: t.field({
        type: WebhookEndpointType,
        description: 'The endpoint that it is for.',
        ...from('webhookDelivery').one('endpoint'),
      }),
    }),
  },
);

const WebhookEndpointConnection = connectionType<'webhookEndpoint'>('WebhookEndpoint', WebhookEndpointType);
const WebhookDeliveryConnection = connectionType<'webhookDelivery'>('WebhookDelivery', WebhookDeliveryType);

interface DeliveryArguments extends PageArguments {
  readonly state?: WebhookDeliveryState | null | undefined;
}

const deliveriesBy = ({ state, ...page }: DeliveryArguments): ListArguments => ({
  ...page,
  filter: state ? { state: { eq: state } } : null,
});

builder.objectFields(WebhookEndpointType, (t) => ({
  deliveries: t.field({
    type: WebhookDeliveryConnection,
    description: 'What is and was sent to it, newest first, for as long as changes stay in the feed (`EVENTS_RETENTION_DAYS`).',
    args: {
      ...pageArguments(),
      state: t.arg({ type: WebhookDeliveryStateEnum, description: 'Only those of this state; all unless given.' }),
    },
    ...readFrom({ listed: 'webhookDelivery', by: deliveriesBy }),
    resolve: ({ id }, args, { loaders }: GraphQLContext, info) =>
      openList('webhookDelivery', deliveriesBy(args), info, {
        read: (slice) => loaders.children('webhookEndpoint', 'deliveries', slice).load(id),
        count: (where) => loaders.counts('webhookEndpoint', 'deliveries', where).load(id),
      }),
  }),
}));

builder.queryFields((t) => ({
  webhookEndpoint: t.field({
    type: WebhookEndpointType,
    description: 'One webhook endpoint; null when there is none of that name. Needs the scope `admin`.',
    ...fromRoot.record('webhookEndpoint', 'webhook endpoint'),
  }),
  webhookEndpoints: t.field({
    type: WebhookEndpointConnection,
    description: `The addresses that changes are sent to, newest first. Needs the scope \`admin\`. ${nullOnlyWithError}`,
    ...fromRoot.newestFirst('webhookEndpoint'),
  }),
}));
