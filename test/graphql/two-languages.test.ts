// What is worked out twice, in SQL for the answers in one statement and in JavaScript for those of the executor: each pair by one table of what is stored
// and what is answered, asked in every way. A pair that isn't here may drift apart unseen.
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Prisma } from '../../src/generated/prisma/client.js';
import type { IntegrationRunStatus } from '../../src/generated/prisma/enums.js';
import { useWorld } from '../support/world.js';

const world = useWorld();

const now = new Date('2026-06-15T12:00:00.000Z');
const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The answer of a query, which is the same in one statement and field by field. */
const answerOf = async (query: string, variables: Record<string, unknown> = {}): Promise<Record<string, never>> => {
  let direct: Awaited<ReturnType<typeof world.graphql>> | undefined;
  const statements = await world.statementsOf(async () => {
    direct = await world.graphql(query, variables);
  });
  expect(statements, 'in one statement').toHaveLength(1);
  expect(direct).toEqual(await world.fieldByField(query, variables));
  expect(direct?.errors).toBeUndefined();
  return direct?.data as Record<string, never>;
};

interface StoredRun {
  readonly status?: IntegrationRunStatus;
  readonly totalRecords?: number | null;
  readonly recordsProcessed?: number | null;
  readonly startTime?: Date | null;
  readonly endTime?: Date | null;
}

/** What is stored of a run, and the values that follow from it. */
const measured: readonly (readonly [stored: StoredRun, progress: number | null, durationSeconds: number | null])[] = [
  [{}, null, null],
  [{ totalRecords: 0, recordsProcessed: 5 }, null, null],
  [{ totalRecords: null, recordsProcessed: 5 }, null, null],
  [{ totalRecords: 10 }, 0, null],
  [{ totalRecords: 10, recordsProcessed: 0 }, 0, null],
  [{ totalRecords: 3, recordsProcessed: 1 }, 1 / 3, null],
  [{ totalRecords: 7, recordsProcessed: 7 }, 1, null],
  [{ totalRecords: 3, recordsProcessed: 4 }, 1, null],
  [{ totalRecords: 2_147_483_647, recordsProcessed: 1 }, 1 / 2_147_483_647, null],
  [{ status: 'RUNNING', startTime: now }, null, 0],
  [{ status: 'RUNNING', startTime: before(1) }, null, 0.001],
  [{ status: 'RUNNING', startTime: before(90_500) }, null, 90.5],
  [{ status: 'RUNNING', startTime: before(-1) }, null, null],
  [{ status: 'PAUSED', startTime: before(3_000) }, null, 3],
  [{ status: 'SUCCESSFUL', startTime: before(60_000), endTime: before(60_000) }, null, 0],
  [{ status: 'SUCCESSFUL', startTime: before(60_000), endTime: before(58_500) }, null, 1.5],
  [{ status: 'FAILED', startTime: before(60_000), endTime: before(59_877) }, null, 0.123],
  [{ status: 'FAILED', startTime: before(-60_000), endTime: before(-61_000) }, null, 1],
  [{ status: 'RUNNING', startTime: before(60_000), endTime: before(30_000) }, null, 30],
  [{ status: 'FAILED', endTime: before(5_000) }, null, null],
  [{ startTime: new Date('0001-01-01T00:00:00Z'), endTime: new Date('9999-12-31T23:59:59.999Z') }, null, 315_537_897_599.999],
];

describe('of runs', () => {
  test.each(measured)('%j: progress %s, durationSeconds %s', async (stored, progress, durationSeconds) => {
    const { id } = await world.database.prisma.integrationRun.create({ data: { integrationId: 1, ...stored } });
    const fields = 'progress durationSeconds';
    const expected = { progress, durationSeconds };
    expect(await answerOf(`{ run: integrationRun(by: { databaseId: ${id} }) { ${fields} } }`)).toEqual({ run: expected });
    const list = `integrationRuns(filter: { databaseId: { eq: ${id} } }) { nodes { ${fields} } }`;
    expect(await answerOf(`{ ${list} }`)).toEqual({ integrationRuns: { nodes: [expected] } });
    const update = `mutation { done: updateIntegrationRun(input: { by: { databaseId: ${id} } }) {
      ... on UpdateIntegrationRunSuccess { integrationRun { ${fields} } } } }`;
    expect((await world.graphql(update)).data).toEqual({ done: { integrationRun: expected } });
  });

  test.each([
    ['PENDING', ['START', 'PAUSE', 'SUCCEED', 'FAIL']],
    ['RUNNING', ['PAUSE', 'REQUEUE', 'SUCCEED', 'FAIL']],
    ['PAUSED', ['START', 'REQUEUE', 'SUCCEED', 'FAIL']],
    ['SUCCESSFUL', []],
    ['FAILED', ['REQUEUE', 'RETRY']],
  ] as const)('allowedTransitions of a run that is %s: %j', async (status, allowedTransitions) => {
    const { id } = await world.database.prisma.integrationRun.create({ data: { integrationId: 1, status } });
    expect(await answerOf(`{ run: integrationRun(by: { databaseId: ${id} }) { status allowedTransitions } }`)).toEqual({
      run: { status, allowedTransitions },
    });
  });

  test.each([
    [1_000_000, 'SW50ZWdyYXRpb25SdW46MTAwMDAwMA=='],
    [2_147_483_647, 'SW50ZWdyYXRpb25SdW46MjE0NzQ4MzY0Nw=='],
  ])('the id of the run %i is %s', async (databaseId, id) => {
    await world.database.prisma.integrationRun.create({ data: { id: databaseId, integrationId: 1, createdById: 1 } });
    const run = { id, databaseId, createdBy: { id: '1' } };
    const fields = 'id databaseId createdBy { id }';
    expect(await answerOf(`{ integrationRun(by: { databaseId: ${databaseId} }) { ${fields} } }`)).toEqual({ integrationRun: run });
    expect(await answerOf(`{ node(id: "${id}") { ... on IntegrationRun { ${fields} } } }`)).toEqual({ node: run });
  });
});

let number = 0;
const storedContract = (data: Partial<Prisma.ContractUncheckedCreateInput>) => {
  number += 1;
  return world.database.prisma.contract.create({ data: { number: `two-languages-${number}`, name: 'C', status: 'draft', ...data } });
};

describe('of contracts', () => {
  test.each([
    ['0', '0.00'],
    ['1', '1.00'],
    ['-1', '-1.00'],
    ['1500.5', '1500.50'],
    ['-0.5', '-0.50'],
    ['1500.1000', '1500.10'],
    ['1500.12', '1500.12'],
    ['1500.123', '1500.123'],
    ['0.0001', '0.0001'],
    ['1000000', '1000000.00'],
    ['9999999999999999999999999999.9999', '9999999999999999999999999999.9999'],
    [null, null],
  ])('the decimal %s is written %s', async (stored, minimumValue) => {
    const { id } = await storedContract({ minimumValue: stored === null ? null : new Prisma.Decimal(stored) });
    expect(await answerOf(`{ contract(by: { databaseId: ${id} }) { minimumValue } }`)).toEqual({ contract: { minimumValue } });
    const update = `mutation { done: updateContract(input: { by: { databaseId: ${id} } }) { ... on UpdateContractSuccess { contract { minimumValue } } } }`;
    expect((await world.graphql(update)).data).toEqual({ done: { contract: { minimumValue } } });
    expect((await world.rest('GET', `/api/contracts/${id}`)).json['minimum-value']).toBe(minimumValue);
  });

  test.each([
    '0001-01-01T00:00:00.000Z',
    '0099-12-31T23:59:59.999Z',
    '1899-12-31T23:59:59.000Z',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00.000Z',
    '2024-02-29T12:00:00.010Z',
    '2026-03-29T01:30:00.100Z',
    '9999-12-31T23:59:59.999Z',
  ])('the time %s is written so', async (startDate) => {
    const { id } = await storedContract({ startDate: new Date(startDate) });
    expect(await answerOf(`{ contract(by: { databaseId: ${id} }) { startDate endDate } }`)).toEqual({
      contract: { startDate, endDate: null },
    });
    const update = `mutation { done: updateContract(input: { by: { databaseId: ${id} } }) { ... on UpdateContractSuccess { contract { startDate } } } }`;
    expect((await world.graphql(update)).data).toEqual({ done: { contract: { startDate } } });
    expect((await world.rest('GET', `/api/contracts/${id}`)).json['start-date']).toBe(`${startDate.slice(0, 19)}+00:00`);
  });
});

describe('cursors', () => {
  const texts = [
    '',
    'a',
    '"\\/',
    '\u0001\b\f\n\r\t\u001f\u007f',
    '\u2028é日本\u{1f600}\ufeff',
    'x'.repeat(100),
    'é'.repeat(100),
    "'); DROP TABLE contracts; --",
  ];
  const cursorsOf = async (list: string, filter: string, order: string): Promise<unknown[]> => {
    const data = await answerOf(
      `{ list: ${list}(first: 50, filter: ${filter}, orderBy: ${order}) { edges { cursor } pageInfo { startCursor endCursor } } }`,
    );
    const { edges, pageInfo } = data['list'] as unknown as {
      edges: { cursor: string }[];
      pageInfo: { startCursor: string; endCursor: string };
    };
    expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges[0]?.cursor, edges.at(-1)?.cursor]);
    for (const { cursor } of edges) expect(cursor).toMatch(/^[\w-]+$/);
    return edges.map(({ cursor }) => JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  };

  test.each(texts)('of the text %j', async (name) => {
    const { id } = await storedContract({ name });
    const order = '{ field: NAME, direction: DESC }';
    expect(await cursorsOf('contracts', `{ databaseId: { eq: ${id} } }`, order)).toEqual([['contract', 'name', 'DESC', name, id]]);
  });

  test('of every order of every list: the column, its value and the id', async () => {
    const { prisma } = world.database;
    const time = new Date('2026-01-02T03:04:05.006Z');
    const iso = time.toISOString();
    const times = { createdAt: time, updatedAt: time };
    const run = await prisma.integrationRun.create({
      data: { integrationId: 1, ...times, startTime: time, endTime: time, status: 'FAILED', totalRecords: 7, recordsProcessed: 0 },
    });
    const unset = await prisma.integrationRun.create({ data: { integrationId: 1, ...times } });
    const error = await prisma.integrationError.create({
      data: { integrationRunId: run.id, integrationId: 1, documentType: 'CONTRACT', documentId: 9, ...times },
    });
    const record = await prisma.integrationHistoryRecord.create({
      data: { integrationId: 1, documentType: 'CONTRACT', documentId: 9, ...times },
    });
    const contract = await storedContract({ ...times, startDate: time });
    const integration = await prisma.integration.create({
      data: { name: 'N', code: 'c', businessObject: 'B', direction: 'TO_COUPA', endSystem: 'S', endSystemType: 'ERP', ...times },
    });
    const common = { ID: 0, CREATED_AT: iso, UPDATED_AT: iso };
    const lists = [
      [
        'integrationRuns',
        'integrationRun',
        run.id,
        { ...common, START_TIME: iso, END_TIME: iso, STATUS: 'FAILED', TOTAL_RECORDS: 7, RECORDS_PROCESSED: 0 },
      ],
      [
        'integrationRuns',
        'integrationRun',
        unset.id,
        { START_TIME: null, END_TIME: null, STATUS: 'PENDING', TOTAL_RECORDS: null, RECORDS_PROCESSED: null },
      ],
      ['integrations', 'integration', integration.id, { ...common, NAME: 'N', CODE: 'c' }],
      ['integrationErrors', 'integrationError', error.id, { ...common, DOCUMENT_TYPE: 'CONTRACT', DOCUMENT_ID: 9 }],
      ['integrationHistoryRecords', 'integrationHistoryRecord', record.id, { ...common, DOCUMENT_TYPE: 'CONTRACT', DOCUMENT_ID: 9 }],
      ['contracts', 'contract', contract.id, { ...common, NUMBER: contract.number, NAME: 'C', START_DATE: iso, END_DATE: null }],
    ] as const;
    for (const [list, entity, id, fields] of lists) {
      for (const [order, value] of Object.entries(fields)) {
        const column = order.toLowerCase().replace(/_(.)/g, (_underscore, letter: string) => letter.toUpperCase());
        for (const direction of ['ASC', 'DESC']) {
          const found = await cursorsOf(list, `{ databaseId: { eq: ${id} } }`, `{ field: ${order}, direction: ${direction} }`);
          expect(found).toEqual([[entity, column, direction, order === 'ID' ? id : value, id]]);
        }
      }
    }
  });
});

describe('pages of three rows', () => {
  let cursors: string[];

  beforeAll(async () => {
    for (const name of ['one', 'two', 'three']) await storedContract({ name, status: 'paged' });
    const { data } = await world.graphql<{ contracts: { edges: { cursor: string }[] } }, never>(
      '{ contracts(filter: { status: { eq: "paged" } }, orderBy: { field: ID }) { edges { cursor } } }',
    );
    cursors = data?.contracts.edges.map(({ cursor }) => cursor) ?? [];
  });

  /** Page, rows by their places, whether there is a next and a previous page. */
  test.each([
    ['', [1, 2, 3], false, false],
    ['first: 0', [], true, false],
    ['first: 1', [1], true, false],
    ['first: 2', [1, 2], true, false],
    ['first: 3', [1, 2, 3], false, false],
    ['first: 4', [1, 2, 3], false, false],
    ['last: 0', [], false, true],
    ['last: 1', [3], false, true],
    ['last: 3', [1, 2, 3], false, false],
    ['first: 1, after: 1', [2], true, true],
    ['first: 2, after: 1', [2, 3], false, true],
    ['first: 5, after: 3', [], false, true],
    ['last: 1, before: 3', [2], true, true],
    ['last: 5, before: 3', [1, 2], true, false],
    ['last: 5, before: 1', [], true, false],
    ['first: 1, after: 1, before: 3', [2], false, true],
    ['first: 5, before: 3', [1, 2], false, false],
    ['last: 1, after: 1', [3], false, true],
  ] as const)('%s', async (page, places, hasNextPage, hasPreviousPage) => {
    const args = page.replace(/(after|before): (\d)/g, (_all, name, place) => `${name}: "${cursors[Number(place) - 1]}"`);
    const given = `filter: { status: { eq: "paged" } }, orderBy: { field: ID }, ${args}`;
    const answer = await answerOf(`{ contracts(${given}) {
      totalCount edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`);
    const expected = places.map((place) => cursors[place - 1]);
    expect(answer).toEqual({
      contracts: {
        totalCount: 3,
        edges: expected.map((cursor) => ({ cursor })),
        pageInfo: { hasNextPage, hasPreviousPage, startCursor: expected[0] ?? null, endCursor: expected.at(-1) ?? null },
      },
    });
  });
});

describe('a text of one character that', () => {
  const characters = [...'\t\n\v\f\r \u0085\u00a0\u1680\u180e\u2000\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff_'];
  test.each(
    characters.map(
      (character) => [`U+${character.codePointAt(0)?.toString(16).padStart(4, '0')}`, character.trim() === '', character] as const,
    ),
  )('is %s is blank to the rules, to filters and to REST alike: %s', async (_name, isBlank, character) => {
    const refused = await world.graphql(
      `mutation($name: String!) { made: createContract(input: { number: "blank", name: $name, status: "draft" }) { __typename } }`,
      { name: character },
    );
    expect(refused.data).toEqual({ made: { __typename: isBlank ? 'ValidationError' : 'CreateContractSuccess' } });
    await world.database.prisma.contract.deleteMany({ where: { number: 'blank' } });
    const { id } = await storedContract({ supplierName: character });
    const filter = `{ databaseId: { eq: ${id} }, supplierName: { isBlank: true } }`;
    expect(await answerOf(`{ contracts(filter: ${filter}) { totalCount } }`)).toEqual({ contracts: { totalCount: isBlank ? 1 : 0 } });
    expect((await world.rest('GET', `/api/contracts?id=${id}&supplier[name][blank]=true`)).json).toHaveLength(isBlank ? 1 : 0);
  });
});

describe('of errors', () => {
  test.each([
    [[], null],
    [[{ message: null }, { message: 'second' }], null],
    [[{ message: 'first' }, { message: 'second' }], 'first'],
    [[{ code: '1', message: '' }], ''],
  ])('with the responses %j, the message is %j', async (responses, message) => {
    const { id } = await world.database.prisma.integrationError.create({
      data: { integrationRunId: 1, integrationId: 1, responses: { create: responses } },
    });
    expect(await answerOf(`{ integrationError(by: { databaseId: ${id} }) { message } }`)).toEqual({ integrationError: { message } });
  });

  test.each([
    ['CONTRACT', 1, 'C-1001'],
    ['CONTRACT', 999_999, null],
    ['CONTRACT', null, null],
    ['INVOICE', 1, null],
    [null, 1, null],
  ] as const)('about %s %s, the contract is %s', async (documentType, documentId, contract) => {
    const { id } = await world.database.prisma.integrationError.create({
      data: { integrationRunId: 1, integrationId: 1, documentType, documentId },
    });
    expect(await answerOf(`{ integrationError(by: { databaseId: ${id} }) { contract { number } } }`)).toEqual({
      integrationError: { contract: contract === null ? null : { number: contract } },
    });
  });
});
