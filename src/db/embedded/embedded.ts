// PostgreSQL inside this process (PGlite), its files in one folder. It runs without fsync: it survives the death of the process, not a
// loss of power.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PGlite, types } from '@electric-sql/pglite';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from '../../generated/prisma/client.js';
import { createSignal } from '../../lib/signal.js';
import type { Database, Decoded, Listener, Listening, StatementObserver } from '../database.js';
import { guardDatabase } from '../guard-database.js';
import type { Lifetime } from '../lifetime.js';
import { runScriptsWhole } from '../migrate/run-scripts-whole.js';
import { observeAdapter } from '../observe.js';
import { createReadLimit, longestWaitMs } from '../postgres/read-limit.js';
import { createGuard, type DatabaseUnavailableError, OverloadedError } from '../unavailable.js';
import { keepByteOrderMarks } from './byte-order-marks.js';
import { lockFolder } from './folder-lock.js';
import { startInFolder, startInMemory } from './pglite.js';
import { readInPortions } from './portions.js';
import { keepVacuumed } from './vacuum.js';

/** PGlite's own would take the year 50 for 1950; with this one, both databases give the same times. */
const parsers = { [types.TIMESTAMPTZ]: pg.types.getTypeParser(types.TIMESTAMPTZ) };

const migrationAdapter = (client: PGlite): SqlMigrationAwareDriverAdapterFactory => {
  const factory = new PrismaPGlite(client);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => runScriptsWhole(await factory.connect(), (script) => client.exec(script)),
    connectToShadowDb: async () => {
      const shadow = await startInMemory();
      const adapter = runScriptsWhole(await new PrismaPGlite(shadow).connect(), (script) => shadow.exec(script));
      return Object.assign(adapter, { dispose: () => shadow.close() });
    },
  };
};

/** Nobody but this process can tell anything. */
const listenTo = (client: PGlite, channel: string, { connected, told }: Listener): Listening => {
  let isLive = false;
  const begun = client.listen(channel, told).then((end) => {
    isLive = true;
    connected();
    return end;
  });
  begun.catch(() => undefined); // whoever asks the database is told why
  return {
    get isLive() {
      return isLive;
    },
    close: async () => {
      isLive = false;
      const end = await begun.catch(() => null); // likewise
      if (!client.closed) await end?.();
    },
  };
};

/** What `readInPortions` finds among the options of a query. */
const during = (lifetime: Lifetime | undefined): object => (lifetime ? { lifetime } : {});

type OnUnavailable = (error: DatabaseUnavailableError) => void;

/** Makes a database of a PGlite that is already there; closing it closes the PGlite. `onUnavailable` is told when it has crashed or is closed. */
export const useEmbedded = (given: PGlite, observer: StatementObserver, onUnavailable: OnUnavailable = () => undefined): Database => {
  const client = readInPortions(keepByteOrderMarks(given));
  const guard = createGuard(onUnavailable);
  const prisma = new PrismaClient({ adapter: observeAdapter(new PrismaPGlite(client), observer, guard) });
  // there is one session: a caller's share is its turn
  const readLimit = createReadLimit({
    all: 1,
    share: 1,
    reads: 1,
    readWaitMs: 10,
    longestWaitMs: longestWaitMs,
    refusal: () => new OverloadedError(),
  });
  const inTurn = <Result>(caller: string | undefined, work: () => Promise<Result>): Promise<Result> =>
    caller === undefined ? work() : readLimit.pass(caller, work, false);
  const run = async <Row extends object>({ text, values, decode }: Decoded<Row>, lifetime?: Lifetime) => {
    // a statement that runs here holds up the whole process: it can't be told to end, and nobody could tell it
    if (lifetime?.isOver) throw lifetime.failure();
    const { rows } = await client.query<Row>(text, values, { ...(decode ? { rowMode: 'array' } : { parsers }), ...during(lifetime) });
    observer({ sql: text, rows: rows.length });
    return rows;
  };
  return guardDatabase(guard, {
    prisma,
    answerLimit: Number.MAX_SAFE_INTEGER, // who has a request has one
    inTurn,
    read: (statement, lifetime, caller) => inTurn(caller, () => run(statement, lifetime)),
    write: (statement, caller) => inTurn(caller, () => run(statement)),
    changes: createSignal(),
    listen: (channel, listener) => listenTo(client, channel, listener),
    whileMigrating: (work) => work(migrationAdapter(client)), // nobody else can open the folder
    close: async () => {
      await prisma.$disconnect();
      await client.close();
    },
  });
};

/** Where the files of the database are. */
const filesIn = (folder: string): string => join(folder, 'pgdata');

/** Whether there is a database in the folder. */
export const hasEmbedded = (folder: string): boolean => existsSync(join(filesIn(folder), 'PG_VERSION'));

/**
 * Opens the database in `folder`, and makes it first where there is none.
 * @throws FolderInUseError when another process has it open
 * @throws ForeignFolderError when the folder can't be this user's alone
 */
export const openEmbedded = async (folder: string, observer: StatementObserver, onUnavailable?: OnUnavailable): Promise<Database> => {
  const release = await lockFolder(folder);
  try {
    const client = await startInFolder(filesIn(folder));
    const endVacuum = await keepVacuumed(client);
    const database = useEmbedded(client, observer, onUnavailable);
    const close = () => {
      endVacuum();
      return database.close().finally(release);
    };
    return { ...database, close };
  } catch (error) {
    await release();
    throw error;
  }
};
