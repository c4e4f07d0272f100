// What a database holds, for tests that have to show that nothing was written.
import { afterEach, beforeEach, expect } from 'vitest';
import type { World } from '../support/world.js';

const tables = [
  'actors',
  'integrations',
  'integration_runs',
  'integration_run_transitions',
  'integration_errors',
  'integration_error_responses',
  'contracts',
];

const fingerprint = (table: string) =>
  `SELECT '${table}' AS "table", count(*)::int AS rows, md5(string_agg(t::text, E'\\n' ORDER BY id)) AS hash FROM ${table} AS t`;

/** Every table with the number of its rows and a hash of all their values. */
export const contentsOf = ({ database }: World): Promise<unknown> =>
  database.prisma.$queryRawUnsafe(tables.map(fingerprint).join(' UNION ALL '));

/** Fails every test of the file (or of the `describe`) that leaves the database other than it found it. */
export const expectNothingWritten = (world: World): void => {
  let before: unknown;
  beforeEach(async () => {
    before = await contentsOf(world);
  });
  afterEach(async () => {
    expect(await contentsOf(world)).toEqual(before);
  });
};
