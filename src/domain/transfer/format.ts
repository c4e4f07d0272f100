// The file of an export: a line of JSON for each row, between a first line that says what it is and a last one that says what must have come. Rows are
// never read here: they go from one PostgreSQL to the other as texts, so that no digit, key order or character of a value is lost.

export const format = 'integration-runs export 2';

/** The format in which JSON that clients keep is no text, but a part of its row. It is still imported. */
export const formatWithNestedJson = 'integration-runs export';

export interface FirstLine {
  readonly format: typeof format | typeof formatWithNestedJson;
  /** The newest migration of the database: the tables are alike only where it is the same. */
  readonly migration: string;
  readonly exportedAt: string;
  /** How many rows of each table are to come. */
  readonly rows: Readonly<Record<string, number>>;
}

export interface LastLine {
  readonly end: true;
  /** SHA-256 of all lines before, each with its line break, in hexadecimal digits. */
  readonly sha256: string;
}

/**
 * The tables with what clients have, each after those that it refers to. Left out are the keys that sign tokens (whoever has them is an admin), what lasts
 * for hours at most (idempotency keys, rate limits, leases), the feed, whose positions belong to one database, with the webhooks that have their places in it, and
 * the counts of groups of errors, which writing the errors makes.
 */
export const tables = [
  'actors',
  'api_clients',
  'integrations',
  'contracts',
  'integration_runs',
  'integration_run_transitions',
  'integration_errors',
  'integration_error_responses',
  'integration_history_records',
  'integration_history_record_responses',
] as const;

export type Table = (typeof tables)[number];

/**
 * Asked first in a transaction: time limits are for those of requests. A pipe can be slow, and the transaction waits for it; those of its limits that the
 * server doesn't know (the last is of PostgreSQL 17) it doesn't have.
 */
export const withoutTimeLimits = `SELECT set_config(name, '0', true) FROM pg_settings
  WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`;

/** The line of a row, which is JSON of its own. */
export const rowLine = (table: Table, row: string): string => `{"table":"${table}","row":${row}}`;

/** The table and the row of a line; null for a line that is none. */
export const readRowLine = (line: string): { readonly table: Table; readonly row: string } | null => {
  const [start, name = ''] = /^\{"table":"([a-z_]+)","row":/.exec(line) ?? [];
  const table = tables.find((each) => each === name);
  return start === undefined || !table || !line.endsWith('}}') ? null : { table, row: line.slice(start.length, -1) };
};

/** The file isn't what it should be, or the database isn't ready for it. Nothing was written. */
export class TransferError extends Error {}

/** Told after each batch: rows so far, and in all. */
export type OnProgress = (done: number, all: number, table: Table) => void;
