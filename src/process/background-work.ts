// All that is done in the background, and how often.
import type { Database } from '../db/database.js';
import { type Background, createBackground } from '../domain/background/background.js';
import { purgeRateLimits } from '../domain/background/purge.js';
import type { Logger } from '../observability/logger.js';

const minute = 60_000;

/** Begins it. On a database that several replicas share, one of them does each piece. */
export const startBackground = (database: Database, logger: Logger): Background => {
  const background = createBackground(database, logger);
  background.every('purge rate limits', 5 * minute, (fence) => purgeRateLimits(database, fence));
  return background;
};
