// Opens the database that the configuration names.
import { resolve } from 'node:path';
import type { Logger } from '../observability/logger.js';
import type { Database, Statement } from './database.js';
import { openEmbedded } from './embedded/embedded.js';
import { createOutageLog } from './outage-log.js';
import { openPostgres } from './postgres/postgres.js';

/** Where the database is, and how it is used: what the configuration says of it. */
export interface DatabaseSettings {
  /** Of a PostgreSQL server; undefined for the embedded database. */
  readonly databaseUrl: string | undefined;
  readonly databasePoolSize: number;
  /** Where notifications are listened to, where the other is a pooler's; undefined for the same. */
  readonly databaseListenUrl: string | undefined;
  /** Folder of the embedded database. */
  readonly dataDir: string;
  /** Milliseconds that a statement may take. */
  readonly requestTimeout: number;
}

/** @throws FolderInUseError when another process has the embedded database open */
export const openDatabase = (settings: DatabaseSettings, logger: Logger): Promise<Database> | Database => {
  const { failed, answered } = createOutageLog(logger);
  const observer = ({ sql, rows }: Statement) => {
    answered();
    logger.trace({ sql, rows }, 'statement');
  };
  if (settings.databaseUrl === undefined) return openEmbedded(resolve(settings.dataDir), observer, failed);
  return openPostgres({
    url: settings.databaseUrl,
    poolSize: settings.databasePoolSize,
    listenUrl: settings.databaseListenUrl,
    statementTimeout: settings.requestTimeout,
    observer,
    // the pool replaces it: when that fails, it is an outage, and said once
    onConnectionLost: ({ message }) => logger.debug({ reason: message }, 'A connection to the database was lost'),
    onUnavailable: failed,
    onPooler: () =>
      logger.info('PostgreSQL is reached through a pooler: statements are sent one by one, and none is prepared or cancelled'),
  });
};
