// Where statistics of runs find how many errors there are.
import { beforeAll, expect, test } from 'vitest';
import { type Condition, everything } from '../../src/domain/read/conditions.js';
import type { StatisticsRequest } from '../../src/domain/statistics/request.js';
import { statisticsOfIntegrations, statisticsStatement } from '../../src/domain/statistics/statement.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { useWorld } from '../support/world.js';

const { sql } = Prisma;
const world = useWorld();

beforeAll(async () => {
  await world.database.write(sql`
    INSERT INTO integration_errors (integration_run_id, integration_id, is_resolved, created_at, updated_at, fingerprint)
    SELECT run.id, run.integration_id, n % 4 > 0, run.created_at, run.updated_at, md5('cause ' || n % 20)
    FROM integration_runs AS run, generate_series(1, 100) AS n`);
  await world.database.prisma.$executeRawUnsafe('VACUUM ANALYZE');
});

const planOf = async (statement: Prisma.Sql): Promise<string> => {
  const plan = await world.database.read<Record<string, string>>(sql`EXPLAIN (COSTS OFF) ${statement}`);
  return plan.flatMap((line) => Object.values(line)).join('\n');
};

const errors: StatisticsRequest = { durations: false, errors: true, groups: [] };
const byIntegration: StatisticsRequest = {
  ...errors,
  groups: [['', { by: 'integration', first: 20, order: { field: 'COUNT', direction: 'DESC' }, statistics: errors }]],
};

test('of all runs, and by integration, they are what is kept of groups of errors', async () => {
  for (const statement of [statisticsStatement(everything, byIntegration), statisticsOfIntegrations([1, 2], everything, errors)])
    expect(await planOf(statement)).not.toContain('integration_errors');
});

test('of runs of a filter they are counted in an index', async () => {
  const where: Condition = { field: 'id', operator: 'in', value: [3, 4, 5] };
  const plan = await planOf(statisticsStatement(where, byIntegration));
  expect(plan.match(/Index Only Scan using integration_errors_of_runs_idx/g)).toHaveLength(2);
  expect(plan).not.toContain('Seq Scan on integration_errors');
});
