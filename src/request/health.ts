// For whatever restarts this process or sends it traffic.
import { type Database, texts } from '../db/database.js';
import { pendingMigrations } from '../db/migrate/migrate.js';
import { DatabaseUnavailableError } from '../db/unavailable.js';
import type { Feed } from '../domain/feed/feed.js';
import { type HttpAnswer, jsonAnswer } from '../http/request.js';
import type { Logger } from '../observability/logger.js';

export const healthPaths: readonly string[] = ['/health/live', '/health/ready'];

/** Milliseconds for which the database is not asked again: probes need no credential, and anybody may send as many as they like. */
const freshness = 1_000;

const answer = (status: number, body: object) => jsonAnswer(status, body, { 'cache-control': 'no-store' });

/** Whether the database takes no changes: it is a standby, or was told so. */
const isReadOnly = async (database: Database): Promise<boolean> => {
  const [row] = await database.read({ text: `SELECT current_setting('transaction_read_only')`, values: [], decode: texts });
  return row?.[0] === 'on';
};

/** `/health/live`: the process answers. `/health/ready`: it isn't about to stop, and the database answers too, and has every migration;
 * `feed` tells whether PostgreSQL notifies of changes, or they have to be looked for. */
export const createHealth = (
  database: Database,
  logger: Logger,
  isStopping: () => boolean,
  feed?: Feed,
): ((pathname: string) => HttpAnswer | Promise<HttpAnswer>) => {
  const ask = async (): Promise<HttpAnswer> => {
    try {
      const pending = await pendingMigrations(database);
      if (pending.length === 0 && (await isReadOnly(database))) return answer(503, { status: 'database read-only' });
      return pending.length === 0
        ? answer(200, { status: 'ok', ...(feed && { feed: feed.wakeUp }) })
        : answer(503, { status: 'migrations missing', count: pending.length });
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) logger.error({ err: error }, 'The database does not answer'); // which is logged once
      return answer(503, { status: 'database unreachable' });
    }
  };
  let latest: Promise<HttpAnswer> | undefined;
  let freshUntil = 0;
  const ready = (): Promise<HttpAnswer> => {
    if (latest && performance.now() < freshUntil) return latest;
    freshUntil = Number.POSITIVE_INFINITY;
    latest = ask().finally(() => {
      freshUntil = performance.now() + freshness;
    });
    return latest;
  };
  return (pathname) => {
    if (pathname === '/health/live') return answer(200, { status: 'ok' });
    return isStopping() ? answer(503, { status: 'stopping' }) : ready();
  };
};
