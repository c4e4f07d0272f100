// Webhooks: where changes are sent to, and what was sent. What deliveries are signed with is no column: whoever reads an endpoint never reads it.
import { Prisma } from '../../../generated/prisma/client.js';
import { keyed, many } from '../associations.js';
import { boolean, enumeration, integer, json, text, time } from '../columns.js';
import type { Entity } from '../entity.js';
import { id } from './shared.js';

const { sql } = Prisma;

export const webhookEndpoint = {
  table: 'webhook_endpoints',
  scope: 'admin',
  noun: 'webhook endpoint',
  namedBy: [],
  columns: {
    ...id,
    url: text('url', { length: 2048 }),
    description: text('description', { nullable: true, length: 2000 }),
    types: text('types', { nullable: true }),
    alertTypes: json('alert_types', { nullable: true }),
    filter: json('filter', { nullable: true }),
    document: text('document', { nullable: true, length: 100_000 }),
    state: enumeration('state', 'WebhookEndpointState'),
    disabledReason: text('disabled_reason', { nullable: true }),
    ownerId: integer('owner_id'),
    rotatedAt: time('rotated_at', { nullable: true }),
    createdAt: time('created_at'),
    updatedAt: time('updated_at'),
  },
  associations: {
    owner: keyed('actor', 'owner_id'),
    deliveries: many('webhookDelivery', (endpoint, delivery) => sql`${delivery}.endpoint_id = ${endpoint}.id`),
  },
} as const satisfies Entity;

export const webhookDelivery = {
  table: 'webhook_deliveries',
  scope: 'admin',
  noun: 'webhook delivery',
  namedBy: [],
  columns: {
    ...id,
    endpointId: integer('endpoint_id'),
    messageId: text('message_id'),
    position: text('position', { nullable: true }),
    body: text('body', { length: 300_000 }), // which the limit of an answer to its endpoint's query sees to
    state: enumeration('state', 'WebhookDeliveryState'),
    isRequested: boolean('is_requested'),
    attempts: integer('attempts'),
    lastStatusCode: integer('last_status_code', { nullable: true }),
    lastError: text('last_error', { nullable: true }),
    nextAttemptAt: time('next_attempt_at', { nullable: true }),
    deliveredAt: time('delivered_at', { nullable: true }),
    createdAt: time('created_at'),
  },
  associations: {
    endpoint: keyed('webhookEndpoint', 'endpoint_id'),
  },
} as const satisfies Entity;
