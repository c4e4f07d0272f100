// Runs of integrations and the history of their statuses.
import { Prisma } from '../../../generated/prisma/client.js';
import { keyed, many } from '../associations.js';
import { boolean, computed, enumeration, integer, json, text, time } from '../columns.js';
import { deadlineOf, isOverdue } from '../deadlines.js';
import type { Entity } from '../entity.js';
import { changers, changes, id, integrationRecord } from './shared.js';

const { sql } = Prisma;

export const integrationRun = {
  table: 'integration_runs',
  scope: 'core.integration.read',
  namedBy: [],
  record: integrationRecord,
  columns: {
    ...id,
    integrationId: integer('integration_id'),
    status: enumeration('status', 'IntegrationRunStatus'),
    flow: json('flow', { nullable: true }),
    startTime: time('start_time', { nullable: true }),
    endTime: time('end_time', { nullable: true }),
    totalRecords: integer('total_records', { nullable: true, minimum: 0 }),
    recordsProcessed: integer('records_processed', { nullable: true, minimum: 0 }),
    maxUpdatedAt: time('max_updated_at', { nullable: true }),
    version: integer('version'),
    lastHeartbeatAt: time('last_heartbeat_at', { nullable: true }),
    retryOfId: integer('retry_of_id', { nullable: true }),
    attempt: integer('attempt'),
    ...changes,
  },
  sortedBy: ['startTime', 'endTime', 'status', 'totalRecords', 'recordsProcessed'],
  computed: {
    deadline: computed(time('', { nullable: true }), deadlineOf),
    isOverdue: computed(boolean(''), isOverdue),
  },
  associations: {
    integration: keyed('integration', 'integration_id'),
    retryOf: keyed('integrationRun', 'retry_of_id'),
    retries: many('integrationRun', (run, retry) => sql`${retry}.retry_of_id = ${run}.id`),
    integrationErrors: many('integrationError', (run, error) => sql`${error}.integration_run_id = ${run}.id`),
    historyRecords: many('integrationHistoryRecord', (run, record) => sql`${record}.integration_run_id = ${run}.id`),
    transitions: many('integrationRunTransition', (run, transition) => sql`${transition}.integration_run_id = ${run}.id`),
    ...changers,
  },
} as const satisfies Entity;

export const integrationRunTransition = {
  table: 'integration_run_transitions',
  scope: 'core.integration.read',
  columns: {
    ...id,
    integrationRunId: integer('integration_run_id'),
    from: enumeration('from_status', 'IntegrationRunStatus', { nullable: true }),
    to: enumeration('to_status', 'IntegrationRunStatus'),
    at: time('at'),
    actorId: integer('actor_id', { nullable: true }),
    source: enumeration('source', 'TransitionSource'),
    note: text('note', { nullable: true, length: 2000 }),
  },
  associations: { actor: keyed('actor', 'actor_id') },
} as const satisfies Entity;
