// The sample world: a small company's integrations with legible names, runs in every status, errors about documents of many kinds, and the
// contracts that some of them are about. Ids are fixed, and times count back from one moment, so that the newest run is always a fresh one.
import type { Database } from '../src/db/database.js';
import type { Prisma } from '../src/generated/prisma/client.js';
import { DocumentType, type IntegrationRunStatus } from '../src/generated/prisma/enums.js';

const minute = 60_000;
const runCount = 200;
const contractCount = 20;

const integrations = [
  ['erp-invoices', 'ERP invoice export', 'Invoice', 'FROM_COUPA', 'SAP S/4HANA', 'ERP', 'API'],
  ['erp-suppliers', 'ERP supplier import', 'Supplier', 'TO_COUPA', 'SAP S/4HANA', 'ERP', 'API'],
  ['erp-orders', 'ERP purchase order export', 'OrderHeader', 'FROM_COUPA', 'Oracle Fusion', 'ERP', 'XML'],
  ['erp-receipts', 'ERP receipt import', 'InventoryTransaction', 'TO_COUPA', 'Oracle Fusion', 'ERP', 'FLAT_FILE'],
  ['erp-accounts', 'Chart of accounts import', 'Account', 'TO_COUPA', 'NetSuite', 'ERP', 'FLAT_FILE'],
  ['erp-rates', 'Exchange rate import', 'ExchangeRate', 'TO_COUPA', 'European Central Bank', 'THIRD_PARTY_VENDOR', 'XML'],
  ['hr-users', 'Employee import', 'User', 'TO_COUPA', 'Workday', 'HR', 'JSON'],
  ['hr-approvals', 'Approval chain import', 'ApprovalChain', 'TO_COUPA', 'Workday', 'HR', 'JSON'],
  ['payroll-expenses', 'Expense report export', 'ExpenseReport', 'FROM_COUPA', 'ADP', 'PAYROLL', 'FLAT_FILE'],
  [
    'cards-statements',
    'Corporate card statements',
    'Charge',
    'TO_COUPA',
    'Commercial Bank',
    'THIRD_PARTY_PARTNER',
    'CORPORATE_CREDIT_CARD_FILE',
  ],
  ['clm-contracts', 'Contract import', 'Contract', 'TO_COUPA', 'Contract Archive', 'INTERNAL', 'API'],
  ['pay-payments', 'Payment status import', 'Payment', 'TO_COUPA', 'Payment Hub', 'OTHER', null],
] as const;

const suppliers = ['Aurora Paper', 'Borealis Tools', 'Cascade Freight', 'Delta Catering', 'Evergreen Energy'];
const agreements = ['Office supplies', 'Spare parts', 'Road transport', 'Canteen', 'Electricity'];

const problems = [
  ['422', 'The supplier has no remit-to address.'],
  ['409', 'A document with this number already exists.'],
  ['404', 'The account code is not in the chart of accounts.'],
  ['SAP-F5-201', 'Posting period is closed.'],
  ['504', 'The end system did not answer in time.'],
] as const;

/** Every status comes up; most runs ended well, as in life. */
const statusOf = (run: number): IntegrationRunStatus => {
  if (run % 20 === 0) return 'PENDING';
  if (run % 25 === 1) return 'PENDING';
  if (run % 25 === 2) return 'RUNNING';
  if (run % 25 === 3) return 'PAUSED';
  return run % 4 === 0 ? 'FAILED' : 'SUCCESSFUL';
};

const integrationRows = (at: (minutesAgo: number) => Date): Prisma.IntegrationCreateManyInput[] =>
  integrations.map(([code, name, businessObject, direction, endSystem, endSystemType, integrationType], index) => ({
    id: index + 1,
    code,
    name,
    businessObject,
    direction,
    endSystem,
    endSystemType,
    integrationType,
    isStandard: index % 3 === 0,
    createdAt: at(200_000 - index * 100),
    updatedAt: at(100_000 - index * 100),
  }));

const contractRows = (at: (minutesAgo: number) => Date): Prisma.ContractCreateManyInput[] =>
  Array.from({ length: contractCount }, (_, index) => {
    const id = index + 1;
    const topic = index % agreements.length;
    return {
      id,
      number: `C-${String(1000 + id)}`,
      name: `${agreements[topic]} ${2024 + Math.floor(index / agreements.length)}`,
      version: 1 + (index % 3),
      status: index % 6 === 5 ? 'expired' : 'published',
      type: index % 4 === 3 ? 'AMENDMENT_CONTRACT' : 'MASTER_CONTRACT',
      startDate: at(500_000 - index * 1000),
      endDate: index % 7 === 6 ? null : at(-500_000 - index * 1000),
      supplierName: suppliers[topic] ?? null,
      minimumValue: index % 2 === 0 ? '1000.00' : null,
      maximumValue: String(10_000 + index * 2_500.5),
      currencyCode: index % 3 === 0 ? 'USD' : 'EUR',
      createdAt: at(300_000 - index * 100),
      updatedAt: at(150_000 - index * 100),
    };
  });

interface Life {
  readonly id: number;
  readonly status: IntegrationRunStatus;
  readonly integrationId: number;
  readonly createdAt: Date;
  readonly startTime: Date | null;
  readonly endTime: Date | null;
}

/** Runs come every 90 minutes, integration after integration; the last one is five minutes old. */
const lifeOf = (id: number, at: (minutesAgo: number) => Date): Life => {
  const age = (runCount - id) * 90 + 5;
  const status = statusOf(id);
  const ended = status === 'SUCCESSFUL' || status === 'FAILED';
  return {
    id,
    status,
    integrationId: 1 + ((id - 1) % integrations.length),
    createdAt: at(age),
    startTime: status === 'PENDING' ? null : at(age - 1),
    endTime: ended ? at(age - 1 - (id % 3) - 0.5) : null,
  };
};

const runRow = ({ id, status, integrationId, createdAt, startTime, endTime }: Life): Prisma.IntegrationRunCreateManyInput => {
  const totalRecords = status === 'PENDING' ? null : 20 + ((id * 37) % 480);
  const share = status === 'SUCCESSFUL' ? 1 : (id % 10) / 10;
  const [code] = integrations[integrationId - 1] ?? [];
  return {
    id,
    integrationId,
    status,
    flow: { name: code ?? '', step: status === 'RUNNING' ? 'transfer' : 'done', attempt: 1 + (id % 2) },
    startTime,
    endTime,
    totalRecords,
    recordsProcessed: totalRecords === null ? null : Math.floor(totalRecords * share),
    maxUpdatedAt: status === 'SUCCESSFUL' ? createdAt : null,
    version: status === 'PENDING' ? 1 : status === 'RUNNING' ? 2 : 3,
    createdAt,
    updatedAt: endTime ?? startTime ?? createdAt,
  };
};

const historyRows = ({ id, status, createdAt, startTime, endTime }: Life): Prisma.IntegrationRunTransitionCreateManyInput[] => {
  const entry = (from: IntegrationRunStatus | null, to: IntegrationRunStatus, at: Date) => ({
    integrationRunId: id,
    from,
    to,
    at,
    source: 'SYSTEM' as const,
  });
  const entries = [entry(null, 'PENDING', createdAt)];
  if (startTime) entries.push(entry('PENDING', 'RUNNING', startTime));
  if (startTime && status !== 'RUNNING') entries.push(entry('RUNNING', status, endTime ?? startTime));
  return entries;
};

const documents = Object.values(DocumentType);

/** A failed run has one to four errors, some successful ones have one; every third error is about a contract. */
const errorRows = (lives: readonly Life[]): (Prisma.IntegrationErrorCreateManyInput & { id: number })[] => {
  let id = 0;
  return lives.flatMap((run) => {
    const count =
      run.status === 'FAILED' ? 1 + (run.id % 4) : run.status === 'SUCCESSFUL' && run.id % 5 === 0 ? 1 : run.status === 'PAUSED' ? 2 : 0;
    return Array.from({ length: count }, () => {
      id += 1;
      const isContract = id % 3 === 0;
      const at = new Date((run.endTime ?? run.startTime ?? run.createdAt).getTime());
      return {
        id,
        integrationRunId: run.id,
        integrationId: run.integrationId,
        documentType: isContract ? DocumentType.CONTRACT : (documents[(id * 7) % documents.length] ?? null),
        documentId: isContract ? 1 + (id % (contractCount + 2)) : 5000 + id,
        documentRevision: id % 4 === 0 ? null : id % 4,
        documentStatus: id % 2 === 0 ? 'approved' : 'pending_approval',
        contactAlertType: id % 6 === 0 ? 'Functional' : 'Technical',
        externalId: id % 5 === 0 ? `EXT-${90_000 + id}` : null,
        isResolved: id % 4 === 1,
        createdAt: at,
        updatedAt: at,
      };
    });
  });
};

const responseRows = (errorId: number): Prisma.IntegrationErrorResponseCreateManyInput[] => {
  const responses = errorId % 3 === 0 ? [errorId, errorId + 2] : [errorId];
  return responses.map((number) => {
    const [code, message] = problems[number % problems.length] ?? problems[0];
    return { integrationErrorId: errorId, code, message };
  });
};

const tables = ['integrations', 'contracts', 'integration_runs', 'integration_errors'];

/**
 * Loads the sample world into an empty database, in one transaction, with times counted back from `now`.
 * Does nothing and returns false where there is any integration already.
 */
export const seed = async ({ prisma }: Database, now: Date): Promise<boolean> => {
  const at = (minutesAgo: number) => new Date(now.getTime() - Math.round(minutesAgo * minute));
  const lives = Array.from({ length: runCount }, (_, index) => lifeOf(index + 1, at));
  const errors = errorRows(lives);
  return prisma.$transaction(
    async (transaction) => {
      if ((await transaction.integration.count()) > 0) return false;
      await transaction.integration.createMany({ data: integrationRows(at) });
      await transaction.contract.createMany({ data: contractRows(at) });
      await transaction.integrationRun.createMany({ data: lives.map(runRow) });
      await transaction.integrationRunTransition.createMany({ data: lives.flatMap(historyRows) });
      await transaction.integrationError.createMany({ data: errors });
      await transaction.integrationErrorResponse.createMany({ data: errors.flatMap(({ id }) => responseRows(id)) });
      for (const table of tables)
        await transaction.$queryRawUnsafe(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`);
      return true;
    },
    { timeout: 60_000 },
  );
};
