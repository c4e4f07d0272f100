import { builder } from '../builder.js';
import { EndSystemTypeEnum, IntegrationDirectionEnum, IntegrationTypeEnum } from '../enums.js';
import { connectionType } from '../sources/connection.js';
import { from, fromRoot, nullOnlyWithError } from '../sources/from.js';

export const IntegrationType = builder.prismaNode('Integration', {
  id: { field: 'id' },
  fields: (t) => ({
    databaseId: t.exposeInt('id'),
    name: t.exposeString('name'),
    code: t.exposeString('code'),
    businessObject: t.exposeString('businessObject'),
    direction: t.expose('direction', { type: IntegrationDirectionEnum }),
    endSystem: t.exposeString('endSystem'),
    endSystemType: t.expose('endSystemType', { type: EndSystemTypeEnum }),
    integrationType: t.expose('integrationType', { type: IntegrationTypeEnum, nullable: true }),
    isStandard: t.exposeBoolean('isStandard'),
    version: t.exposeInt('version'),
    deadlineSeconds: t.exposeInt('deadlineSeconds', { nullable: true }),
    expectedDurationSeconds: t.float({
      nullable: true,
      description:
        'How long its runs usually take, in seconds: the 95th percentile of its last 50 successful runs. Null while there are fewer than ten.',
      ...from('integration').computed<number | null>('expectedDurationSeconds'),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

const IntegrationConnection = connectionType<'integration'>('Integration', IntegrationType);

builder.queryFields((t) => ({
  integration: t.field({
    type: IntegrationType,
    description: 'One integration; null when there is none of that name.',
    ...fromRoot.record('integration', 'integration'),
  }),
  integrations: t.field({
    type: IntegrationConnection,
    description: `All integrations. ${nullOnlyWithError}`,
    ...fromRoot.list('integration'),
  }),
}));
