// The one handle on the data: Prisma for writes and look-ups, `query` for statements that Prisma can't say well. Both go to the same
// connection pool (or, embedded, the same connection), and both are seen by the observer.
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { Lifetime } from './lifetime.js';

/** One statement that was sent to the database, with the number of rows that it gave back. */
export interface Statement {
  readonly sql: string;
  readonly rows: number;
}

/** A text with `$1`, `$2` … in it, and their values; a `Prisma.Sql` is one. */
export interface SqlStatement {
  readonly text: string;
  readonly values: unknown[];
}

/** A row whose values are all texts. */
export type Texts = readonly (string | null)[];

export type StatementObserver = (statement: Statement) => void;

export interface Database {
  readonly prisma: PrismaClient;
  /**
   * Runs one statement, which is atomic on its own. Rows come with numbers, strings, booleans, Dates and parsed JSON.
   * @throws NobodyWaitsError when the lifetime is over before the statement is; PostgreSQL is then told to end it
   */
  query<Row extends object>(statement: SqlStatement, lifetime?: Lifetime): Promise<Row[]>;
  /** The same for a statement whose columns are all texts, which costs less. */
  queryTexts(statement: SqlStatement, lifetime?: Lifetime): Promise<Texts[]>;
  /** The same for a statement that changes something: it waits for the disk and not for a processor, so it has no turn to wait for. */
  write<Row extends object>(statement: SqlStatement): Promise<Row[]>;
  /** Both. */
  writeTexts(statement: SqlStatement): Promise<Texts[]>;
  /** Hands over what Prisma's schema engine migrates through, while no other gateway migrates the same database. */
  whileMigrating<Result>(work: (adapter: SqlMigrationAwareDriverAdapterFactory) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** The same database, whose reads end with the lifetime. What has begun to write goes on: clients send a move and don't wait for the answer. */
export const during = (
  lifetime: Lifetime,
  { prisma, query, queryTexts, write, writeTexts, whileMigrating, close }: Database,
): Database => ({
  prisma,
  query: (statement) => query(statement, lifetime),
  queryTexts: (statement) => queryTexts(statement, lifetime),
  write,
  writeTexts,
  whileMigrating,
  close,
});
