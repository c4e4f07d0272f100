import { find } from '../../domain/by.js';
import { builder } from '../builder.js';
import { IntegrationByInput, integrationBy } from '../by.js';
import { connectionType, listArguments, rootList } from '../connection.js';
import { EndSystemTypeEnum, IntegrationDirectionEnum, IntegrationTypeEnum } from '../enums.js';
import { readFrom } from '../source.js';

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

builder.queryFields((t) => ({
  integration: t.field({
    type: IntegrationType,
    nullable: true,
    description: 'One integration; null when there is none of that name.',
    args: { by: t.arg({ type: IntegrationByInput, required: true, description: 'Which integration.' }) },
    ...readFrom({ record: 'integration' }),
    resolve: (_root, { by }, context) => find(context, 'integration', integrationBy(by)),
  }),
  integrations: t.field({
    type: IntegrationConnection,
    description: 'All integrations.',
    args: listArguments('integration'),
    ...readFrom({ table: 'integration' }),
    resolve: (_root, args, context, info) => rootList('integration', args, context, info),
  }),
}));
