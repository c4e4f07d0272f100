// Integrations.
import { Prisma } from '../../../generated/prisma/client.js';
import { many } from '../associations.js';
import { boolean, computed, enumeration, integer, number, text } from '../columns.js';
import { expectedDurationOf } from '../deadlines.js';
import type { Entity } from '../entity.js';
import { changers, changes, id, integrationRecord } from './shared.js';

const { sql } = Prisma;

export const integration = {
  table: 'integrations',
  scope: 'core.integration.read',
  namedBy: ['code', 'name'],
  record: integrationRecord,
  columns: {
    ...id,
    name: text('name', { length: 255 }),
    code: text('code', { length: 255 }),
    businessObject: text('business_object', { length: 255 }),
    direction: enumeration('direction', 'IntegrationDirection'),
    endSystem: text('end_system', { length: 255 }),
    endSystemType: enumeration('end_system_type', 'EndSystemType'),
    integrationType: enumeration('integration_type', 'IntegrationType', { nullable: true }),
    isStandard: boolean('is_standard'),
    version: integer('version'),
    deadlineSeconds: integer('deadline_seconds', { nullable: true, minimum: 1 }),
    ...changes,
  },
  sortedBy: ['name', 'code'],
  computed: { expectedDurationSeconds: computed(number('', { nullable: true }), expectedDurationOf) },
  associations: {
    integrationRuns: many('integrationRun', (integration, run) => sql`${run}.integration_id = ${integration}.id`),
    integrationErrors: many('integrationError', (integration, error) => sql`${error}.integration_id = ${integration}.id`),
    historyRecords: many('integrationHistoryRecord', (integration, record) => sql`${record}.integration_id = ${integration}.id`),
    ...changers,
  },
} as const satisfies Entity;
