import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { Condition } from '../../src/domain/read/conditions.js';
import { listStatement } from '../../src/domain/sql/statement.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { useWorld } from '../support/world.js';

const { sql } = Prisma;
const world = useWorld();

beforeAll(async () => {
  await world.database.write(sql`
    INSERT INTO integration_runs (integration_id, status, created_at, updated_at, start_time, end_time)
    SELECT 1 + n % 12, 'FAILED', moment, moment, CASE WHEN n % 3 > 0 THEN moment END, CASE WHEN n % 5 = 0 THEN moment END
    FROM generate_series(1, 6000) AS n, LATERAL (SELECT '2026-01-01Z'::timestamptz + n * interval '1 minute' AS moment) AS at`);
  await world.database.write(sql`
    INSERT INTO integration_errors (integration_run_id, integration_id, document_type, document_id, is_resolved, created_at, updated_at, fingerprint)
    SELECT run.id, run.integration_id, CASE WHEN n = 1 THEN 'CONTRACT' ELSE 'INVOICE' END::document_type, run.id % 150, run.id % 4 > 0, run.created_at, run.updated_at, md5('cause ' || run.id % 50)
    FROM integration_runs AS run, generate_series(1, 2) AS n`);
  await world.database.write(sql`
    INSERT INTO integration_history_records (integration_run_id, integration_id, document_type, document_id, is_resolved, created_at, updated_at)
    SELECT CASE WHEN n = 1 THEN run.id END, run.integration_id, CASE WHEN n = 1 THEN 'CONTRACT' ELSE 'INVOICE' END::document_type, run.id % 150, run.id % 4 > 0, run.created_at, run.updated_at
    FROM integration_runs AS run, generate_series(1, 2) AS n`);
  await world.database.write(sql`
    INSERT INTO contracts (number, name, status, end_date)
    SELECT 'I-' || n, 'Contract ' || n, 'published', CASE WHEN n % 5 > 0 THEN '2026-01-01Z'::timestamptz + n * interval '1 day' END FROM generate_series(1, 2000) AS n`);
  await world.database.write(sql`ANALYZE`);
});

const values: Readonly<Record<string, unknown>> = {
  status: 'FAILED',
  integrationId: 3,
  integrationRunId: 1500,
  documentType: 'CONTRACT',
  documentId: 77,
  isResolved: false,
};

const conditionOn = (field: string): Condition =>
  field === 'createdAt'
    ? { field, operator: 'lessThan', value: new Date('2026-01-10T00:00:00Z') }
    : { field, operator: 'equals', value: values[field] };

/** The rows of the table in the document that promises them. */
const promised = readFileSync('prisma/README.md', 'utf8')
  .split('\n')
  .flatMap((line): [string, string, string, 'ASC' | 'DESC'][] => {
    const [, list, filter, field, direction] = /^\| (\w+) \| ?([\w, ]*?) ?\| (\w+) (ASC|DESC) \|$/.exec(line) ?? [];
    return list === undefined || filter === undefined || field === undefined ? [] : [[list, filter, field, direction as 'ASC' | 'DESC']];
  });

test('the document promises something', () => {
  expect(promised).toHaveLength(32);
});

test.each(promised)(
  'finds a page of %s with %s by %s %s through an index, without sorting or reading the table',
  async (list, filter, field, direction) => {
    const conditions = filter === '' ? [] : filter.split(', ').map(conditionOn);
    const entity = list as 'integrationRun' | 'integrationError' | 'integrationHistoryRecord' | 'contract';
    const statement = listStatement(entity, { where: { all: conditions }, order: { field, direction }, limit: 20 });
    const plan = await world.database.read<Record<string, string>>(sql`EXPLAIN (COSTS OFF) ${statement}`);
    const text = plan.flatMap((line) => Object.values(line)).join('\n');
    expect(text).toMatch(/Index Scan/);
    expect(text).not.toMatch(/Seq Scan|Sort Key|Bitmap/);
  },
);
