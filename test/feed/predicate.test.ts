// The predicate over images says the same as the SQL of the condition, on random conditions and the rows of the sample world.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Fields, predicateOf } from '../../src/domain/feed/predicate.js';
import { type Condition, compile } from '../../src/domain/read/conditions.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { useWorld } from '../support/world.js';

const { sql, raw } = Prisma;
const world = useWorld();
let runs: (Fields & { id: number })[] = [];
let errors: (Fields & { id: number })[] = [];

beforeAll(async () => {
  runs = (await world.database.prisma.integrationRun.findMany({ take: 150 })) as never;
  errors = (await world.database.prisma.integrationError.findMany({ take: 150 })) as never;
});

const pick = (rows: () => readonly Fields[], field: string) => fc.nat().map((index) => rows()[index % rows().length]?.[field] ?? null);

const leaf = (rows: () => readonly Fields[], fields: Readonly<Record<string, boolean>>): fc.Arbitrary<Condition> =>
  fc.constantFrom(...Object.entries(fields)).chain(([field, isOrdered]) => {
    const value = pick(rows, field);
    const given = value.map((each) => each ?? (/(Time|At)$/.test(field) ? new Date('2026-06-01T00:00:00Z') : 0));
    return fc.oneof(
      fc.record({ field: fc.constant(field), operator: fc.constantFrom('equals', 'notEquals'), value }),
      fc.record({ field: fc.constant(field), operator: fc.constant('isUnset'), value: fc.boolean() }),
      fc.record({
        field: fc.constant(field),
        operator: fc.constantFrom('in', 'notIn'),
        value: fc.array(value, { maxLength: 3 }).map((all) => all.filter((each) => each !== null)),
      }),
      ...(isOrdered
        ? [
            fc.record({
              field: fc.constant(field),
              operator: fc.constantFrom('lessThan', 'lessOrEqual', 'greaterThan', 'greaterOrEqual'),
              value: given,
            }),
          ]
        : []),
    ) as fc.Arbitrary<Condition>;
  });

const tree = (leaves: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaves,
      fc.array(tie('node'), { maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('node'), { maxLength: 3 }).map((any) => ({ any })),
      tie('node').map((not) => ({ not })),
    ),
  })).node;

const integrationLeaf: fc.Arbitrary<Condition> = fc
  .constantFrom<Condition>(
    { field: 'code', operator: 'contains', value: 'e' },
    { field: 'direction', operator: 'equals', value: 'TO_COUPA' },
  )
  .map((where) => ({ association: 'integration', quantifier: 'some', where }));

const holds = async (
  entity: 'integrationRun' | 'integrationError',
  table: string,
  rows: readonly (Fields & { id: number })[],
  condition: Condition,
) => {
  const predicate = predicateOf(entity, condition);
  if (!predicate) throw new Error('These conditions have predicates.');
  const idsOf = async (of: 'integration' | typeof entity, from: string, where: Condition) =>
    new Set(
      (await world.database.read<{ id: number }>(sql`SELECT t0.id FROM ${raw(from)} AS t0 WHERE ${compile(of, where)}`)).map(
        ({ id }) => id,
      ),
    );
  const integrations = await Promise.all(predicate.integrations.map((where) => idsOf('integration', 'integrations', where)));
  const bySql = await idsOf(entity, table, condition);
  const images = rows.map((row) => JSON.parse(JSON.stringify(row)) as typeof row); // times are texts in images
  for (const all of [rows, images])
    expect(all.filter((row) => predicate.test(row, integrations)).map(({ id }) => id)).toEqual(
      rows.map(({ id }) => id).filter((id) => bySql.has(id)),
    );
};

test('of runs', async () => {
  const fields = {
    id: true,
    status: false,
    totalRecords: true,
    recordsProcessed: true,
    startTime: true,
    endTime: true,
    version: true,
    integrationId: true,
    createdAt: true,
  };
  const condition = tree(fc.oneof({ weight: 5, arbitrary: leaf(() => runs, fields) }, { weight: 1, arbitrary: integrationLeaf }));
  await fc.assert(
    fc.asyncProperty(condition, (each) => holds('integrationRun', 'integration_runs', runs, each)),
    { numRuns: 150 },
  );
});

test('of errors', async () => {
  const fields = {
    documentType: false,
    documentId: true,
    isResolved: false,
    status: false,
    contactAlertType: false,
    createdAt: true,
    integrationRunId: true,
  };
  await fc.assert(
    fc.asyncProperty(tree(leaf(() => errors, fields)), (each) => holds('integrationError', 'integration_errors', errors, each)),
    { numRuns: 150 },
  );
});

test('conditions whose order or letters are the database’s own have none', () => {
  const none: Condition[] = [
    { field: 'status', operator: 'contains', value: 'x' },
    { field: 'status', operator: 'lessThan', value: 'x' },
    { association: 'integrationRun', quantifier: 'some', where: { all: [] } },
    { not: { any: [{ field: 'externalId', operator: 'isBlank', value: true }] } },
  ];
  for (const condition of none) expect(predicateOf('integrationError', condition)).toBeNull();
  expect(predicateOf('integrationRun', { field: 'isOverdue', operator: 'equals', value: true })).toBeNull();
});
