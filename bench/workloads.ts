// What is measured: a request to the gateway, and the statement that somebody would write by hand for the same data.
import { Prisma } from '../src/generated/prisma/client.js';

const { sql } = Prisma;

export interface Workload {
  readonly name: string;
  readonly request: (index: number) => Request;
  readonly floor: (index: number) => Prisma.Sql;
}

const origin = 'http://gateway.bench';

const graphql = (query: string, variables: object): Request =>
  new Request(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });

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

const flat = `query Page($before: DateTime!) {
  integrationRuns(first: 500, filter: { createdAt: { lt: $before } }) {
    nodes { id status flow startTime endTime totalRecords recordsProcessed createdAt updatedAt }
  }
}`;

const nested = `query Nested($after: Int!) {
  integrations(first: 20, filter: { databaseId: { gt: $after } }, orderBy: { field: ID, direction: ASC }) {
    nodes { id name code integrationRuns(first: 5) { nodes { id status startTime integrationErrors(first: 3) { nodes { id documentType message } } } } }
  }
}`;

const newestRuns = (index: number, limit: number) =>
  sql`SELECT * FROM integration_runs WHERE created_at < ${before(index)}::timestamptz ORDER BY created_at DESC, id DESC LIMIT ${limit}::int`;

const errorsOf = (limit: number) => sql`
  SELECT coalesce(json_agg(json_build_object('id', e.id, 'documentType', e.document_type, 'documentId', e.document_id, 'message', (
    SELECT message FROM integration_error_responses WHERE integration_error_id = e.id ORDER BY id LIMIT 1))), '[]') AS errors
  FROM (SELECT * FROM integration_errors WHERE integration_run_id = run.id ORDER BY created_at DESC, id DESC LIMIT ${limit}::int) AS e`;

const restIndex = sql`
  SELECT run.*, to_json(i) AS integration, list.errors FROM (SELECT * FROM integration_runs ORDER BY id LIMIT 50) AS run
  JOIN integrations AS i ON i.id = run.integration_id, LATERAL (${errorsOf(1000)}) AS list`;

export const workloads: readonly Workload[] = [
  {
    name: 'board: 50 runs, integration, 10 errors each',
    request: (index) => graphql(board, { before: before(index) }),
    floor: (index) => sql`
      SELECT run.id, run.status, run.start_time, run.end_time, run.records_processed, run.total_records,
             json_build_object('id', i.id, 'name', i.name, 'code', i.code) AS integration, list.errors
      FROM (${newestRuns(index, 50)}) AS run JOIN integrations AS i ON i.id = run.integration_id, LATERAL (${errorsOf(10)}) AS list`,
  },
  {
    name: 'nested: 20 integrations × 5 runs × 3 errors',
    request: (index) => graphql(nested, { after: index % 30 }),
    floor: (index) => sql`
      SELECT i.id, i.name, i.code, runs.list FROM (SELECT * FROM integrations WHERE id > ${index % 30}::int ORDER BY id LIMIT 20) AS i, LATERAL (
        SELECT json_agg(json_build_object('id', run.id, 'status', run.status, 'startTime', run.start_time, 'errors', list.errors)) AS list
        FROM (SELECT * FROM integration_runs WHERE integration_id = i.id ORDER BY created_at DESC, id DESC LIMIT 5) AS run, LATERAL (${errorsOf(3)}) AS list
      ) AS runs`,
  },
  {
    name: 'flat: 500 runs, 9 fields',
    request: (index) => graphql(flat, { before: before(index) }),
    floor: (index) => newestRuns(index, 500),
  },
  { name: 'REST index: 50 runs, JSON', request: () => new Request(`${origin}/api/integration_runs.json`), floor: () => restIndex },
  { name: 'REST index: 50 runs, XML', request: () => new Request(`${origin}/api/integration_runs.xml`), floor: () => restIndex },
];
