// The plain reading of a query, over all rows in memory: what the compiled query is compared with.
import type { Database } from '../../src/db/database.js';

export type Kind = 'integer' | 'decimal' | 'text' | 'time' | 'boolean' | 'enum';

/** A record as clients see it: its attributes as text (times in ISO 8601), and the records that it is associated with. */
export interface Seen {
  readonly id: number;
  readonly attributes: Readonly<Record<string, string | null>>;
  readonly associations: Readonly<Record<string, readonly Seen[]>>;
}

export type Things =
  | 'integrations'
  | 'integration_runs'
  | 'integration_errors'
  | 'integration_history_records'
  | 'contracts'
  | 'responses'
  | 'history_responses';

const changes = { id: 'integer', created_at: 'time', updated_at: 'time' } as const;

const documentRecord = {
  ...changes,
  document_type: 'enum',
  document_id: 'integer',
  document_revision: 'integer',
  document_status: 'text',
  contact_alert_type: 'text',
  status: 'text',
  external_id: 'text',
  creation_method: 'text',
  integration_filename: 'text',
  resolved: 'boolean',
  integration_run_id: 'integer',
  integration_id: 'integer',
} as const;

/** Every attribute of the records, and its kind. */
export const kinds = {
  integrations: {
    ...changes,
    name: 'text',
    code: 'text',
    business_object: 'text',
    direction: 'enum',
    end_system: 'text',
    end_system_type: 'enum',
    integration_type: 'enum',
    standard: 'boolean',
  },
  integration_runs: {
    ...changes,
    status: 'enum',
    start_time: 'time',
    end_time: 'time',
    total_records: 'integer',
    records_processed: 'integer',
    max_updated_at: 'time',
    integration_id: 'integer',
  },
  integration_errors: documentRecord,
  integration_history_records: documentRecord,
  contracts: {
    ...changes,
    name: 'text',
    number: 'text',
    version: 'integer',
    status: 'text',
    type: 'enum',
    'supplier[id]': 'integer',
    'supplier[name]': 'text',
    'supplier[number]': 'text',
    start_date: 'time',
    end_date: 'time',
    minimum_value: 'decimal',
    maximum_value: 'decimal',
    'currency[code]': 'text',
  },
  responses: { response_code: 'text', response_message: 'text' },
  history_responses: { response_code: 'text', response_message: 'text' },
} as const satisfies Record<Things, Record<string, Kind>>;

/** Every association, and what it leads to. */
export const associations: Readonly<Record<Things, Readonly<Record<string, Things>>>> = {
  integrations: {
    integration_runs: 'integration_runs',
    integration_errors: 'integration_errors',
    integration_history_records: 'integration_history_records',
  },
  integration_runs: {
    integration: 'integrations',
    integration_errors: 'integration_errors',
    integration_history_records: 'integration_history_records',
  },
  integration_history_records: {
    integration: 'integrations',
    integration_run: 'integration_runs',
    contract: 'contracts',
    responses: 'history_responses',
  },
  integration_errors: { integration: 'integrations', integration_run: 'integration_runs', contract: 'contracts', responses: 'responses' },
  contracts: { integration_errors: 'integration_errors', integration_runs: 'integration_runs' },
  responses: {},
  history_responses: {},
};

/** Columns that are not called as their attribute. */
const columnNames: Readonly<Record<string, string>> = {
  standard: 'is_standard',
  resolved: 'is_resolved',
  'supplier[id]': 'supplier_id',
  'supplier[name]': 'supplier_name',
  'supplier[number]': 'supplier_number',
  'currency[code]': 'currency_code',
  response_code: 'code',
  response_message: 'message',
};
const tableNames: Readonly<Record<string, string>> = {
  responses: 'integration_error_responses',
  history_responses: 'integration_history_record_responses',
};

const documentNames = {
  ASN_HEADER: 'Asn::Header',
  PAYABLES_EXTERNAL_PAYABLE: 'Payables::External::Payable',
  PAYABLES_INVOICE: 'Payables::Invoice',
  PAYABLES_EXPENSE: 'Payables::Expense',
  COUPA_PAY_PAYMENT: 'CoupaPay::Payment',
  COUPA_PAY_STATEMENT: 'CoupaPay::Statement',
} as const;

const classNamed = (value: string): string =>
  Object.hasOwn(documentNames, value)
    ? documentNames[value as keyof typeof documentNames] // just looked up
    : value.toLowerCase().replace(/(^|_)([a-z])/g, (_all, _before, letter: string) => letter.toUpperCase());

type Row = Readonly<Record<string, unknown>> & { readonly id: number };

const wireText = (attribute: string, kind: Kind, value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (kind !== 'enum') return String(value);
  return attribute === 'document_type' || attribute === 'type' ? classNamed(String(value)) : String(value).toLowerCase();
};

const read = async (database: Database, things: Things): Promise<{ row: Row; attributes: Record<string, string | null> }[]> => {
  const rows = await database.prisma.$queryRawUnsafe<Row[]>(`SELECT * FROM ${tableNames[things] ?? things} ORDER BY id`);
  return rows.map((row) => ({
    row,
    attributes: Object.fromEntries(
      Object.entries(kinds[things]).map(([name, kind]) => [name, wireText(name, kind, row[columnNames[name] ?? name])]),
    ),
  }));
};

/** All records, associated as the rows are. */
export const readAll = async (database: Database): Promise<Readonly<Record<Things, readonly Seen[]>>> => {
  const make = async (things: Things) =>
    (await read(database, things)).map(({ row, attributes }) => ({
      id: row.id,
      row,
      attributes,
      associations: {} as Record<string, Seen[]>,
    }));
  const integrations = await make('integrations');
  const runs = await make('integration_runs');
  const errors = await make('integration_errors');
  const contracts = await make('contracts');
  const responses = await make('responses');
  const historyRecords = await make('integration_history_records');
  const historyResponses = await make('history_responses');
  const aboutContract = (error: (typeof errors)[number]) => error.row['document_type'] === 'CONTRACT';
  for (const { associations: own, id } of integrations) {
    own['integration_runs'] = runs.filter(({ row }) => row['integration_id'] === id);
    own['integration_errors'] = errors.filter(({ row }) => row['integration_id'] === id);
    own['integration_history_records'] = historyRecords.filter(({ row }) => row['integration_id'] === id);
  }
  for (const { associations: own, id, row } of runs) {
    own['integration'] = integrations.filter((integration) => integration.id === row['integration_id']);
    own['integration_errors'] = errors.filter((error) => error.row['integration_run_id'] === id);
    own['integration_history_records'] = historyRecords.filter((record) => record.row['integration_run_id'] === id);
  }
  for (const error of [...errors, ...historyRecords]) {
    const { associations: own, row } = error;
    own['integration'] = integrations.filter((integration) => integration.id === row['integration_id']);
    own['integration_run'] = runs.filter((run) => run.id === row['integration_run_id']);
    own['contract'] = aboutContract(error) ? contracts.filter((contract) => contract.id === row['document_id']) : [];
  }
  for (const { associations: own, id } of errors) own['responses'] = responses.filter(({ row }) => row['integration_error_id'] === id);
  for (const { associations: own, id } of historyRecords)
    own['responses'] = historyResponses.filter(({ row }) => row['integration_history_record_id'] === id);
  for (const { associations: own, id } of contracts) {
    const met = errors.filter((error) => aboutContract(error) && error.row['document_id'] === id);
    own['integration_errors'] = met;
    own['integration_runs'] = runs.filter((run) => met.some(({ row }) => row['integration_run_id'] === run.id));
  }
  return {
    integrations,
    integration_runs: runs,
    integration_errors: errors,
    integration_history_records: historyRecords,
    contracts,
    responses,
    history_responses: historyResponses,
  };
};

export interface Condition {
  /** Associations on the way to the attribute. */
  readonly through: readonly string[];
  readonly attribute: string;
  readonly kind: Kind;
  readonly operator: string;
  readonly operand: string;
}

/** A value that compares as values of its kind do. */
const comparable = (kind: Kind, text: string): number | string => {
  if (kind === 'time') return Math.floor(Date.parse(text) / 1000);
  if (kind === 'integer' || kind === 'decimal') return Number(text);
  return text;
};

/** Negative, zero or positive; texts by code points. */
const compare = (kind: Kind, left: string, right: string): number => {
  const [a, b] = [comparable(kind, left), comparable(kind, right)];
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b))); // UTF-8 sorts as its code points do
};

const folded = (text: string): string => text.toLowerCase();

const listed = (operand: string): string[] => (operand === '' ? [] : operand.split(','));

type Test = (kind: Kind, value: string, operand: string) => boolean;

/** What an operator says of a value that is set, and what of one that is unset. */
const tests: Readonly<Record<string, readonly [set: Test, unset: (operand: string) => boolean]>> = {
  '': [(kind, value, operand) => compare(kind, value, operand) === 0, () => false],
  not_eq: [(kind, value, operand) => compare(kind, value, operand) !== 0, () => true],
  gt: [(kind, value, operand) => compare(kind, value, operand) > 0, () => false],
  lt: [(kind, value, operand) => compare(kind, value, operand) < 0, () => false],
  gt_or_eq: [(kind, value, operand) => compare(kind, value, operand) >= 0, () => false],
  lt_or_eq: [(kind, value, operand) => compare(kind, value, operand) <= 0, () => false],
  in: [(kind, value, operand) => listed(operand).some((item) => compare(kind, value, item) === 0), () => false],
  not_in: [(kind, value, operand) => !listed(operand).some((item) => compare(kind, value, item) === 0), () => true],
  contains: [(_kind, value, operand) => folded(value).includes(folded(operand)), () => false],
  starts_with: [(_kind, value, operand) => folded(value).startsWith(folded(operand)), () => false],
  ends_with: [(_kind, value, operand) => folded(value).endsWith(folded(operand)), () => false],
  blank: [(kind, value, operand) => (kind === 'text' && value.trim() === '') === (operand === 'true'), (operand) => operand === 'true'],
};

const holds = (record: Seen, { attribute, kind, operator, operand }: Condition): boolean => {
  const [set, unset] = tests[operator] ?? [];
  if (!set || !unset) throw new Error(`no operator ${operator}`);
  const value = record.attributes[attribute] ?? null;
  return value === null ? unset(operand) : set(kind, value, operand);
};

/** Whether a record meets all conditions; those that go through one association have to be met by one record. */
export const meets = (record: Seen, conditions: readonly Condition[]): boolean => {
  const own = conditions.filter(({ through }) => through.length === 0);
  const next = new Set(conditions.flatMap(({ through }) => through.slice(0, 1)));
  return (
    own.every((condition) => holds(record, condition)) &&
    [...next].every((name) => {
      const inner = conditions.flatMap((condition) =>
        condition.through[0] === name ? [{ ...condition, through: condition.through.slice(1) }] : [],
      );
      return (record.associations[name] ?? []).some((associated) => meets(associated, inner));
    })
  );
};
