// Makes a database fit to be worked on, as each start and each command that may change it does first.

import type { Database } from '../database.js';
import { checkRights, checkServer } from '../postgres/check-server.js';
import { migrate } from './migrate.js';

/**
 * Checks the server, migrates, and checks what the role may do; the names of the migrations that were made.
 * @throws UnfitDatabaseError when the gateway can't work on it
 * @throws MigrationError when a migration can't be made
 */
export const prepareDatabase = async (database: Database): Promise<string[]> => {
  await checkServer(database);
  const applied = await migrate(database);
  await checkRights(database);
  return applied;
};
