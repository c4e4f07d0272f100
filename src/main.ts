// The process: configuration, database, server, and an orderly end.
import { resolve } from 'node:path';
import { seed } from '../prisma/seed.js';
import { runOperation } from './admin/operations.js';
import { serveAdmin } from './admin/socket.js';
import { createApp } from './app.js';
import { type Config, readConfig } from './config.js';
import { migrate } from './db/migrate.js';
import { openDatabase } from './db/open.js';
import { hasClients } from './domain/api-client/credential.js';
import { explainStart } from './explain-start.js';
import { greeting } from './greeting.js';
import { createLogger, type Logger } from './logger.js';
import { createAccounts } from './rate-limit/account.js';
import { createLoginFailures } from './rate-limit/login-failures.js';
import { createRestUsage } from './rest/usage.js';
import { listen } from './server.js';
import { readTrustedDocuments } from './trusted-documents-file.js';
import { isWorker, onAbandoned, startWorkers, WorkerStartError } from './workers.js';

const usageInterval = 60_000;

interface Gateway {
  /** Finishes what runs, closes the database. */
  stop(): Promise<void>;
}

const start = async (config: Config, logger: Logger): Promise<Gateway> => {
  const trusted = await readTrustedDocuments(config.trustedDocuments, config.trustedDocumentsFile);
  const database = await openDatabase(config, logger);
  try {
    const applied = await migrate(database);
    if (applied.length > 0) logger.info({ migrations: applied }, 'Migrated the database');
    const sampled = config.databaseUrl === undefined && config.sampleData && (await seed(database, new Date()));
    const usage = createRestUsage(logger);
    const rest = {
      timeZone: config.restTimeZone,
      emptyXmlIsNotFound: config.emptyXmlIsNotFound,
      deprecation: { since: config.restDeprecatedSince ?? null, sunset: config.restSunset ?? null },
      usage,
    };
    const shared = config.databaseUrl === undefined ? null : database; // an embedded database has no replicas
    const app = createApp({
      database,
      logger,
      bodyLimit: config.bodyLimit,
      requestTimeout: config.requestTimeout,
      rest,
      graphql: { limits: config.graphqlLimits, introspection: config.introspection, trusted },
      ...(config.rateLimit && { openAccount: createAccounts(config.rateLimit, shared), loginFailures: createLoginFailures(shared) }),
      auth: config.auth,
      browser: config.browser,
      ...(config.trustedProxies && { trustedProxies: config.trustedProxies }),
    });
    const server = await listen(app.handle, config.host, config.port, config.requestTimeout);
    const closeAdmin =
      config.databaseUrl === undefined
        ? await serveAdmin(resolve(config.dataDir), (asked) => runOperation(database, asked), logger)
        : async () => undefined;
    const timer = setInterval(usage.flush, usageInterval);
    logger.info({ url: server.url, pid: process.pid, database: config.databaseUrl === undefined ? 'embedded' : 'postgresql' }, 'Listening');
    if (!isWorker) process.stderr.write(greeting({ url: server.url, config, isSampled: sampled, hasClients: await hasClients(database) }));
    const stop = async () => {
      await server.stop(config.shutdownTimeout);
      clearInterval(timer);
      usage.flush();
      await closeAdmin();
      await database.close();
    };
    return { stop };
  } catch (error) {
    await database.close();
    throw error;
  }
};

const stopOnSignal = (gateway: Gateway, logger: Logger): void => {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'Stopping');
    await gateway.stop();
    logger.info('Stopped');
    process.exit(0);
  };
  const stopOrFail = (cause: string) => {
    stop(cause).catch((error: unknown) => {
      logger.fatal({ err: error }, 'Could not stop in order');
      process.exit(1);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopOrFail(signal));
  onAbandoned(() => stopOrFail('abandoned'));
};

/** Several processes: this one only looks after the others. */
const startAll = async (config: Config, logger: Logger): Promise<Gateway> => {
  const workers = await startWorkers(config.workers, logger);
  const { address, port } = workers.address;
  const database = await openDatabase(config, logger);
  const url = `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
  process.stderr.write(greeting({ url, config, isSampled: false, hasClients: await hasClients(database) }));
  await database.close();
  return { stop: () => workers.stop(config.shutdownTimeout + 1_000) };
};

try {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const isSupervisor = config.workers > 1 && !isWorker;
  stopOnSignal(await (isSupervisor ? startAll(config, logger) : start(config, logger)), logger);
} catch (error) {
  if (!(error instanceof WorkerStartError)) process.stderr.write(`The gateway did not start.\n${explainStart(error)}\n`);
  process.exit(1);
}
