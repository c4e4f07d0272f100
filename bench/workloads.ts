// What is measured against hand-written SQL: a request to the gateway, and the statement that somebody would write for the same data, whose one row
// has one column, the JSON.
import { Prisma } from '../src/generated/prisma/client.js';

const { sql } = Prisma;

/** A request, without what is the same for all. */
export interface Asked {
  readonly path: string;
  /** JSON that is posted; without it, the path is read. */
  readonly body?: string;
}

export interface Workload {
  readonly name: string;
  readonly request: (index: number) => Asked;
  readonly floor: (index: number) => Prisma.Sql;
}

export const graphql = (query: string, variables: object = {}): Asked => ({ path: '/graphql', body: JSON.stringify({ query, variables }) });

/** A moment that differs from request to request, so that nothing could be kept from the last one. */
const before = (index: number): string => new Date(Date.UTC(2026, 0, 3 + (index % 4), index % 24)).toISOString();

const board = `query Board($before: DateTime!) {
  integrationRuns(first: 50, filter: { createdAt: { lt: $before } }) {
    nodes {
      id status startTime endTime recordsProcessed totalRecords
      integration { id name code }
      integrationErrors(first: 10) { nodes { id documentType documentId message } }
    }
  }
}`;

const single = `query Run($id: Int!) {
  integrationRun(by: { databaseId: $id }) {
    id status flow startTime endTime totalRecords recordsProcessed
    integrationErrors(first: 500) { nodes { id documentType documentId isResolved message contract { id number name status } } }
  }
}`;

const failed = `query Failed($integration: Int!, $since: DateTime!) {
  integrationRuns(filter: { integration: { databaseId: { eq: $integration } }, status: { eq: FAILED }, createdAt: { gte: $since } }) {
    totalCount
    nodes { id status flow startTime endTime createdAt }
  }
}`;

const nested = `query Nested($after: Int!) {
  integrations(first: 20, filter: { databaseId: { gt: $after } }, orderBy: { field: ID, direction: ASC }) {
    nodes { id name code integrationRuns(first: 5) { nodes { id status startTime integrationErrors(first: 3) { nodes { id documentType message } } } } }
  }
}`;

const flat = `query Page($before: DateTime!) {
  integrationRuns(first: 500, filter: { createdAt: { lt: $before } }) {
    nodes { id status flow startTime endTime totalRecords recordsProcessed createdAt updatedAt }
  }
}`;

const json = (rows: Prisma.Sql): Prisma.Sql => sql`SELECT coalesce(json_agg(t), '[]')::text AS "text" FROM (${rows}) AS t`;
const list = (rows: Prisma.Sql): Prisma.Sql => sql`(SELECT coalesce(json_agg(l), '[]') FROM (${rows}) AS l)`;

const newestRuns = (columns: Prisma.Sql, index: number, limit: number) =>
  sql`SELECT ${columns} FROM integration_runs AS r WHERE created_at < ${before(index)}::timestamptz ORDER BY created_at DESC, id DESC LIMIT ${limit}::int`;

const message = sql`(SELECT message FROM integration_error_responses WHERE integration_error_id = e.id ORDER BY id LIMIT 1) AS message`;

const errorsOf = (limit: number) =>
  list(sql`SELECT e.id, document_type, document_id, ${message} FROM integration_errors AS e
    WHERE integration_run_id = r.id ORDER BY created_at DESC, id DESC LIMIT ${limit}::int`);

const failedRuns = (index: number) =>
  sql`FROM integration_runs AS r WHERE integration_id = ${1 + (index % 50)}::int AND status = 'FAILED' AND created_at >= ${before(index)}::timestamptz`;

const restIndex = (index: number) =>
  json(sql`
    SELECT r.*, (SELECT to_json(i) FROM integrations AS i WHERE i.id = r.integration_id) AS integration,
           ${list(sql`SELECT e.*, ${list(sql`SELECT code, message FROM integration_error_responses WHERE integration_error_id = e.id ORDER BY id`)} AS responses
                      FROM integration_errors AS e WHERE integration_run_id = r.id ORDER BY id`)} AS errors
    FROM (SELECT * FROM integration_runs ORDER BY id LIMIT 50 OFFSET ${(index % 40) * 50}::int) AS r`);

const restPath = (format: string, index: number): Asked => ({ path: `/api/integration_runs.${format}?offset=${(index % 40) * 50}` });

export const workloads: readonly Workload[] = [
  {
    name: 'board: 50 runs, integration, 10 errors each',
    request: (index) => graphql(board, { before: before(index) }),
    floor: (index) =>
      json(
        newestRuns(
          sql`id, status, start_time, end_time, records_processed, total_records,
            (SELECT row_to_json(i) FROM (SELECT id, name, code FROM integrations WHERE id = r.integration_id) AS i) AS integration, ${errorsOf(10)} AS errors`,
          index,
          50,
        ),
      ),
  },
  {
    name: 'one run: all errors, their contracts',
    request: (index) => graphql(single, { id: 1 + index }),
    floor: (index) =>
      json(sql`
        SELECT id, status, flow, start_time, end_time, total_records, records_processed, ${list(sql`
          SELECT e.id, document_type, document_id, is_resolved, ${message}, CASE WHEN document_type = 'CONTRACT' THEN
            (SELECT row_to_json(c) FROM (SELECT id, number, name, status FROM contracts WHERE id = e.document_id) AS c) END AS contract
          FROM integration_errors AS e WHERE integration_run_id = r.id ORDER BY created_at DESC, id DESC`)} AS errors
        FROM integration_runs AS r WHERE id = ${1 + index}::int`),
  },
  {
    name: 'failed runs of an integration, and their number',
    request: (index) => graphql(failed, { integration: 1 + (index % 50), since: before(index) }),
    floor: (index) =>
      json(
        sql`SELECT (SELECT count(*) ${failedRuns(index)}) AS count, ${list(
          sql`SELECT id, status, flow, start_time, end_time, created_at ${failedRuns(index)} ORDER BY created_at DESC, id DESC LIMIT 20`,
        )} AS nodes`,
      ),
  },
  {
    name: 'nested: 20 integrations × 5 runs × 3 errors',
    request: (index) => graphql(nested, { after: index % 30 }),
    floor: (index) =>
      json(sql`
        SELECT id, name, code, ${list(sql`SELECT id, status, start_time, ${errorsOf(3)} AS errors
          FROM integration_runs AS r WHERE integration_id = i.id ORDER BY created_at DESC, id DESC LIMIT 5`)} AS runs
        FROM integrations AS i WHERE id > ${index % 30}::int ORDER BY id LIMIT 20`),
  },
  {
    name: 'flat: 500 runs, 9 fields',
    request: (index) => graphql(flat, { before: before(index) }),
    floor: (index) =>
      json(newestRuns(sql`id, status, flow, start_time, end_time, total_records, records_processed, created_at, updated_at`, index, 500)),
  },
  { name: 'REST index: 50 runs, JSON', request: (index) => restPath('json', index), floor: restIndex },
  { name: 'REST index: 50 runs, XML', request: (index) => restPath('xml', index), floor: restIndex },
];
