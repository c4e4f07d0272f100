// `npm run db:…`: what is done to a database from a terminal. Each command works on the database that the configuration names.
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { seed } from '../prisma/seed.js';
import { type Config, ConfigError, readConfig } from './config.js';
import type { Database } from './db/database.js';
import { useEmbedded } from './db/embedded.js';
import { FolderInUseError, lockFolder } from './db/folder-lock.js';
import { findDrift, migrate } from './db/migrate.js';
import { openDatabase } from './db/open.js';
import { Prisma } from './generated/prisma/client.js';
import { createLogger } from './logger.js';

/** A refusal that tells what to do instead. */
class CommandError extends Error {}

const withDatabase = async (config: Config, work: (database: Database) => Promise<string>): Promise<string> => {
  const database = await openDatabase(config, createLogger(config.logLevel));
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};

const migrateCommand = (config: Config) =>
  withDatabase(config, async (database) => {
    const applied = await migrate(database);
    return applied.length === 0 ? 'Nothing to migrate.' : `Applied ${applied.join(', ')}.`;
  });

const seedCommand = (config: Config) =>
  withDatabase(config, async (database) => {
    await migrate(database);
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
    throw new CommandError('This removes everything in the PostgreSQL of DATABASE_URL. If you mean it: npm run db:reset -- --force');
  await withDatabase(config, async (database) => {
    await database.query(Prisma.sql`DROP SCHEMA public CASCADE`);
    await database.query(Prisma.sql`CREATE SCHEMA public`);
    return '';
  });
};

const resetCommand = async (config: Config) => {
  await emptyDatabase(config);
  await withDatabase(config, async (database) => String(await migrate(database)));
  return config.databaseUrl === undefined && config.sampleData ? seedCommand(config) : 'Emptied and migrated.';
};

const driftCommand = async () => {
  const database = useEmbedded(await PGlite.create(), () => undefined);
  try {
    const drift = await findDrift(database);
    if (drift !== null) throw new CommandError(`schema.prisma and the migrations differ. A migration that would join them:\n\n${drift}`);
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

try {
  const [name = ''] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new CommandError(`There is no command "${name}". There are ${Object.keys(commands).join(', ')}.`);
  process.stdout.write(`${await command(readConfig())}\n`);
  process.exit(0);
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof FolderInUseError || error instanceof CommandError;
  process.stderr.write(`${error instanceof Error ? (expected ? error.message : error.stack) : String(error)}\n`);
  process.exit(1);
}
