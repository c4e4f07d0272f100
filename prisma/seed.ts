// The sample world: a small company's integrations with legible names, runs in every status, errors about documents of many kinds, and the
// contracts that some of them are about. Ids are fixed, and times count back from one moment, so that the newest run is always a fresh one.
import type { Database } from '../src/db/database.js';
import type { Prisma } from '../src/generated/prisma/client.js';
import type { IntegrationRunStatus } from '../src/generated/prisma/enums.js';
import { contractCount, errorRows, historyRecordRows, historyResponseRow, type Life, responseRows } from './sample-documents.js';

/** Sent as JSON, whose keys become columns. The columns of a table are those of its first row: all rows have the same. */
type Row = Readonly<Record<string, unknown>>;

const minute = 60_000;
const runCount = 200;

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
    version: 2, // as it was changed later than it was created
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
      supplierId: 101 + topic,
      supplierNumber: `S-${String(2001 + topic)}`,
      supplierName: suppliers[topic] ?? null,
      minimumValue: index % 2 === 0 ? '1000.00' : null,
      maximumValue: String(10_000 + index * 2_500.5),
      currencyCode: index % 3 === 0 ? 'USD' : 'EUR',
      recordVersion: 2,
      createdAt: at(300_000 - index * 100),
      updatedAt: at(150_000 - index * 100),
    };
  });

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

const historyRows = ({ id, status, createdAt, startTime, endTime }: Life): Row[] => {
  const entry = (from: IntegrationRunStatus | null, to: IntegrationRunStatus, at: Date) => ({
    integrationRunId: id,
    fromStatus: from,
    toStatus: to,
    at,
    source: 'SYSTEM' as const,
  });
  const entries = [entry(null, 'PENDING', createdAt)];
  if (startTime) entries.push(entry('PENDING', 'RUNNING', startTime));
  if (startTime && status !== 'RUNNING') entries.push(entry('RUNNING', status, endTime ?? startTime));
  return entries;
};

const columnOf = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The statement's part that inserts the rows of the parameter into the table. */
const insertInto = (table: string, [first = {}]: readonly Row[], parameter: number): string => {
  const columns = Object.keys(first).map(columnOf).join(', ');
  return `${table}_rows AS (INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $${parameter}::text::json))`;
};

const jsonOf = (rows: readonly Row[]): string =>
  JSON.stringify(rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [columnOf(key), value]))));

/** What gives out the next id after those that are given here. */
const nextId = (table: string, rows: readonly Row[]): string =>
  `setval(pg_get_serial_sequence('${table}', 'id'), ${Math.max(...rows.map(({ id }) => Number(id)))})`;

/**
 * Loads the sample world into an empty database, in one statement, with times counted back from `now`.
 * Does nothing and returns false where there is any integration already.
 */
export const seed = async (database: Database, now: Date): Promise<boolean> => {
  const at = (minutesAgo: number) => new Date(now.getTime() - Math.round(minutesAgo * minute));
  const integrationsThere = await database.read({ text: 'SELECT FROM integrations LIMIT 1', values: [] });
  if (integrationsThere.length > 0) return false;
  const lives = Array.from({ length: runCount }, (_, index) => lifeOf(index + 1, at));
  const errors = errorRows(lives);
  const records = historyRecordRows(lives);
  const numbered: Readonly<Record<string, readonly Row[]>> = {
    integrations: integrationRows(at),
    contracts: contractRows(at),
    integration_runs: lives.map(runRow),
    integration_errors: errors,
    integration_history_records: records,
  };
  const tables = Object.entries({
    ...numbered,
    integration_run_transitions: lives.flatMap(historyRows),
    integration_error_responses: errors.flatMap(({ id }) => responseRows(id)),
    integration_history_record_responses: records.map(historyResponseRow),
  });
  const inserts = tables.map(([table, rows], index) => insertInto(table, rows, index + 1));
  const ids = Object.entries(numbered).map(([table, rows]) => nextId(table, rows));
  await database.write({ text: `WITH ${inserts.join(', ')} SELECT ${ids.join(', ')}`, values: tables.map(([, rows]) => jsonOf(rows)) });
  return true;
};
