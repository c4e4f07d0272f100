import { find } from '../../domain/by.js';
import { everything } from '../../domain/read/conditions.js';
import { builder } from '../builder.js';
import { IntegrationByInput, integrationBy } from '../by.js';
import { childList, connectionType, listArguments, rootList } from '../connection.js';
import { EndSystemTypeEnum, IntegrationDirectionEnum, IntegrationTypeEnum } from '../enums.js';
import { defaultOrder } from '../orders.js';
import { IntegrationErrorConnection } from './integration-error.js';
import { IntegrationRunConnection, IntegrationRunType } from './integration-run.js';

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
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

export const IntegrationConnection = connectionType<'integration'>('Integration', IntegrationType);

builder.objectFields(IntegrationType, (t) => ({
  integrationRuns: t.field({
    type: IntegrationRunConnection,
    description: 'The executions of this integration.',
    args: listArguments('integrationRun'),
    resolve: (integration, args, context, info) => childList('integration', 'integrationRuns', integration, args, context, info),
  }),
  latestRun: t.field({
    type: IntegrationRunType,
    nullable: true,
    description: 'The run that was created last; null before the first.',
    resolve: async (integration, _args, { loaders }) => {
      const [run] = await loaders.children('integration', 'integrationRuns', { where: everything, order: defaultOrder, limit: 1 }).load(integration.id);
      return run ?? null;
    },
  }),
  integrationErrors: t.field({
    type: IntegrationErrorConnection,
    description: 'The errors that runs of this integration met.',
    args: listArguments('integrationError'),
    resolve: (integration, args, context, info) => childList('integration', 'integrationErrors', integration, args, context, info),
  }),
}));

builder.queryFields((t) => ({
  integration: t.field({
    type: IntegrationType,
    nullable: true,
    description: 'One integration; null when there is none of that name.',
    args: { by: t.arg({ type: IntegrationByInput, required: true, description: 'Which integration.' }) },
    resolve: (_root, { by }, context) => find(context, 'integration', integrationBy(by)),
  }),
  integrations: t.field({
    type: IntegrationConnection,
    description: 'All integrations.',
    args: listArguments('integration'),
    resolve: (_root, args, context, info) => rootList('integration', args, context, info),
  }),
}));
