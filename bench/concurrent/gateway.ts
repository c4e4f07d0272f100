// A gateway in a process of its own, on the PostgreSQL of BENCH_DATABASE_URL, without those ways of sending statements that BENCH_WITHOUT names. It tells the
// process that has started it where it listens, and how much of the processor it has used whenever it is asked.
import { createApp } from '../../src/app.js';
import { openPostgres, sharedWays } from '../../src/db/postgres/postgres.js';
import { listen } from '../../src/http/server.js';
import { createLogger } from '../../src/observability/logger.js';

const { BENCH_DATABASE_URL: url = '', BENCH_WITHOUT: left = '' } = process.env;
const ignore = () => undefined;

const database = openPostgres({
  url,
  poolSize: 10,
  statementTimeout: 60_000,
  observer: ignore,
  onConnectionLost: ignore,
  without: sharedWays.filter((way) => way === left),
});
const app = createApp({ database, logger: createLogger('silent'), bodyLimit: 1_048_576, requestTimeout: 30_000 });
const server = await listen(app.handle, '127.0.0.1', 0, 30_000);
process.on('disconnect', () => process.exit()); // whoever has started it is gone
process.on('message', () => process.send?.(process.cpuUsage()));
process.send?.(server.url);
