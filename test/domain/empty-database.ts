// A database on the server with the tables and nothing in them.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Database } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate/migrate.js';
import { openOnServer, server } from '../db/on-server.js';

export const openEmptyDatabase = async (): Promise<{ readonly database: Database; readonly close: () => Promise<void> }> => {
  const name = `integration_runs_empty_${randomBytes(6).toString('hex')}`;
  const onServer = async (statement: string): Promise<void> => {
    const admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(statement).finally(() => admin.end());
  };
  await onServer(`CREATE DATABASE ${name} TEMPLATE template0`);
  const database = openOnServer({ database: name });
  await migrate(database);
  const close = async () => {
    await database.close();
    await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { database, close };
};
