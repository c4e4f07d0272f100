// The benchmark's data: 50 integrations, 10,000 runs, 30,000 errors with a response each, all from their numbers alone.
import type { Database } from '../src/db/database.js';
import { Prisma } from '../src/generated/prisma/client.js';

const { sql } = Prisma;

const statements = [
  sql`INSERT INTO integrations (name, code, business_object, direction, end_system, end_system_type)
      SELECT 'Integration ' || i, 'int-' || i, 'Invoice', 'TO_COUPA', 'SAP', 'ERP' FROM generate_series(1, 50) AS i`,
  sql`INSERT INTO contracts (number, name, status) SELECT 'C-' || i, 'Contract ' || i, 'published' FROM generate_series(1, 500) AS i`,
  sql`INSERT INTO integration_runs (integration_id, status, start_time, total_records, records_processed, created_at)
      SELECT 1 + i % 50, (ARRAY['SUCCESSFUL', 'FAILED', 'RUNNING', 'PENDING'])[1 + i % 4]::integration_run_status,
             '2026-01-01Z'::timestamptz + i * interval '1 minute', i, i / 2, '2026-01-01Z'::timestamptz + i * interval '1 minute'
      FROM generate_series(1, 10000) AS i`,
  sql`INSERT INTO integration_errors (integration_run_id, integration_id, document_type, document_id, created_at)
      SELECT run.id, run.integration_id, CASE WHEN n = 1 THEN 'CONTRACT' ELSE 'INVOICE' END::document_type, 1 + (run.id * n) % 500, run.created_at
      FROM integration_runs AS run, generate_series(1, 3) AS n ORDER BY run.id, n`,
  sql`INSERT INTO integration_error_responses (integration_error_id, code, message) SELECT id, '422', 'Refused ' || id FROM integration_errors`,
  sql`ANALYZE`,
];

/** Fills an empty, migrated database. */
export const fill = async (database: Database): Promise<void> => {
  for (const statement of statements) await database.write(statement);
};
