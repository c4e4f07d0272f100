import { beforeAll, expect, test } from 'vitest';
import type { GroupMetric } from '../../src/domain/error-group/group.js';
import {
  countsStatement,
  errorCountsStatement,
  groupsStatement,
  integrationsStatement,
  runCountsStatement,
  timesStatement,
} from '../../src/domain/error-group/statement.js';
import { type Condition, everything } from '../../src/domain/read/conditions.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { useWorld } from '../support/world.js';

const { sql } = Prisma;
const world = useWorld();

/** Many errors of 20 groups, which are named at hand. */
const fill = sql`
  INSERT INTO integration_errors (integration_run_id, integration_id, is_resolved, created_at, updated_at, fingerprint)
  SELECT run.id, run.integration_id, n % 4 > 0, run.created_at, run.updated_at, md5('cause ' || n % 20)
  FROM integration_runs AS run, generate_series(1, 100) AS n`;

beforeAll(async () => {
  await world.database.write(fill);
  await world.database.write(sql`ANALYZE`);
});

const planOf = async (statement: Prisma.Sql): Promise<string> => {
  const plan = await world.database.read<Record<string, string>>(sql`EXPLAIN (COSTS OFF) ${statement}`);
  return plan.flatMap((line) => Object.values(line)).join('\n');
};

const open: Condition = { field: 'isResolved', operator: 'equals', value: false };

test.each<[string, Condition, GroupMetric]>([
  ['all', everything, 'LAST_SEEN_AT'],
  ['all', everything, 'FIRST_SEEN_AT'],
  ['open', open, 'LAST_SEEN_AT'],
])('finds groups of %s errors %s by %s through their index, without reading the table', async (_which, where, field) => {
  const order = { field, direction: 'DESC' } as const;
  const plan = await planOf(groupsStatement({ where, order, limit: 20, backward: false, after: null, before: null }));
  expect(plan).toContain('integration_errors_groups_idx');
  expect(plan).not.toMatch(/Seq Scan|Bitmap/);
});

test('finds the times of a group at its ends in the index', async () => {
  expect(await planOf(timesStatement(['a', 'b'], everything))).not.toMatch(/Seq Scan|Bitmap/);
});

test.each<[string, Condition]>([
  ['all', everything],
  ['open', open],
])(
  'tells counts of groups of %s errors from what is kept of them, and looks at no error but those of runs that are not added up yet',
  async (_which, where) => {
    const groups = ['a', 'b', 'c'];
    const order = { field: 'COUNT', direction: 'DESC' } as const;
    const page = groupsStatement({ where, order, limit: 20, backward: false, after: null, before: null });
    for (const statement of [
      page,
      countsStatement(groups, where),
      integrationsStatement(groups, where, 20),
      errorCountsStatement(groups, where),
    ])
      expect(await planOf(statement)).not.toContain('integration_errors');
    expect(await planOf(runCountsStatement(groups, where))).not.toContain('Seq Scan on integration_errors');
  },
);

test('counts errors where they are of another filter', async () => {
  const where: Condition = { field: 'integrationId', operator: 'equals', value: 1 };
  expect(await planOf(countsStatement(['a'], where))).toContain('integration_errors');
});

test('errors that are written without a fingerprint have that of the rule at the end of the transaction', async () => {
  await world.database.write(sql`
    INSERT INTO integration_errors (integration_run_id, integration_id, document_status)
    SELECT run.id, run.integration_id, 'cause ' || chr(97 + run.id % 20) FROM integration_runs AS run`);
  const [row] = await world.database.read<{ wrong: number; groups: number }>(sql`
    SELECT count(*) FILTER (WHERE fingerprint <> fingerprint_of(error))::int AS wrong, count(DISTINCT fingerprint)::int AS groups
    FROM integration_errors AS error WHERE document_status LIKE 'cause%'`);
  expect(row?.wrong).toBe(0);
  expect(row?.groups).toBe(20);
});
