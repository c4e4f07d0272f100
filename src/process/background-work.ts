// All that is done in the background from time to time, and how often. Webhooks are sent all the time: `domain/webhook/delivery/worker.ts`.
import type { Database } from '../db/database.js';
import { type Background, createBackground } from '../domain/background/background.js';
import { purgeChanges, purgeIdempotencyKeys, purgeRateLimits, purgeWebhookDeliveries } from '../domain/background/purge.js';
import { foldErrorGroups } from '../domain/error-group/fold.js';
import { failOverdueRuns } from '../domain/integration-run/running/overdue.js';
import type { Logger } from '../observability/logger.js';
import type { Config } from './config.js';

const minute = 60_000;

/** What the configuration says of it. */
type Settings = Pick<Config, 'eventsRetentionDays' | 'idempotencyHours' | 'overdueRuns'>;

/** Begins it. On a database that several replicas share, one of them does each piece. */
export const startBackground = (
  database: Database,
  logger: Logger,
  { eventsRetentionDays, idempotencyHours, overdueRuns }: Settings,
): Background => {
  const background = createBackground(database, logger);
  background.every('purge rate limits', 5 * minute, (fence) => purgeRateLimits(database, fence));
  background.every('purge changes', 10 * minute, (fence) => purgeChanges(database, fence, eventsRetentionDays));
  background.every('purge webhook deliveries', 10 * minute, (fence) => purgeWebhookDeliveries(database, fence, eventsRetentionDays));
  background.every('purge idempotency keys', 5 * minute, (fence) => purgeIdempotencyKeys(database, idempotencyHours, fence));
  background.every('fold error groups', minute / 6, (fence) => foldErrorGroups(database, fence));
  if (overdueRuns === 'fail') background.every('fail overdue runs', minute / 2, (fence) => failOverdueRuns(database, logger, fence));
  return background;
};
