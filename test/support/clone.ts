// A database of its own for one test file, with the sample world in it.

import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database, StatementObserver } from '../../src/db/database.js';
import { useEmbedded } from '../../src/db/embedded/embedded.js';
import { startInMemory } from '../../src/db/embedded/pglite.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';
import { keepWorld, type RunScript } from './put-back.js';
import type { Template } from './template.js';

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
  const name = `${template}_${randomBytes(6).toString('hex')}`; // the suite removes what begins so
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

/** A database that files use one after the other, with the sample world in it each time. */
interface Reused {
  open(observer: StatementObserver): Database;
  /** False when its world can't be put back. */
  putBack(): Promise<boolean>;
  remove(): Promise<void>;
}

const makeOnServer = async (): Promise<Reused> => {
  const { url, remove } = await cloneDatabaseUrl();
  const run: RunScript = async (script) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const results: unknown = await client.query(script);
      return [results].flat().flatMap((result) => (result as pg.QueryResult).rows);
    } finally {
      await client.end();
    }
  };
  const { putBack } = await keepWorld(run);
  const open = (observer: StatementObserver) =>
    openPostgres({ url, poolSize: 10, statementTimeout: 30_000, observer, onConnectionLost: () => undefined });
  return { open, putBack, remove };
};

const makeEmbedded = async (): Promise<Reused> => {
  const client = await startInMemory(await openAsBlob(inject('template').image));
  const run: RunScript = async (script) => (await client.exec(script)).flatMap(({ rows }) => rows);
  const world = await keepWorld(run);
  const open = (observer: StatementObserver) => {
    Reflect.deleteProperty(client, 'execProtocolStream'); // as the file before has wrapped it
    return useEmbedded(Object.assign(client, { close: async () => undefined }), observer);
  };
  const putBack = async () => {
    await client.exec('ROLLBACK');
    await client.exec('DISCARD ALL'); // what a session leaves, which a new one hasn't
    return world.putBack();
  };
  return { open, putBack, remove: () => Object.getPrototypeOf(client).close.call(client) };
};

const makers = { embedded: makeEmbedded, postgres: makeOnServer };
/** Those that no file uses at the moment. */
const idle: Record<Template['kind'], Reused[]> = { embedded: [], postgres: [] };

/** `kind`: where the clone is to be; where the suite runs, unless it is given. */
export const cloneDatabase = async (observer: StatementObserver, kind = inject('template').kind): Promise<Database> => {
  const reused = idle[kind].pop() ?? (await makers[kind]());
  const database = reused.open(observer);
  const close = async () => {
    await database.close();
    if (await reused.putBack().catch(() => false)) idle[kind].push(reused);
    else await reused.remove();
  };
  return { ...database, close };
};
