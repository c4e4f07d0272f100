// The process: configuration, database, server, and an orderly end.
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { seed } from '../prisma/seed.js';
import { createApp } from './app.js';
import { runOperation } from './cli/operations.js';
import { serveAdmin } from './cli/socket.js';
import { printTo } from './cli/terminal.js';
import { placeOf } from './db/migrate/place.js';
import { prepareDatabase } from './db/migrate/prepare.js';
import { openDatabase } from './db/open.js';
import { hasSearchIndex, withoutSearchIndex } from './db/search-index.js';
import { hasClients } from './domain/api-client/credential.js';
import { createFeed } from './domain/feed/feed.js';
import { wrapSigningKeys } from './domain/signing-key/signing-key.js';
import { startWebhooks } from './domain/webhook/delivery/worker.js';
import { wrapWebhookSecrets } from './domain/webhook/wrap-secrets.js';
import { subprotocol } from './graphql/transports/websocket.js';
import { createSend } from './http/outgoing/send.js';
import { noNetworks } from './http/outgoing/targets.js';
import { listen } from './http/server.js';
import { createLogger, type Logger } from './observability/logger.js';
import { startBackground } from './process/background-work.js';
import { type Config, readConfig } from './process/config.js';
import { greeting } from './process/startup-banner.js';
import { explainStart } from './process/startup-errors.js';
import { readTrustedDocuments } from './process/trusted-documents-file.js';
import { handOver, isWorker, onAbandoned, startWorkers, WorkerStartError } from './process/workers.js';
import { createAccounts } from './rate-limit/account.js';
import { createLoginFailures } from './rate-limit/login-failures.js';
import { createRestUsage } from './rest/usage.js';

const usageInterval = 60_000;

interface Gateway {
  /** Finishes what runs, closes the database. */
  stop(): Promise<void>;
}

const start = async (config: Config, logger: Logger): Promise<Gateway> => {
  const trusted = await readTrustedDocuments(config.trustedDocuments, config.trustedDocumentsFile);
  const wrapping = config.auth.wrappingKeys ?? [];
  const database = await openDatabase(config, logger);
  try {
    const applied = await prepareDatabase(database);
    if (applied.length > 0) logger.info({ migrations: applied }, 'Migrated the database');
    if (!(await hasSearchIndex(database))) logger.warn(withoutSearchIndex);
    if (config.auth.tokenKeys === undefined) await wrapSigningKeys(database, wrapping);
    await wrapWebhookSecrets(database, wrapping);
    const sampled = config.databaseUrl === undefined && config.sampleData && (await seed(database, new Date()));
    const usage = createRestUsage(logger);
    const rest = {
      timeZone: config.restTimeZone,
      emptyXmlIsNotFound: config.emptyXmlIsNotFound,
      mostCost: config.graphqlLimits.cost,
      deprecation: { since: config.restDeprecatedSince ?? null, sunset: config.restSunset ?? null },
      usage,
    };
    const shared = config.databaseUrl === undefined ? null : database; // an embedded database has no replicas
    let isStopping = false;
    const feed = createFeed(database, logger);
    const app = createApp({
      isStopping: () => isStopping,
      database,
      feed,
      logger,
      bodyLimit: config.bodyLimit,
      answerLimit: config.answerLimit,
      requestTimeout: config.requestTimeout,
      streamLimits: config.streamLimits,
      rest,
      graphql: { limits: config.graphqlLimits, introspection: config.introspection, trusted },
      ...(config.rateLimit && { openAccount: createAccounts(config.rateLimit, shared), loginFailures: createLoginFailures(shared) }),
      auth: config.auth,
      browser: config.browser,
      ...(config.trustedProxies && { trustedProxies: config.trustedProxies }),
      ...(config.webhookNetworks && { webhookNetworks: config.webhookNetworks }),
    });
    const onUnwritable = (error: unknown) => logger.error({ err: error }, 'An answer could not be written');
    const sockets = { decide: app.upgrade, protocol: subprotocol, mostBytes: config.bodyLimit };
    const server = await listen(app.handle, config.host, config.port, config.requestTimeout, onUnwritable, sockets);
    const closeAdmin =
      config.databaseUrl === undefined
        ? await serveAdmin(resolve(config.dataDir), server.url, (asked) => runOperation(database, logger, asked, config.auth), logger)
        : async () => undefined;
    const timer = setInterval(usage.flush, usageInterval);
    logger.info({ url: server.url, pid: process.pid, database: config.databaseUrl === undefined ? 'embedded' : 'postgresql' }, 'Listening');
    if (!isWorker) process.stderr.write(greeting({ url: server.url, config, isSampled: sampled, hasClients: await hasClients(database) }));
    const background = startBackground(database, logger, config);
    const webhooks = startWebhooks({
      database,
      journal: logger,
      feed,
      queries: app.webhookQueries,
      send: createSend(config.webhookNetworks ?? noNetworks),
      wrapping,
    });
    const stop = async () => {
      isStopping = true;
      const backgroundStopped = Promise.all([background.stop(), webhooks.stop(config.shutdownTimeout)]);
      await (isWorker ? handOver() : server.settle()); // what has come by now is taken
      app.endLongLived();
      await server.stop(config.shutdownTimeout);
      clearInterval(timer);
      usage.flush();
      await closeAdmin();
      await backgroundStopped;
      await feed.stop();
      await database.close();
    };
    return { stop };
  } catch (error) {
    await database.close();
    throw error;
  }
};

/**
 * Ends the process when it is told to: at once while it starts, in order when the gateway that is given to the returned function runs. A signal that
 * nobody takes doesn't reach the first process of a container at all.
 */
const endOnSignal = (logger: Logger): ((gateway: Gateway) => void) => {
  let running: Gateway | null = null;
  let stopping = false;
  const stop = async (cause: string, gateway: Gateway) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal: cause }, 'Stopping');
    await gateway.stop();
    logger.info('Stopped');
    process.exit(0);
  };
  const stopOrFail = (cause: string, gateway: Gateway) => {
    stop(cause, gateway).catch((error: unknown) => {
      logger.fatal({ err: error }, 'Could not stop in order');
      process.exit(1);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (running) stopOrFail(signal, running);
      else process.exit(128 + constants.signals[signal]);
    });
  return (gateway) => {
    running = gateway;
    onAbandoned(() => stopOrFail('abandoned', gateway));
  };
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

let place: string | undefined;
try {
  const config = readConfig();
  place = placeOf(config);
  const logger = createLogger(config.logLevel);
  const isSupervisor = config.workers > 1 && !isWorker;
  const runs = endOnSignal(logger);
  runs(await (isSupervisor ? startAll(config, logger) : start(config, logger)));
} catch (error) {
  if (!(error instanceof WorkerStartError)) printTo(process.stderr, `The gateway did not start.\n${explainStart(error, place)}`);
  process.exit(1);
}
