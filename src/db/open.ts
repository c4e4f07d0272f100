// Opens the database that the configuration names.
import { resolve } from 'node:path';
import type { Config } from '../config.js';
import type { Logger } from '../logger.js';
import type { Database, Statement } from './database.js';
import { openEmbedded } from './embedded.js';
import { openPostgres } from './postgres.js';

/** @throws FolderInUseError when another process has the embedded database open */
export const openDatabase = (config: Config, logger: Logger): Promise<Database> | Database => {
  const observer = ({ sql, rows }: Statement) => logger.trace({ sql, rows }, 'statement');
  if (config.databaseUrl === undefined) return openEmbedded(resolve(config.dataDir), observer);
  return openPostgres({
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    statementTimeout: config.requestTimeout,
    observer,
    onConnectionLost: (error) => logger.warn({ err: error }, 'A connection to the database was lost'),
  });
};
