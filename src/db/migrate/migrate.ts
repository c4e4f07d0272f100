// Brings a database to the schema that this code was written for, by the files in prisma/migrations. It never makes or guesses a change.
import { readdir, readFile } from 'node:fs/promises';
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Prisma } from '../../generated/prisma/client.js';
import { projectFile } from '../../lib/project-root.js';
import type { Database } from '../database.js';
import { explainEngine } from './migration-error.js';
import { hasRecords, settleInterrupted, withRecordedScripts } from './recorded-scripts.js';
import { startSchemaEngine } from './schema-engine.js';

const baseDir = projectFile('prisma/migrations');
const filters = { externalTables: [], externalEnums: [] };

const migrationNames = async (): Promise<string[]> => {
  const entries = await readdir(baseDir, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
};

const readMigrations = async (): Promise<MigrationList> => {
  const directory = async (path: string): Promise<MigrationDirectory> => ({
    path,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: await readFile(`${baseDir}/${path}/migration.sql`, 'utf8') } },
  });
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(`${baseDir}/migration_lock.toml`, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all((await migrationNames()).map(directory)),
  };
};

/** The name of the last migration that this code knows. */
export const newestMigration = async (): Promise<string> => (await migrationNames()).at(-1) ?? '';

/** The names of the migrations that this database still lacks, oldest first. */
export const pendingMigrations = async (database: Database): Promise<string[]> => {
  const applied = (await hasRecords(database))
    ? await database.read<{ name: string }>(
        Prisma.sql`SELECT migration_name AS "name" FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
      )
    : [];
  const names = new Set(applied.map(({ name }) => name));
  return (await migrationNames()).filter((name) => !names.has(name));
};

/**
 * Applies what is missing, as `prisma migrate deploy` would, and returns the names. Safe to call from many gateways at once: they take turns,
 * and the later ones find nothing to do. A migration that fails is recorded as failed and stops the start; one whose gateway was killed is made, or made again.
 * @throws MigrationError
 */
export const migrate = async (database: Database): Promise<string[]> => {
  if ((await pendingMigrations(database)).length === 0) return [];
  return database.whileMigrating(async (adapter) => {
    await settleInterrupted(database);
    if ((await pendingMigrations(database)).length === 0) return [];
    return explainEngine(withRecordedScripts(adapter), async (kept) => {
      const engine = await startSchemaEngine(kept);
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: await readMigrations(), filters });
      return appliedMigrationNames;
    });
  });
};

/** The SQL that would take the migrations' outcome to `schema.prisma`, or null when they agree. */
export const findDrift = (database: Database): Promise<string | null> =>
  database.whileMigrating((adapter) =>
    explainEngine(adapter, async (kept) => {
      const engine = await startSchemaEngine(kept);
      const schema = projectFile('prisma/schema.prisma');
      const { exitCode, stdout } = await engine.diff({
        from: { tag: 'migrations', ...(await readMigrations()) },
        to: { tag: 'schemaDatamodel', files: [{ path: schema, content: await readFile(schema, 'utf8') }] },
        script: true,
        exitCode: true,
        filters,
      });
      return exitCode === 0 ? null : (stdout ?? 'The migrations and schema.prisma differ.');
    }),
  );
