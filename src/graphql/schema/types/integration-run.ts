import { allowedByStatus } from '../../../domain/integration-run/status.js';
import { builder } from '../builder.js';
import { IntegrationRunActionEnum, IntegrationRunStatusEnum } from '../enums.js';
import { connectionType } from '../sources/connection.js';
import { from, fromRoot, measured, nullOnlyWithError } from '../sources/from.js';
import { ActorType } from './actor.js';

const fromRun = from('integrationRun');

export const IntegrationRunType = builder.prismaNode('IntegrationRun', {
  id: { field: 'id' },
  fields: (t) => ({
    databaseId: t.exposeInt('id'),
    status: t.expose('status', { type: IntegrationRunStatusEnum }),
    flow: t.expose('flow', { type: 'JSON', nullable: true }),
    startTime: t.expose('startTime', { type: 'DateTime', nullable: true }),
    endTime: t.expose('endTime', { type: 'DateTime', nullable: true }),
    maxUpdatedAt: t.expose('maxUpdatedAt', { type: 'DateTime', nullable: true }),
    totalRecords: t.exposeInt('totalRecords', { nullable: true }),
    recordsProcessed: t.exposeInt('recordsProcessed', { nullable: true }),
    progress: t.float({
      description: 'The part of the records that has been carried, from 0 to 1; null while `totalRecords` is unknown or 0.',
      ...measured('progress'),
    }),
    durationSeconds: t.float({
      description: 'Seconds from the start to the end, or to now while there is no end; null before the start.',
      ...measured('durationSeconds'),
    }),
    lastHeartbeatAt: t.expose('lastHeartbeatAt', { type: 'DateTime', nullable: true }),
    deadline: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'By when a running run is to end: its start plus `deadlineSeconds` of its integration or else three times `expectedDurationSeconds`, at least a minute; but not before five minutes after `lastHeartbeatAt`. Null for a run that is not running, and where neither is known.',
      ...fromRun.computed<Date | null>('deadline'),
    }),
    isOverdue: t.boolean({
      description: 'Whether the `deadline` has passed while the run is still running.',
      ...fromRun.computed<boolean>('isOverdue'),
    }),
    attempt: t.exposeInt('attempt'),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    allowedTransitions: t.field({
      type: [IntegrationRunActionEnum],
      description:
        'The moves that the run can make from its status, whoever asks; none for a successful run. A failed run can also be retried: `RETRY` makes a new run of it. Whether you may make them is told by `viewer { scopes }`: moves need `CORE_INTEGRATION_WRITE`.',
      ...fromRun.mapped('status', 'status', allowedByStatus),
    }),
    createdBy: t.field({
      type: ActorType,
      description: 'Who created it; null for what nobody did.',
      ...fromRun.optional('createdBy'),
    }),
    updatedBy: t.field({
      type: ActorType,
      description: 'Who last changed it; null for what nobody did.',
      ...fromRun.optional('updatedBy'),
    }),
  }),
});

export const IntegrationRunConnection = connectionType<'integrationRun'>('IntegrationRun', IntegrationRunType);

builder.queryFields((t) => ({
  integrationRun: t.field({
    type: IntegrationRunType,
    description: 'One run; null when there is none of that name.',
    ...fromRoot.record('integrationRun', 'run'),
  }),
  integrationRuns: t.field({
    type: IntegrationRunConnection,
    description: `Runs of all integrations. ${nullOnlyWithError}`,
    ...fromRoot.list('integrationRun'),
  }),
}));
