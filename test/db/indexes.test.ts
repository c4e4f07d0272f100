import { beforeAll, expect, test } from 'vitest';
import { everything } from '../../src/domain/read/conditions.js';
import { listStatement } from '../../src/domain/read/statement.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { useWorld } from '../support/world.js';

const { sql } = Prisma;
const world = useWorld();

beforeAll(async () => {
  await world.database.query(sql`
    INSERT INTO integration_runs (integration_id, status, created_at, updated_at, start_time, end_time)
    SELECT 1 + n % 12, 'FAILED', moment, moment, CASE WHEN n % 3 > 0 THEN moment END, CASE WHEN n % 5 = 0 THEN moment END
    FROM generate_series(1, 20000) AS n, LATERAL (SELECT '2026-01-01Z'::timestamptz + n * interval '1 minute' AS moment) AS at`);
  await world.database.query(sql`ANALYZE`);
});

const status = { field: 'status', operator: 'equals', value: 'FAILED' } as const;
const integration = { field: 'integrationId', operator: 'equals', value: 3 } as const;

test.each([
  ['newest', everything, 'createdAt', 'DESC'],
  ['oldest', everything, 'createdAt', 'ASC'],
  ['last changed', everything, 'updatedAt', 'DESC'],
  ['first started', everything, 'startTime', 'ASC'],
  ['last started', everything, 'startTime', 'DESC'],
  ['last ended', everything, 'endTime', 'DESC'],
  ['newest failed', status, 'createdAt', 'DESC'],
  ['newest of an integration', integration, 'createdAt', 'DESC'],
  ['newest failed of an integration', { all: [integration, status] }, 'createdAt', 'DESC'],
] as const)('finds the %s runs by an index, without sorting or reading the table', async (_which, where, field, direction) => {
  const statement = listStatement('integrationRun', { where, order: { field, direction }, limit: 20 });
  const plan = await world.database.query<Record<string, string>>(sql`EXPLAIN (COSTS OFF) ${statement}`);
  const text = plan.flatMap((line) => Object.values(line)).join('\n');
  expect(text).toMatch(/Index Scan/);
  expect(text).not.toMatch(/Seq Scan| Sort|Bitmap/);
});
