// A database of its own for one test file, with the sample world in it.

import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database, StatementObserver } from '../../src/db/database.js';
import { useEmbedded } from '../../src/db/embedded/embedded.js';
import { startInMemory } from '../../src/db/embedded/pglite.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';

const onServer = async (server: string, statement: string): Promise<void> => {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
};

export interface ClonedServerDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

/** A clone on the server, for those who open it themselves. */
export const cloneDatabaseUrl = async (): Promise<ClonedServerDatabase> => {
  const source = inject('template').server;
  if (!source) throw new Error('Only a server has addresses for its databases, and there is none.');
  const { url: server, database: template } = source;
  const name = `integration_runs_test_${randomBytes(6).toString('hex')}`;
  // two files that clone at once disturb each other: PostgreSQL copies a template only while nobody else does
  for (let attempt = 0; ; attempt += 1) {
    try {
      await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
      break;
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
};

const clonePostgres = async (observer: StatementObserver): Promise<Database> => {
  const { url, remove } = await cloneDatabaseUrl();
  const database = openPostgres({ url, poolSize: 10, statementTimeout: 30_000, observer, onConnectionLost: () => undefined });
  const close = async () => {
    await database.close();
    await remove();
  };
  return { ...database, close };
};

/** `kind`: where the clone is to be; where the suite runs, unless it is given. */
export const cloneDatabase = async (observer: StatementObserver, kind = inject('template').kind): Promise<Database> => {
  if (kind === 'postgres') return clonePostgres(observer);
  return useEmbedded(await startInMemory(await openAsBlob(inject('template').image)), observer);
};
