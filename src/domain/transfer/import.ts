// Reads an export into a database that has nothing of its own yet, all of it or nothing: one transaction, which is committed when the last line has said that
// everything has come. An import that is cut off has left nothing, and is begun again.
import { createHash } from 'node:crypto';
import type { Database } from '../../db/database.js';
import { newestMigration } from '../../db/migrate/migrate.js';
import { DatabaseUnavailableError, isUnavailable } from '../../db/unavailable.js';
import { columnsOf, type Reading } from './columns.js';
import {
  type FirstLine,
  format,
  formatWithNestedJson,
  type LastLine,
  type OnProgress,
  readRowLine,
  type Table,
  TransferError,
  tables,
  withoutTimeLimits,
} from './format.js';

/** Rows of a statement at most, and their bytes. */
const [mostRows, mostBytes] = [1_000, 1_000_000];

/** Longer than any import, in milliseconds: Prisma would end the transaction. */
const day = 86_400_000;

interface Transaction extends Reading {
  $executeRawUnsafe(text: string, ...values: unknown[]): Promise<number>;
}

const cutOff = 'It was cut off, or has been changed. Export again. Nothing was imported.';

const parse = <Line>(line: string | undefined): Partial<Line> => {
  try {
    const value: unknown = JSON.parse(line ?? '');
    return typeof value === 'object' && value !== null ? (value as Partial<Line>) : {};
  } catch {
    return {};
  }
};

/** @throws TransferError */
const checkFirst = async (line: string | undefined): Promise<FirstLine> => {
  const first = parse<FirstLine>(line);
  if ((first.format !== format && first.format !== formatWithNestedJson) || !first.rows)
    throw new TransferError('This is no export that this version reads. Make one with the same version: integration-runs export <file>');
  const migration = await newestMigration();
  if (first.migration !== migration)
    throw new TransferError(
      `The export is of a gateway with the migration ${first.migration}, and this one has ${migration}. Export and import with the same version.`,
    );
  return first as FirstLine; // each of its fields was looked at
};

/** What the first migration makes, an actor for the local developer, is in every export, too. @throws TransferError */
const checkEmpty = async (transaction: Transaction): Promise<void> => {
  for (const table of tables) {
    const [row] = await transaction.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM ${table}${table === 'actors' ? ' WHERE id > 1' : ''}`,
    );
    if (row?.count)
      throw new TransferError(
        `The database has ${row.count} rows in ${table} already. Import into one that has nothing: npm run db:reset makes it so, with SAMPLE_DATA=off.`,
      );
  }
};

/** Inserts the rows that are given as an array of JSON. */
const insertInto = async (transaction: Transaction, table: Table, { format: has }: FirstLine): Promise<string> => {
  const columns = await columnsOf(transaction, table);
  const given = columns.map(({ name, type, isJson }) => `${name} ${isJson && has !== formatWithNestedJson ? 'text' : type}`);
  const values = columns.map(({ name, type, isJson }) => (isJson ? `${name}::${type}` : name));
  const rows = `SELECT ${values.join(', ')} FROM json_to_recordset($1::json) AS imported(${given.join(', ')})`;
  const onConflict =
    table === 'actors'
      ? ' ON CONFLICT (id) DO UPDATE SET login = excluded.login, name = excluded.name, created_at = excluded.created_at'
      : '';
  return `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) ${rows}${onConflict}`;
};

/** What the database refuses is no export of such a one. @throws TransferError; the error itself where the database is unavailable */
const refuseRows = (table: Table, error: unknown): never => {
  if (error instanceof DatabaseUnavailableError || isUnavailable(error)) throw error;
  throw new TransferError(`The export isn't whole: rows of ${table} don't fit to those before. ${cutOff}`, { cause: error });
};

/** New rows go on after those that came. */
const continueIds = (table: Table): string =>
  `SELECT setval(pg_get_serial_sequence('${table}', 'id'), greatest((SELECT max(id) FROM ${table}), 1), EXISTS (SELECT FROM ${table}))`;

/**
 * Imports the lines, given without their line breaks, and gives how many rows there were.
 * @throws TransferError where the lines are no whole export, or the database isn't empty
 */
export const importAll = ({ prisma }: Database, lines: AsyncIterable<string>, onProgress: OnProgress = () => undefined): Promise<number> =>
  prisma.$transaction(
    async (transaction) => {
      await transaction.$queryRawUnsafe(withoutTimeLimits);
      await checkEmpty(transaction);
      const hash = createHash('sha256');
      let first: FirstLine | undefined;
      let insert: string | undefined;
      let last: Partial<LastLine> | undefined;
      let [table, bytes, done, all]: [Table, number, number, number] = ['actors', 0, 0, 0];
      const waiting: string[] = [];
      const flush = async (): Promise<void> => {
        if (!first || waiting.length === 0) return;
        insert ??= await insertInto(transaction, table, first);
        await transaction.$executeRawUnsafe(insert, `[${waiting.join(',')}]`).catch((error: unknown) => refuseRows(table, error));
        done += waiting.length;
        waiting.length = 0;
        bytes = 0;
        onProgress(done, all, table);
      };
      for await (const line of lines) {
        if (last) throw new TransferError(`Something follows the last line of the export. ${cutOff}`);
        const read = first && readRowLine(line);
        if (first && !read) {
          last = parse<LastLine>(line);
          continue;
        }
        hash.update(`${line}\n`);
        if (!read) {
          first = await checkFirst(line);
          all = Object.values(first.rows).reduce((sum, count) => sum + count, 0);
          continue;
        }
        if (read.table !== table || waiting.length === mostRows || bytes > mostBytes) await flush();
        if (read.table !== table) insert = undefined;
        table = read.table;
        waiting.push(read.row);
        bytes += read.row.length;
      }
      if (!first) await checkFirst(undefined);
      if (!last?.end || last.sha256 !== hash.digest('hex')) throw new TransferError(`The export isn't whole. ${cutOff}`);
      await flush();
      if (done !== all) throw new TransferError(`The export says that it has ${all} rows, and has ${done}. ${cutOff}`);
      for (const each of tables) await transaction.$queryRawUnsafe(continueIds(each));
      await transaction.$executeRawUnsafe(`ANALYZE ${tables.join(', ')}`); // PGlite never does by itself, and PostgreSQL does only later
      return done;
    },
    { maxWait: day, timeout: day },
  );
