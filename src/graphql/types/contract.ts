import { find } from '../../domain/by.js';
import { builder } from '../builder.js';
import { ContractByInput, contractBy } from '../by.js';
import { connectionType, listArguments, rootList } from '../connection.js';
import { ContractTypeEnum } from '../enums.js';
import { readFrom } from '../source.js';

export const ContractType = builder.prismaNode('Contract', {
  id: { field: 'id' },
  fields: (t) => ({
    databaseId: t.exposeInt('id'),
    number: t.exposeString('number'),
    name: t.exposeString('name'),
    version: t.exposeInt('version', { nullable: true }),
    status: t.exposeString('status'),
    type: t.expose('type', { type: ContractTypeEnum, nullable: true }),
    startDate: t.expose('startDate', { type: 'DateTime', nullable: true }),
    endDate: t.expose('endDate', { type: 'DateTime', nullable: true }),
    supplierName: t.exposeString('supplierName', { nullable: true }),
    minimumValue: t.expose('minimumValue', { type: 'Decimal', nullable: true }),
    maximumValue: t.expose('maximumValue', { type: 'Decimal', nullable: true }),
    currencyCode: t.exposeString('currencyCode', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

export const ContractConnection = connectionType<'contract'>('Contract', ContractType);

builder.queryFields((t) => ({
  contract: t.field({
    type: ContractType,
    nullable: true,
    description: 'One contract; null when there is none of that name.',
    args: { by: t.arg({ type: ContractByInput, required: true, description: 'Which contract.' }) },
    ...readFrom({ record: 'contract' }),
    resolve: (_root, { by }, context) => find(context, 'contract', contractBy(by)),
  }),
  contracts: t.field({
    type: ContractConnection,
    description: 'All contracts.',
    args: listArguments('contract'),
    ...readFrom({ table: 'contract' }),
    resolve: (_root, args, context, info) => rootList('contract', args, context, info),
  }),
}));
