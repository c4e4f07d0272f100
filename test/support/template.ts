// Makes one database with the sample world before the suite, to be cloned by each test file: an image of PGlite's folder, or, where
// TEST_DATABASE_URL names a PostgreSQL server, a template database on it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { seed } from '../../prisma/seed.js';
import { useEmbedded } from '../../src/db/embedded.js';
import { migrate } from '../../src/db/migrate.js';
import { openPostgres } from '../../src/db/postgres.js';

/** Where the clones come from. */
export type Template =
  | { readonly kind: 'embedded'; readonly image: string }
  | { readonly kind: 'postgres'; readonly server: string; readonly database: string };

declare module 'vitest' {
  export interface ProvidedContext {
    template: Template;
  }
}

/** The moment from which the sample world counts back in tests. */
export const worldTime = new Date('2026-06-15T12:00:00.000Z');

const ignore = () => undefined;

const makeEmbedded = async (): Promise<{ template: Template; remove: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'integration-runs-'));
  const client = await PGlite.create();
  const database = useEmbedded(client, ignore);
  await migrate(database);
  await seed(database, worldTime);
  const image = join(folder, 'template.tar');
  await writeFile(image, Buffer.from(await (await client.dumpDataDir('none')).arrayBuffer()));
  await database.close();
  return { template: { kind: 'embedded', image }, remove: () => rm(folder, { recursive: true }) };
};

const makePostgres = async (server: string): Promise<{ template: Template; remove: () => Promise<void> }> => {
  const name = `integration_runs_template_${process.pid}`;
  const admin = new pg.Client({ connectionString: server });
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
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  };
  return { template: { kind: 'postgres', server, database: name }, remove };
};

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = process.env['TEST_DATABASE_URL'];
  const { template, remove } = server === undefined ? await makeEmbedded() : await makePostgres(server);
  provide('template', template);
  return remove;
}
