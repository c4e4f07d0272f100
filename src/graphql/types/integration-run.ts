import { find } from '../../domain/by.js';
import { durationSeconds, progress } from '../../domain/integration-run/measures.js';
import { allowedByStatus, allowedTransitions } from '../../domain/integration-run/status.js';
import { builder } from '../builder.js';
import { IntegrationRunByInput, runBy } from '../by.js';
import { connectionType, listArguments, rootList } from '../connection.js';
import { IntegrationRunActionEnum, IntegrationRunStatusEnum } from '../enums.js';
import { readFrom } from '../source.js';
import { ActorType, loadActor } from './actor.js';

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
      nullable: true,
      description: 'The part of the records that has been carried, from 0 to 1; null while `totalRecords` is unknown or 0.',
      ...readFrom({ value: { measure: 'progress' } }),
      resolve: (run) => progress(run),
    }),
    durationSeconds: t.float({
      nullable: true,
      description: 'Seconds from the start to the end, or to now while there is no end; null before the start.',
      ...readFrom({ value: { measure: 'durationSeconds' } }),
      resolve: (run) => durationSeconds(run, new Date()),
    }),
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    allowedTransitions: t.field({
      type: [IntegrationRunActionEnum],
      description: 'The moves that the run can make from its status; none for a successful run.',
      ...readFrom({ value: { enumColumn: 'status', means: allowedByStatus } }),
      resolve: ({ status }) => allowedTransitions(status),
    }),
    createdBy: t.field({
      type: ActorType,
      nullable: true,
      description: 'Who created it; null for what nobody did.',
      ...readFrom({ one: 'createdBy' }),
      resolve: (run, _args, context) => loadActor(run.createdById, context),
    }),
    updatedBy: t.field({
      type: ActorType,
      nullable: true,
      description: 'Who last changed it; null for what nobody did.',
      ...readFrom({ one: 'updatedBy' }),
      resolve: (run, _args, context) => loadActor(run.updatedById, context),
    }),
  }),
});

export const IntegrationRunConnection = connectionType<'integrationRun'>('IntegrationRun', IntegrationRunType);

builder.queryFields((t) => ({
  integrationRun: t.field({
    type: IntegrationRunType,
    nullable: true,
    description: 'One run; null when there is none of that name.',
    args: { by: t.arg({ type: IntegrationRunByInput, required: true, description: 'Which run.' }) },
    ...readFrom({ record: 'integrationRun' }),
    resolve: (_root, { by }, context) => find(context, 'integrationRun', runBy(by)),
  }),
  integrationRuns: t.field({
    type: IntegrationRunConnection,
    description: 'Runs of all integrations.',
    args: listArguments('integrationRun'),
    ...readFrom({ table: 'integrationRun' }),
    resolve: (_root, args, context, info) => rootList('integrationRun', args, context, info),
  }),
}));
