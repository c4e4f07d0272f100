import { beforeAll, describe, expect, test } from 'vitest';
import { hasSearchIndex } from '../../src/db/search-index.js';
import { createStatementNames } from '../../src/db/session/statement-names.js';
import type { Condition, Operator } from '../../src/domain/read/conditions.js';
import { countStatement, listStatement } from '../../src/domain/sql/statement.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { useWorld } from '../support/world.js';

const { sql, raw } = Prisma;
const world = useWorld();

/** Both kinds of records about documents, with their tables and those of their responses. */
const kinds = [
  ['integrationError', 'integration_errors', 'integration_error'],
  ['integrationHistoryRecord', 'integration_history_records', 'integration_history_record'],
] as const;
type Kind = (typeof kinds)[number][0];

beforeAll(async () => {
  for (const [, table, record] of kinds.map((kind) => kind.map((name) => raw(name)))) {
    await world.database.write(sql`
      INSERT INTO ${table} (integration_run_id, integration_id, external_id, integration_filename)
      SELECT 1, 1, md5(n::text), 'file-' || md5((n + 1)::text) || '.csv' FROM generate_series(1, 5000) AS n`);
    await world.database.write(sql`
      INSERT INTO ${record}_responses (${record}_id, message)
      SELECT id, 'Record ' || external_id || ' can''t be posted: the period is closed, and nobody has opened it again.' FROM ${table} WHERE external_id IS NOT NULL`);
  }
  await world.database.write(sql`ANALYZE`);
});

const explained = async (statement: Prisma.Sql): Promise<string> => {
  const plan = await world.database.read<Record<string, string>>(sql`EXPLAIN (COSTS OFF) ${statement}`);
  return plan.flatMap((line) => Object.values(line)).join('\n');
};
const planOf = (entity: Kind, where: Condition): Promise<string> => explained(countStatement(entity, where));

describe.each(kinds)('a text of an %s is found by an index of its trigrams', (entity, table, record) => {
  test.each<[string, string, Operator]>([
    ['external_id', 'externalId', 'contains'],
    ['external_id', 'externalId', 'startsWith'],
    ['external_id', 'externalId', 'endsWith'],
    ['integration_filename', 'integrationFilename', 'contains'],
  ])('%s by %s %s', async (column, field, operator) => {
    expect(await planOf(entity, { field, operator, value: 'a1B2c3' })).toContain(`Bitmap Index Scan on ${table}_${column}_search`);
  });

  test.each(['responses', 'firstResponse'])('of %s', async (association) => {
    const plan = await planOf(entity, {
      association,
      quantifier: 'some',
      where: { field: 'message', operator: 'contains', value: 'a1B2c3' },
    });
    expect(plan).toContain(`Bitmap Index Scan on ${record}_responses_message_search`);
  });

  test('over both doors', async () => {
    const [error] = await world.database.read<{ id: number; external_id: string }>(
      sql`SELECT id, external_id FROM ${raw(table)} WHERE external_id IS NOT NULL ORDER BY id DESC LIMIT 1`,
    );
    const part = error?.external_id.slice(3, 15).toUpperCase();
    const query = `query($part: String) { ${entity}s(filter: { message: { contains: $part } }) { nodes { databaseId message } } }`;
    const found = { databaseId: error?.id, message: expect.stringContaining(error?.external_id ?? '') };
    for (const ask of [world.graphql, world.fieldByField])
      expect((await ask(query, { part })).data).toEqual({ [`${entity}s`]: { nodes: [found] } });
    const { json } = await world.rest('GET', `/api/${table}?responses[response_message][contains]=${part}`);
    expect(json).toMatchObject([{ id: error?.id }]);
  });
});

describe.each(kinds)('a page of %ss that most of them are in is read in its order, as far as it goes', (entity, table) => {
  test.each<[string, Condition]>([
    [
      'with a word of their messages',
      { association: 'firstResponse', quantifier: 'some', where: { field: 'message', operator: 'contains', value: 'posted' } },
    ],
    ['with a part of their external ids', { field: 'externalId', operator: 'contains', value: 'a' }],
    ['with the start of their file names', { field: 'integrationFilename', operator: 'startsWith', value: 'FILE-' }],
  ])('%s', async (_words, where) => {
    const plan = await explained(listStatement(entity, { where, order: { field: 'createdAt', direction: 'DESC' }, limit: 51 }));
    expect(plan).toContain(`Index Scan Backward using ${table}_created_at_id_idx`);
    expect(plan).not.toMatch(/Sort|Bitmap|Seq Scan/);
  });
});

test('the database tells whether it has the index', async () => {
  expect(await hasSearchIndex(world.database)).toBe(true);
});

test('a search is planned for its text each time that it comes', () => {
  const names = createStatementNames();
  const plain = 'SELECT 1 WHERE a = $1';
  const search = countStatement('integrationError', { field: 'externalId', operator: 'contains', value: 'x' }).text;
  for (const text of [plain, search]) names.nameOf(text);
  expect([names.nameOf(plain), names.nameOf(search)]).toEqual([expect.any(String), undefined]);
});
