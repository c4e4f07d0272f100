// `npm run db:…`: what is done to a database from a terminal. Each command works on the database that the configuration names.
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { seed } from '../../prisma/seed.js';
import type { Database } from '../db/database.js';
import { useEmbedded } from '../db/embedded/embedded.js';
import { lockFolder } from '../db/embedded/folder-lock.js';
import { startInMemory } from '../db/embedded/pglite.js';
import { findDrift } from '../db/migrate/migrate.js';
import { placeOf } from '../db/migrate/place.js';
import { prepareDatabase } from '../db/migrate/prepare.js';
import { openDatabase } from '../db/open.js';
import { Prisma } from '../generated/prisma/client.js';
import { own } from '../lib/own.js';
import { createLogger } from '../observability/logger.js';
import { type Config, readConfig } from '../process/config.js';
import { explainStart, OperatorError } from '../process/startup-errors.js';
import { printTo } from './terminal.js';

const withDatabase = async (config: Config, work: (database: Database) => Promise<string>): Promise<string> => {
  const logger = createLogger(config.logLevel === 'trace' ? 'trace' : 'silent'); // what is wrong is said below, in sentences
  const database = await openDatabase(config, logger);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};

const migrateCommand = (config: Config) =>
  withDatabase(config, async (database) => {
    const applied = await prepareDatabase(database);
    return applied.length === 0 ? 'Nothing to migrate.' : `Applied ${applied.join(', ')}.`;
  });

const seedCommand = (config: Config) =>
  withDatabase(config, async (database) => {
    await prepareDatabase(database);
    return (await seed(database, new Date())) ? 'Loaded the sample world.' : 'There are integrations already: nothing was loaded.';
  });

const emptyDatabase = async (config: Config): Promise<void> => {
  if (config.databaseUrl === undefined) {
    const release = await lockFolder(resolve(config.dataDir));
    await rm(resolve(config.dataDir, 'pgdata'), { recursive: true, force: true });
    await release();
    return;
  }
  if (!process.argv.includes('--force'))
    throw new OperatorError('This removes everything in the PostgreSQL of DATABASE_URL. If you mean it: npm run db:reset -- --force');
  await withDatabase(config, async (database) => {
    await database.write(Prisma.sql`DROP SCHEMA public CASCADE`);
    await database.write(Prisma.sql`CREATE SCHEMA public`);
    return '';
  });
};

const resetCommand = async (config: Config) => {
  await emptyDatabase(config);
  await withDatabase(config, async (database) => String(await prepareDatabase(database)));
  return config.databaseUrl === undefined && config.sampleData ? seedCommand(config) : 'Emptied and migrated.';
};

const driftCommand = async () => {
  const database = useEmbedded(await startInMemory(), () => undefined);
  try {
    const drift = await findDrift(database);
    if (drift !== null) throw new OperatorError(`schema.prisma and the migrations differ. A migration that would join them:\n\n${drift}`);
    return 'schema.prisma and the migrations agree.';
  } finally {
    await database.close();
  }
};

const commands: Readonly<Record<string, (config: Config) => Promise<string>>> = {
  migrate: migrateCommand,
  seed: seedCommand,
  reset: resetCommand,
  drift: driftCommand,
};

/** What a command works on. */
const subjectOf = (name: string, config: Config): string => (name === 'drift' ? 'an empty one in memory' : placeOf(config));

let place: readonly string[] = [];
try {
  const [name = ''] = process.argv.slice(2);
  const command = own(commands, name);
  if (!command) throw new OperatorError(`There is no command "${name}". There are ${Object.keys(commands).join(', ')}.`);
  const config = readConfig();
  place = [`Database: ${subjectOf(name, config)}`];
  printTo(process.stdout, await command(config));
  printTo(process.stderr, place.join('\n'));
  process.exit(0);
} catch (error) {
  printTo(process.stderr, [explainStart(error), ...place].join('\n'));
  process.exit(1);
}
