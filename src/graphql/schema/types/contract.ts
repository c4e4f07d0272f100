import { builder } from '../builder.js';
import { ContractTypeEnum } from '../enums.js';
import { connectionType } from '../sources/connection.js';
import { fromRoot, nullOnlyWithError } from '../sources/from.js';

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
    supplierId: t.exposeInt('supplierId', { nullable: true }),
    supplierNumber: t.exposeString('supplierNumber', { nullable: true }),
    supplierName: t.exposeString('supplierName', { nullable: true }),
    minimumValue: t.expose('minimumValue', { type: 'Decimal', nullable: true }),
    maximumValue: t.expose('maximumValue', { type: 'Decimal', nullable: true }),
    currencyCode: t.exposeString('currencyCode', { nullable: true }),
    recordVersion: t.exposeInt('recordVersion'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

const ContractConnection = connectionType<'contract'>('Contract', ContractType);

builder.queryFields((t) => ({
  contract: t.field({
    type: ContractType,
    description: 'One contract; null when there is none of that name.',
    ...fromRoot.record('contract', 'contract'),
  }),
  contracts: t.field({
    type: ContractConnection,
    description: `All contracts. ${nullOnlyWithError}`,
    ...fromRoot.list('contract'),
  }),
}));
