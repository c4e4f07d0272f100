// The columns of a table, as the database itself tells them: one that comes later needs nothing here.
import type { Table } from './format.js';

export interface Column {
  /** As it stands in a statement. */
  readonly name: string;
  readonly type: string;
  readonly isJson: boolean;
}

/** What a transaction of Prisma's reads by. */
export interface Reading {
  $queryRawUnsafe<Result>(text: string, ...values: unknown[]): Promise<Result>;
}

/** All of them, in their order. */
export const columnsOf = (transaction: Reading, table: Table): Promise<readonly Column[]> =>
  transaction.$queryRawUnsafe<Column[]>(
    `SELECT quote_ident(attname) AS name, format_type(atttypid, atttypmod) AS type,
       atttypid IN ('json'::regtype, 'jsonb'::regtype) AS "isJson"
     FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  );
