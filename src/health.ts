// For whatever restarts this process or sends it traffic.
import type { Database } from './db/database.js';
import { pendingMigrations } from './db/migrate.js';
import { type HttpAnswer, jsonAnswer } from './http.js';
import type { Logger } from './logger.js';

export const healthPaths: readonly string[] = ['/health/live', '/health/ready'];

const answer = (status: number, body: object) => jsonAnswer(status, body, { 'cache-control': 'no-store' });

/** `/health/live`: the process answers. `/health/ready`: the database answers too, and has every migration. Null for another path. */
export const createHealth =
  (database: Database, logger: Logger) =>
  async (pathname: string): Promise<HttpAnswer | null> => {
    if (pathname === '/health/live') return answer(200, { status: 'ok' });
    if (pathname !== '/health/ready') return null;
    try {
      const pending = await pendingMigrations(database);
      return pending.length === 0 ? answer(200, { status: 'ok' }) : answer(503, { status: 'migrations missing', count: pending.length });
    } catch (error) {
      logger.error({ err: error }, 'The database does not answer');
      return answer(503, { status: 'database unreachable' });
    }
  };
