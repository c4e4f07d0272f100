// What a database holds, for tests that have to show that nothing was written.
import { afterEach, beforeEach, expect } from 'vitest';
import type { World } from '../support/world.js';

const tables = [
  'actors',
  'api_clients',
  'integrations',
  'integration_runs',
  'integration_run_transitions',
  'integration_errors',
  'integration_error_responses',
  'integration_history_records',
  'integration_history_record_responses',
  'contracts',
  'rate_limits',
  'signing_keys',
  'webhook_endpoints',
  'webhook_deliveries',
];

/** A row as text: without when a client was last seen, which is noted while nobody waits for it. */
const rowOf = (table: string) => (table === 'api_clients' ? "(to_jsonb(t) - 'last_used_at')::text" : 't::text');

const fingerprint = (table: string) =>
  `SELECT '${table}' AS "table", count(*)::int AS rows, md5(string_agg(${rowOf(table)}, E'\\n' ORDER BY ${rowOf(table)})) AS hash FROM ${table} AS t`;

/** Every table with the number of its rows and a hash of all their values. */
export const contentsOf = ({ database }: World): Promise<unknown> =>
  database.prisma.$queryRawUnsafe(tables.map(fingerprint).join(' UNION ALL '));

/** The number that the next transaction that writes will have: while it stays the same, nothing has been written. */
const nextWriter = async ({ database }: World): Promise<string> => {
  const rows = await database.read<{ next: string }>({
    text: 'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS "next"',
    values: [],
  });
  return rows[0]?.next ?? '';
};

/** Fails every test of the file (or of the `describe`) that leaves the database other than it found it. */
export const expectNothingWritten = (world: World): void => {
  let before: { readonly next: string; readonly contents: unknown } | undefined;
  const look = async () => {
    const next = await nextWriter(world);
    return before?.next === next ? before : { next, contents: await contentsOf(world) };
  };
  beforeEach(async () => {
    before = await look();
  });
  afterEach(async () => {
    expect((await look()).contents).toEqual(before?.contents);
  });
};
