// All that is done in the background, and how often.
import type { Database } from '../db/database.js';
import { type Background, createBackground } from '../domain/background/background.js';
import { purgeChanges, purgeRateLimits } from '../domain/background/purge.js';
import type { Logger } from '../observability/logger.js';

const minute = 60_000;

/** Begins it. `eventsRetentionDays`: how long changes stay in the feed. On a database that several replicas share, one of them does each piece. */
export const startBackground = (database: Database, logger: Logger, eventsRetentionDays: number): Background => {
  const background = createBackground(database, logger);
  background.every('purge rate limits', 5 * minute, (fence) => purgeRateLimits(database, fence));
  background.every('purge changes', 10 * minute, (fence) => purgeChanges(database, fence, eventsRetentionDays));
  return background;
};
