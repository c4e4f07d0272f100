// Writes all that clients have in a database, as it is at one moment, whatever goes on meanwhile, in memory that doesn't grow with it.
import { createHash } from 'node:crypto';
import type { Database } from '../../db/database.js';
import { newestMigration } from '../../db/migrate/migrate.js';
import { type Column, columnsOf, type Reading } from './columns.js';
import { type FirstLine, format, type LastLine, type OnProgress, rowLine, type Table, tables, withoutTimeLimits } from './format.js';

/** Rows of a batch at most, and the bytes that it is to have. */
const [mostRows, batchBytes] = [1_000, 2_000_000];

/** Longer than any export, in milliseconds: Prisma would end the transaction. */
const day = 86_400_000;

const countsOf = async (transaction: Reading): Promise<Record<string, number>> => {
  const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  const [row] = await transaction.$queryRawUnsafe<Record<string, number>[]>(`SELECT ${counts.join(', ')}`);
  return row ?? {};
};

/**
 * JSON is its text: PostgreSQL undoes escapes in what it takes apart, and some of clients' escapes
 * stand for nothing that it could hold.
 */
const select = (table: Table, columns: readonly Column[]): string => {
  const values = columns.map(({ name, isJson }) => (isJson ? `${name}::text AS ${name}` : name));
  const rows = `SELECT ${values.join(', ')} FROM ${table}`;
  return `SELECT id, row_to_json(exported)::text AS row FROM (${rows}) AS exported WHERE id > $1::int ORDER BY id LIMIT $2::int`;
};

/** The rows of a table, a batch at a time; large rows come in small batches. */
async function* batchesOf(transaction: Reading, table: Table): AsyncGenerator<readonly string[]> {
  const text = select(table, await columnsOf(transaction, table));
  let [last, limit] = [0, 100];
  for (;;) {
    const rows = await transaction.$queryRawUnsafe<{ id: number; row: string }[]>(text, last, limit);
    if (rows.length > 0) yield rows.map(({ row }) => row);
    if (rows.length < limit) return;
    last = rows.at(-1)?.id ?? last;
    const bytes = rows.reduce((sum, { row }) => sum + row.length, 1);
    limit = Math.max(1, Math.min(mostRows, Math.floor((limit * batchBytes) / bytes)));
  }
}

/**
 * Gives the file to `write`, piece by piece, and waits for each.
 * @throws what `write` throws, and what a statement fails with
 */
export const exportAll = async (
  { prisma }: Database,
  write: (text: string) => Promise<void>,
  onProgress: OnProgress = () => undefined,
): Promise<number> => {
  const migration = await newestMigration();
  return prisma.$transaction(
    async (transaction) => {
      await transaction.$queryRawUnsafe(withoutTimeLimits);
      const hash = createHash('sha256');
      const put = async (lines: readonly string[]): Promise<void> => {
        const text = lines.map((line) => `${line}\n`).join('');
        hash.update(text);
        await write(text);
      };
      const rows = await countsOf(transaction);
      const all = Object.values(rows).reduce((sum, count) => sum + count, 0);
      const first: FirstLine = { format, migration, exportedAt: new Date().toISOString(), rows };
      await put([JSON.stringify(first)]);
      let done = 0;
      for (const table of tables)
        for await (const batch of batchesOf(transaction, table)) {
          await put(batch.map((row) => rowLine(table, row)));
          done += batch.length;
          onProgress(done, all, table);
        }
      const last: LastLine = { end: true, sha256: hash.digest('hex') };
      await write(`${JSON.stringify(last)}\n`);
      return done;
    },
    { isolationLevel: 'RepeatableRead', maxWait: day, timeout: day },
  );
};
