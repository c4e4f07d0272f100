// Lists that change while they are read: what is in them, and how rows come, go and change.
import { type ContractType, DocumentType, type IntegrationRunStatus } from '../../src/generated/prisma/enums.js';
import type { World } from '../support/world.js';

/** What a row is made from: few values, so that there are ties, and unset ones. */
export interface Facts {
  readonly number: number | null;
  readonly other: number | null;
  readonly text: string;
  readonly pick: number;
}

export type Row = { readonly id: number } & Readonly<Record<string, unknown>>;

export interface MovingList {
  readonly list: 'integrationRuns' | 'integrationErrors' | 'integrationHistoryRecords' | 'historyRecords' | 'integrations' | 'contracts';
  readonly within: readonly [string, string];
  readonly filter: string;
  /** Every row that the list has now, read past the gateway. */
  rows(): Promise<Row[]>;
  insert(facts: Facts): Promise<number>;
  change(id: number, facts: Facts): Promise<unknown>;
  remove(id: number): Promise<unknown>;
}

const statuses: IntegrationRunStatus[] = ['PENDING', 'RUNNING', 'PAUSED', 'SUCCESSFUL', 'FAILED'];
const documents: DocumentType[] = ['ORDER_HEADER', 'EXPENSE_REPORT', 'CONTRACT', 'INVOICE', 'INVENTORY_REQUEST_HEADER'];
const types: (ContractType | null)[] = ['MASTER_CONTRACT', 'AMENDMENT_CONTRACT', null];

const day = (number: number, year = 2026) => new Date(Date.UTC(year, 5, 1 + number));
const set = (number: number | null, year?: number) => (number === null ? null : day(number, year));

const runData = ({ number, other, pick }: Facts) => ({
  status: statuses[pick % statuses.length] ?? 'PENDING',
  createdAt: day(pick),
  updatedAt: day(other ?? 0),
  startTime: set(number),
  endTime: set(other, 2027),
  totalRecords: number,
  recordsProcessed: other,
});

const errorData = ({ number, other, pick }: Facts) => ({
  documentType: number === null ? null : (documents[pick % documents.length] ?? null),
  documentId: other,
  createdAt: day(pick),
  updatedAt: day(other ?? 0),
});

let made = 0;
const unique = (text: string) => {
  made += 1;
  return `${text}${made}`;
};

const changeTimes = ({ other, pick }: Facts) => ({ createdAt: day(pick), updatedAt: day(other ?? 0) });

/** The columns' order: enums as they are declared, texts by code point, unset values last in both directions, ties by id in the direction. */
export const inOrder = (rows: readonly Row[], column: string, direction: 'ASC' | 'DESC'): number[] => {
  const sign = direction === 'ASC' ? 1 : -1;
  const ranks: Record<string, readonly string[]> = { status: statuses, documentType: Object.keys(DocumentType) };
  const compare = (one: unknown, other: unknown): number => {
    if (one === null || other === null) return one === other ? 0 : one === null ? sign : -sign;
    if (one instanceof Date && other instanceof Date) return one.getTime() - other.getTime();
    const values = ranks[column];
    if (values) return values.indexOf(String(one)) - values.indexOf(String(other));
    return typeof one === 'number' ? one - Number(other) : Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));
  };
  return rows.toSorted((one, other) => sign * (compare(one[column], other[column]) || one.id - other.id)).map(({ id }) => id);
};

/** Every kind of list: the whole tables (their newer half, by a filter) and the lists below each type. */
export const movingLists = (world: World): Record<string, MovingList> => {
  const prisma = () => world.database.prisma;
  const whole = ['', ''] as const;

  const runs = (within: readonly [string, string], integrationId: number, above: number): MovingList => ({
    list: 'integrationRuns',
    within,
    filter: `filter: { databaseId: { gt: ${above} } }`,
    rows: () => prisma().integrationRun.findMany({ where: { id: { gt: above }, ...(within[0] ? { integrationId } : {}) } }),
    insert: async (facts) => (await prisma().integrationRun.create({ data: { integrationId, ...runData(facts) } })).id,
    change: (id, facts) => prisma().integrationRun.update({ where: { id }, data: runData(facts) }),
    remove: (id) => prisma().integrationRun.delete({ where: { id } }),
  });

  const errors = (within: readonly [string, string], where: object, above: number): MovingList => ({
    list: 'integrationErrors',
    within,
    filter: `filter: { databaseId: { gt: ${above} } }`,
    rows: () => prisma().integrationError.findMany({ where: { id: { gt: above }, ...where } }),
    insert: async (facts) =>
      (await prisma().integrationError.create({ data: { integrationRunId: 4, integrationId: 4, ...errorData(facts), ...where } })).id,
    change: (id, facts) => prisma().integrationError.update({ where: { id }, data: { ...errorData(facts), ...where } }),
    remove: (id) => prisma().integrationError.delete({ where: { id } }),
  });

  const historyRecords = (within: readonly [string, string], where: object, above: number): MovingList => ({
    list: within[0] ? 'historyRecords' : 'integrationHistoryRecords',
    within,
    filter: `filter: { databaseId: { gt: ${above} } }`,
    rows: () => prisma().integrationHistoryRecord.findMany({ where: { id: { gt: above }, ...where } }),
    insert: async (facts) =>
      (await prisma().integrationHistoryRecord.create({ data: { integrationId: 4, ...errorData(facts), ...where } })).id,
    change: (id, facts) => prisma().integrationHistoryRecord.update({ where: { id }, data: { ...errorData(facts), ...where } }),
    remove: (id) => prisma().integrationHistoryRecord.delete({ where: { id } }),
  });

  const ofContract = runs(['contract(by: { databaseId: 3 }) {', '}'], 1, 0);
  const about = { documentType: 'CONTRACT', documentId: 3 } as const;

  return {
    integrationRuns: runs(whole, 1, 165),
    integrationErrors: errors(whole, {}, 100),
    'integrationRuns of an integration': runs(['integration(by: { code: "erp-invoices" }) {', '}'], 1, 0),
    'integrationErrors of an integration': errors(['integration(by: { databaseId: 4 }) {', '}'], { integrationId: 4 }, 0),
    'integrationErrors of a run': errors(['integrationRun(by: { databaseId: 4 }) {', '}'], { integrationRunId: 4 }, 0),
    integrationHistoryRecords: historyRecords(whole, {}, 30),
    'historyRecords of an integration': historyRecords(['integration(by: { databaseId: 4 }) {', '}'], { integrationId: 4 }, 0),
    'historyRecords of a run': historyRecords(['integrationRun(by: { databaseId: 4 }) {', '}'], { integrationRunId: 4 }, 0),
    'integrationErrors of a contract': errors(['contract(by: { databaseId: 3 }) {', '}'], about, 0),
    'integrationRuns of a contract': {
      ...ofContract,
      rows: () => prisma().integrationRun.findMany({ where: { integrationErrors: { some: about } } }),
      insert: async (facts) => {
        const id = await ofContract.insert(facts);
        // two errors of one run, which is to be listed once
        await prisma().integrationError.createMany({ data: [1, 2].map(() => ({ integrationRunId: id, integrationId: 1, ...about })) });
        return id;
      },
      remove: async (id) => {
        await prisma().integrationError.deleteMany({ where: { integrationRunId: id } });
        await ofContract.remove(id);
      },
    },
    integrations: {
      list: 'integrations',
      within: whole,
      filter: '',
      rows: () => prisma().integration.findMany(),
      insert: async (facts) => {
        const named = { name: unique(facts.text), code: unique(facts.text) };
        const fixed = { businessObject: 'X', direction: 'TO_COUPA', endSystem: 'X', endSystemType: 'ERP' } as const;
        return (await prisma().integration.create({ data: { ...named, ...fixed, ...changeTimes(facts) } })).id;
      },
      change: (id, facts) =>
        prisma().integration.update({ where: { id }, data: { name: unique(facts.text), code: unique(facts.text), ...changeTimes(facts) } }),
      remove: (id) => prisma().integration.delete({ where: { id } }),
    },
    contracts: {
      list: 'contracts',
      within: whole,
      filter: '',
      rows: () => prisma().contract.findMany(),
      insert: async (facts) => (await prisma().contract.create({ data: { status: 'draft', ...contractData(facts) } })).id,
      change: (id, facts) => prisma().contract.update({ where: { id }, data: contractData(facts) }),
      remove: (id) => prisma().contract.delete({ where: { id } }),
    },
  };
};

const contractData = (facts: Facts) => ({
  number: unique(facts.text),
  name: facts.text,
  type: types[facts.pick % types.length] ?? null,
  startDate: set(facts.number),
  endDate: set(facts.other, 2027),
  ...changeTimes(facts),
});
