// A gateway's database on the PostgreSQL server of the tests, and somebody else's connection beside it.
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import type { Database } from '../../src/db/database.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';

/** The server's address; undefined where there is none. */
export const server = inject('template').server?.url;

/** Whether the whole suite runs on the server, as `npm run test:postgres` does. What starts many processes for it is tested then alone. */
export const isOnServer = inject('template').kind === 'postgres';

/** Opens the server's own database, or another one of it. */
export const openOnServer = ({
  database,
  statementTimeout = 10_000,
}: {
  readonly database?: string | undefined;
  readonly statementTimeout?: number;
} = {}): Database => {
  const url = new URL(server ?? '');
  if (database !== undefined) url.pathname = `/${database}`;
  const ignore = () => undefined;
  return openPostgres({ url: url.href, poolSize: 6, statementTimeout, observer: ignore, onConnectionLost: ignore });
};

/** Opened before the tests of a `describe`, and closed after them. */
export const useServer = (): { readonly database: () => Database; readonly observer: () => pg.Client } => {
  let database: Database;
  let observer: pg.Client;
  beforeAll(async () => {
    database = openOnServer();
    observer = new pg.Client({ connectionString: server });
    await observer.connect();
  });
  afterAll(async () => {
    await database?.close();
    await observer?.end();
  });
  return { database: () => database, observer: () => observer };
};
