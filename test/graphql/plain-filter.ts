// A plain reading of filters: what each means of one record, in JavaScript, over records that are all in memory.
import type { World } from '../support/world.js';

export type EntityName =
  | 'integrationRun'
  | 'integrationError'
  | 'historyRecord'
  | 'integration'
  | 'contract'
  | 'response'
  | 'historyResponse';
export type Kind = 'integer' | 'text' | 'boolean' | 'time' | 'decimal' | 'enum';
export type Filter = { readonly [field: string]: unknown };

/** A record with the records that it refers to, lazily: they refer back. */
export interface Node {
  readonly values: Readonly<Record<string, unknown>>;
  readonly one: Readonly<Record<string, () => Node | undefined>>;
  readonly many: Readonly<Record<string, () => readonly Node[]>>;
}

interface Shape {
  readonly fields: Readonly<Record<string, Kind>>;
  readonly one: Readonly<Record<string, EntityName>>;
  readonly many: Readonly<Record<string, EntityName>>;
}

const documentFields = {
  documentType: 'enum',
  documentId: 'integer',
  documentRevision: 'integer',
  documentStatus: 'text',
  contactAlertType: 'text',
  externalId: 'text',
  isResolved: 'boolean',
  createdAt: 'time',
  message: 'text',
} as const;
const documentOne = { integrationRun: 'integrationRun', integration: 'integration', contract: 'contract' } as const;

/** What filters can ask for, as far as these tests do. */
export const shapes: Record<EntityName, Shape> = {
  integrationRun: {
    fields: {
      databaseId: 'integer',
      status: 'enum',
      startTime: 'time',
      endTime: 'time',
      createdAt: 'time',
      totalRecords: 'integer',
      recordsProcessed: 'integer',
      version: 'integer',
    },
    one: { integration: 'integration' },
    many: { integrationErrors: 'integrationError', historyRecords: 'historyRecord' },
  },
  integrationError: { fields: documentFields, one: documentOne, many: { responses: 'response' } },
  historyRecord: { fields: documentFields, one: documentOne, many: { responses: 'historyResponse' } },
  integration: {
    fields: { code: 'text', name: 'text', direction: 'enum', integrationType: 'enum', isStandard: 'boolean' },
    one: {},
    many: { integrationRuns: 'integrationRun', integrationErrors: 'integrationError', historyRecords: 'historyRecord' },
  },
  contract: {
    fields: { number: 'text', version: 'integer', minimumValue: 'decimal', maximumValue: 'decimal', type: 'enum', endDate: 'time' },
    one: {},
    many: { integrationErrors: 'integrationError', integrationRuns: 'integrationRun' },
  },
  response: { fields: { code: 'text', message: 'text' }, one: {}, many: {} },
  historyResponse: { fields: { code: 'text', message: 'text' }, one: {}, many: {} },
};

/** Times and decimals as numbers, so that they compare; the decimals of these tests are small. */
const plain = (kind: Kind, value: unknown): string | number | boolean | null => {
  if (value === null || value === undefined) return null;
  if (kind === 'time') return new Date(String(value instanceof Date ? value.toISOString() : value)).getTime();
  if (kind === 'decimal') return Number(String(value));
  return value as string | number | boolean;
};

type Plain = ReturnType<typeof plain>;

const compare = (one: Plain, other: Plain): number =>
  typeof one === 'string' ? Buffer.compare(Buffer.from(one), Buffer.from(String(other))) : Number(one) - Number(other);

const folded = (value: Plain): string => String(value).toLowerCase();

/** What an operator says of a value that is set. */
const operators: Record<string, (value: Plain, operand: Plain) => boolean> = {
  lt: (value, operand) => compare(value, operand) < 0,
  lte: (value, operand) => compare(value, operand) <= 0,
  gt: (value, operand) => compare(value, operand) > 0,
  gte: (value, operand) => compare(value, operand) >= 0,
  contains: (value, operand) => folded(value).includes(folded(operand)),
  startsWith: (value, operand) => folded(value).startsWith(folded(operand)),
  endsWith: (value, operand) => folded(value).endsWith(folded(operand)),
};

const leafHolds = (kind: Kind, value: Plain, operator: string, operand: unknown): boolean => {
  const listed = () => (operand as unknown[]).some((each) => plain(kind, each) === value);
  if (operator === 'isNull') return (value === null) === operand;
  if (operator === 'eq') return value === plain(kind, operand);
  if (operator === 'ne') return value !== plain(kind, operand);
  if (operator === 'in') return listed();
  if (operator === 'notIn') return !listed();
  const says = operators[operator];
  if (!says) throw new Error(`These tests know no operator ${operator}.`);
  return value !== null && says(value, plain(kind, operand));
};

/** Whether the filter selects the record. */
export const holds = (entity: EntityName, filter: Filter, node: Node): boolean => {
  const { fields, one, many } = shapes[entity];
  return Object.entries(filter).every(([field, input]) => {
    if (field === 'and') return (input as Filter[]).every((inner) => holds(entity, inner, node));
    if (field === 'or') return (input as Filter[]).some((inner) => holds(entity, inner, node));
    if (field === 'not') return !holds(entity, input as Filter, node);
    const kind = fields[field];
    if (kind)
      return Object.entries(input as object).every(([name, operand]) => leafHolds(kind, plain(kind, node.values[field]), name, operand));
    const target = one[field];
    if (target) {
      const other = node.one[field]?.();
      return other !== undefined && holds(target, input as Filter, other);
    }
    const listed = many[field];
    if (!listed) throw new Error(`These tests know no ${field} of ${entity}.`);
    const list = node.many[field]?.() ?? [];
    return Object.entries(input as Record<string, Filter>).every(([quantifier, inner]) => {
      if (quantifier === 'every') return list.every((each) => holds(listed, inner, each));
      return list.some((each) => holds(listed, inner, each)) === (quantifier === 'some');
    });
  });
};

/** Everything in the database, tied together. */
export const readEverything = async ({ database: { prisma } }: World): Promise<Record<EntityName, readonly Node[]>> => {
  const [runs, errors, records, integrations, contracts, responses, historyResponses] = await Promise.all([
    prisma.integrationRun.findMany(),
    prisma.integrationError.findMany(),
    prisma.integrationHistoryRecord.findMany(),
    prisma.integration.findMany(),
    prisma.contract.findMany(),
    prisma.integrationErrorResponse.findMany({ orderBy: { id: 'asc' } }),
    prisma.integrationHistoryRecordResponse.findMany({ orderBy: { id: 'asc' } }),
  ]);
  const firstMessages = new Map(responses.toReversed().map(({ integrationErrorId, message }) => [integrationErrorId, message]));
  const withMessages = errors.map((error) => ({ ...error, message: firstMessages.get(error.id) ?? null }));
  const firstOf = new Map(historyResponses.toReversed().map((response) => [response.integrationHistoryRecordId, response.message]));
  const recordsWithMessages = records.map((record) => ({ ...record, message: firstOf.get(record.id) ?? null }));
  const isAbout = (error: Node, contract: Node) =>
    error.values['documentType'] === 'CONTRACT' && error.values['documentId'] === contract.values['id'];
  const where = (list: readonly Node[], column: string, id: unknown) => list.filter(({ values }) => values[column] === id);
  const make = (rows: readonly { id: number }[], one: (node: Node) => Node['one'], many: (node: Node) => Node['many']): Node[] =>
    rows.map((row) => {
      const bare: Node = { values: { ...row, databaseId: row.id }, one: {}, many: {} };
      return Object.assign(bare, { one: one(bare), many: many(bare) });
    });

  const refersTo = (record: Node): Node['one'] => ({
    integrationRun: () => where(nodes.integrationRun, 'id', record.values['integrationRunId'])[0],
    integration: () => where(nodes.integration, 'id', record.values['integrationId'])[0],
    contract: () => nodes.contract.find((contract) => isAbout(record, contract)),
  });
  const nodes: Record<EntityName, Node[]> = {
    response: make(
      responses,
      () => ({}),
      () => ({}),
    ),
    historyResponse: make(
      historyResponses,
      () => ({}),
      () => ({}),
    ),
    contract: make(
      contracts,
      () => ({}),
      (contract) => ({
        integrationErrors: () => nodes.integrationError.filter((error) => isAbout(error, contract)),
        integrationRuns: () =>
          nodes.integrationRun.filter((run) => run.many['integrationErrors']?.().some((error) => isAbout(error, contract))),
      }),
    ),
    integration: make(
      integrations,
      () => ({}),
      ({ values }) => ({
        integrationRuns: () => where(nodes.integrationRun, 'integrationId', values['id']),
        integrationErrors: () => where(nodes.integrationError, 'integrationId', values['id']),
        historyRecords: () => where(nodes.historyRecord, 'integrationId', values['id']),
      }),
    ),
    integrationRun: make(
      runs,
      ({ values }) => ({ integration: () => where(nodes.integration, 'id', values['integrationId'])[0] }),
      ({ values }) => ({
        integrationErrors: () => where(nodes.integrationError, 'integrationRunId', values['id']),
        historyRecords: () => where(nodes.historyRecord, 'integrationRunId', values['id']),
      }),
    ),
    integrationError: make(withMessages, refersTo, ({ values }) => ({
      responses: () => where(nodes.response, 'integrationErrorId', values['id']),
    })),
    historyRecord: make(recordsWithMessages, refersTo, ({ values }) => ({
      responses: () => where(nodes.historyResponse, 'integrationHistoryRecordId', values['id']),
    })),
  };
  return nodes;
};
