// Makes the sample world once before the suite, to be cloned by each test file: as an image of PGlite's folder, as the folder itself for gateways that
// are processes of their own, and as a template database where there is a PostgreSQL server. The files in `test` run on the embedded database, or,
// where TEST_DATABASE_URL names a server, on that.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { seed } from '../../prisma/seed.js';
import { useEmbedded } from '../../src/db/embedded/embedded.js';
import { startInFolder } from '../../src/db/embedded/pglite.js';
import { migrate } from '../../src/db/migrate/migrate.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';
import { openServer } from './server.js';

/** Where the clones come from. */
export interface Template {
  /** What `useWorld` clones unless it is told otherwise. */
  readonly kind: 'embedded' | 'postgres';
  /** A file with PGlite's folder, and that folder. */
  readonly image: string;
  readonly folder: string;
  /** The server, and the database on it; null where there is no server. */
  readonly server: { readonly url: string; readonly database: string } | null;
}

declare module 'vitest' {
  export interface ProvidedContext {
    template: Template;
  }
}

/** The moment from which the sample world counts back in tests. */
export const worldTime = new Date('2026-06-15T12:00:00.000Z');

const ignore = () => undefined;

/** PostgreSQL's own templates, which are half of what each file would copy, and which nobody makes a database of here. */
const dropTemplates = [
  "UPDATE pg_database SET datistemplate = false, datallowconn = true WHERE datname LIKE 'template_'",
  'DROP DATABASE template0',
  'DROP DATABASE template1',
  'CHECKPOINT',
];

const makeEmbedded = async (folder: string): Promise<Pick<Template, 'image' | 'folder'>> => {
  await mkdir(join(folder, 'world'));
  const client = await startInFolder(join(folder, 'world', 'pgdata'));
  const database = useEmbedded(client, ignore);
  await migrate(database);
  await seed(database, worldTime);
  for (const statement of dropTemplates) await client.exec(statement);
  const image = join(folder, 'world.tar');
  await writeFile(image, Buffer.from(await (await client.dumpDataDir('none')).arrayBuffer()));
  await database.close();
  return { image, folder: join(folder, 'world') };
};

const makeOnServer = async (server: string): Promise<{ readonly name: string; remove(): Promise<void> }> => {
  const name = `integration_runs_template_${process.pid}`;
  const admin = new pg.Client({ connectionString: server });
  admin.on('error', ignore); // where the making fails, the server stops under it, and the failure is what is to be told
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${name}`);
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = openPostgres({ url: url.href, poolSize: 2, statementTimeout: 60_000, observer: ignore, onConnectionLost: ignore });
  await migrate(database);
  await seed(database, worldTime);
  await database.close();
  const remove = async () => {
    const { rows } = await admin.query<{ datname: string }>('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [`${name}_`]);
    for (const datname of [name, ...rows.map((row) => row.datname)]) await admin.query(`DROP DATABASE ${datname} WITH (FORCE)`); // and its clones
    await admin.end();
  };
  return { name, remove };
};

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const undo: (() => Promise<void>)[] = [];
  const teardown = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'integration-runs-'));
    undo.push(() => rm(folder, { recursive: true }));
    const build = promisify(execFile)('npm', ['run', '--silent', 'build']); // for the tests that start processes
    const openTemplate = async () => {
      const server = await openServer();
      if (!server) return null;
      undo.push(server.stop);
      const { name, remove } = await makeOnServer(server.url);
      undo.push(remove);
      return { url: server.url, database: name };
    };
    const parts = [makeEmbedded(folder), openTemplate(), build] as const;
    await Promise.allSettled(parts); // so that nothing is still begun when all is undone
    const [embedded, server] = await Promise.all(parts);
    provide('template', {
      ...embedded,
      kind: process.env['TEST_DATABASE_URL'] === undefined ? 'embedded' : 'postgres',
      server,
    });
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}
