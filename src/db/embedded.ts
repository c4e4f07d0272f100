// PostgreSQL inside this process (PGlite), its files in one folder. It runs without fsync: it survives the death of the process, not a
// loss of power.
import { mkdir } from 'node:fs/promises';
import { PGlite, types } from '@electric-sql/pglite';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from '../generated/prisma/client.js';
import type { Database, SqlStatement, StatementObserver, Texts } from './database.js';
import { lockFolder } from './folder-lock.js';
import { type Lifetime, NobodyWaitsError } from './lifetime.js';
import { observeAdapter } from './observe.js';
import { runScriptsWhole } from './run-scripts-whole.js';

/** PGlite's own would take the year 50 for 1950; with this one, both databases give the same times. */
const parsers = { [types.TIMESTAMPTZ]: pg.types.getTypeParser(types.TIMESTAMPTZ) };

const migrationAdapter = (client: PGlite): SqlMigrationAwareDriverAdapterFactory => {
  const factory = new PrismaPGlite(client);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => runScriptsWhole(await factory.connect(), (script) => client.exec(script)),
    connectToShadowDb: async () => {
      const shadow = await PGlite.create();
      const adapter = runScriptsWhole(await new PrismaPGlite(shadow).connect(), (script) => shadow.exec(script));
      return Object.assign(adapter, { dispose: () => shadow.close() });
    },
  };
};

/** Makes a database of a PGlite that is already there; closing it closes the PGlite. */
export const useEmbedded = (client: PGlite, observer: StatementObserver): Database => {
  const prisma = new PrismaClient({ adapter: observeAdapter(new PrismaPGlite(client), observer) });
  const query = async <Row extends object>({ text, values }: SqlStatement, lifetime?: Lifetime) => {
    // a statement that runs here holds up the whole process: it can't be told to end, and nobody could tell it
    if (lifetime?.isOver) throw new NobodyWaitsError();
    const { rows } = await client.query<Row>(text, values, { parsers });
    observer({ sql: text, rows: rows.length });
    return rows;
  };
  const queryTexts = async ({ text, values }: SqlStatement, lifetime?: Lifetime) => {
    if (lifetime?.isOver) throw new NobodyWaitsError();
    const { rows } = await client.query<Texts>(text, values, { rowMode: 'array' });
    observer({ sql: text, rows: rows.length });
    return rows;
  };
  return {
    prisma,
    query,
    queryTexts,
    write: query,
    writeTexts: queryTexts,
    whileMigrating: (work) => work(migrationAdapter(client)), // nobody else can open the folder
    close: async () => {
      await prisma.$disconnect();
      await client.close();
    },
  };
};

/**
 * Opens the database in `folder`, and makes it first where there is none (some seconds).
 * @throws FolderInUseError when another process has it open
 */
export const openEmbedded = async (folder: string, observer: StatementObserver): Promise<Database> => {
  await mkdir(folder, { recursive: true });
  const release = await lockFolder(folder);
  try {
    const database = useEmbedded(await PGlite.create(`${folder}/pgdata`), observer);
    return { ...database, close: () => database.close().finally(release) };
  } catch (error) {
    await release();
    throw error;
  }
};
