// Contracts.
import { Prisma } from '../../../generated/prisma/client.js';
import { many } from '../associations.js';
import { decimal, enumeration, integer, text, time } from '../columns.js';
import type { Entity } from '../entity.js';
import { changes, id } from './shared.js';

const { sql } = Prisma;

export const contract = {
  table: 'contracts',
  scope: 'core.contract.read',
  namedBy: ['number'],
  record: { version: 'recordVersion', writeScope: 'core.contract.write' }, // its `version` is its own
  columns: {
    ...id,
    number: text('number', { length: 50 }),
    name: text('name', { length: 100 }),
    version: integer('version', { nullable: true, minimum: 0 }),
    status: text('status', { length: 50 }),
    type: enumeration('type', 'ContractType', { nullable: true }),
    startDate: time('start_date', { nullable: true }),
    endDate: time('end_date', { nullable: true }),
    supplierId: integer('supplier_id', { nullable: true, minimum: 1 }),
    supplierNumber: text('supplier_number', { nullable: true, length: 255 }),
    supplierName: text('supplier_name', { nullable: true, length: 255 }),
    minimumValue: decimal('minimum_value', { nullable: true }),
    maximumValue: decimal('maximum_value', { nullable: true }),
    currencyCode: text('currency_code', { nullable: true, length: 3 }),
    recordVersion: integer('record_version'),
    ...changes,
  },
  sortedBy: ['number', 'name', 'startDate', 'endDate'],
  associations: {
    integrationErrors: many(
      'integrationError',
      (contract, error) => sql`${error}.document_type = 'CONTRACT' AND ${error}.document_id = ${contract}.id`,
    ),
    integrationRuns: many(
      'integrationRun',
      (contract, run) =>
        sql`EXISTS (SELECT FROM integration_errors AS met WHERE met.integration_run_id = ${run}.id AND met.document_type = 'CONTRACT' AND met.document_id = ${contract}.id)`,
    ),
  },
} as const satisfies Entity;
