// A PostgreSQL server, 14 or newer, reached through one pool.
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import utils from 'pg/lib/utils.js';
import { PrismaClient } from '../../generated/prisma/client.js';
import { createSignal } from '../../lib/signal.js';
import type { Database, Decoded, SqlStatement, StatementObserver, Texts } from '../database.js';
import { guardDatabase } from '../guard-database.js';
import type { Lifetime } from '../lifetime.js';
import { whileLocked, withoutOwnLock } from '../migrate/migration-lock.js';
import { runScriptsWhole } from '../migrate/run-scripts-whole.js';
import { observeAdapter } from '../observe.js';
import { createSessions } from '../session/sessions.js';
import { setOwnSession } from '../session/settings.js';
import { createStatementNames } from '../session/statement-names.js';
import { createGuard, DatabaseUnavailableError, OverloadedError } from '../unavailable.js';
import { createGroupCommit } from './group-commit.js';
import { listenOn } from './listen.js';
import { createPipelinedReads } from './pipelined-reads.js';
import { createPreparedQuery } from './prepared-query.js';
import { createReadLimit, longestWaitMs } from './read-limit.js';
import { createSilenceWatch } from './silence.js';

/** Reads that run at once while they are quick. */
const readsAtOnce = 5;
/** Milliseconds that a read waits for other reads at most. */
const readWaitMs = 10;
/** Milliseconds that a statement waits at most for what others hold. */
const lockWaitMs = 5_000;
/**
 * Milliseconds that the write of a record takes at most: PostgreSQL counts anew for each lock, and whoever waits for a row behind others has two of them before
 * it, and its key is a third. The rest is milliseconds.
 */
const writeMs = lockWaitMs + 250;

/** Milliseconds that a connection may be idle: a new one has to plan its statements again. */
const idleTime = 300_000;

/** Milliseconds after which a server that doesn't let one in is taken for unavailable. */
const connectTimeout = 5_000;
/** Milliseconds beyond the time limit of a statement after which its server is taken for gone. */
const silence = 5_000;

/** The ways in which statements of requests share connections. */
export const sharedWays = ['pipelined reads', 'read limit', 'group commit'] as const;

interface PostgresOptions {
  readonly url: string;
  readonly poolSize: number;
  /** The address that notifications are listened to at, where the other is a pooler's; the same unless it is given. */
  readonly listenUrl?: string | undefined;
  /** Milliseconds after which the server ends a statement. */
  readonly statementTimeout: number;
  readonly observer: StatementObserver;
  /** Called when an idle connection breaks, as on a restart of the server. The pool replaces it. */
  readonly onConnectionLost: (error: Error) => void;
  /** Called whenever a caller is told that the database can't be reached. */
  readonly onUnavailable?: (error: DatabaseUnavailableError) => void;
  /** Told once, when the connections turn out to be a pooler's. */
  readonly onPooler?: () => void;
  /** Ways of sharing that are switched off, for measuring what each is worth. */
  readonly without?: readonly (typeof sharedWays)[number][];
}

/**
 * What requests have of the pool's connections: all but one, which is for the gateway's own statements. A caller has half of all connections at most,
 * that of pipelined reads among them, and never all that requests have, where there is more than one.
 */
const sharesOf = (poolSize: number, pooled: number): { all: number; share: number } => {
  const all = Math.max(1, pooled - 1);
  const half = Math.floor(poolSize / 2) - (pooled < poolSize ? 1 : 0);
  return { all, share: Math.max(1, Math.min(half, all - 1)) };
};

const migrationAdapter = (pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory => {
  const factory = new PrismaPg(pool);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => withoutOwnLock(runScriptsWhole(await factory.connect(), (script) => pool.query(script))),
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
};

/** Opens the pool; connections are made when they are first needed. */
export const openPostgres = ({
  url,
  poolSize,
  listenUrl = url,
  statementTimeout,
  observer,
  onConnectionLost,
  onUnavailable = () => undefined,
  onPooler,
  without = [],
}: PostgresOptions): Database => {
  const reached = { connectionString: url, connectionTimeoutMillis: connectTimeout };
  const connection = {
    ...reached,
    keepAlive: true, // so that the system finds out that the other end of an idle connection is gone
    keepAliveInitialDelayMillis: 30_000,
    application_name: 'integration-runs', // all that every pooler takes
  };
  const [hasPipelinedReads, hasGroup] = [
    poolSize > 3 && !without.includes('pipelined reads'),
    poolSize > 4 && !without.includes('group commit'),
  ]; // with fewer, nothing would be left beside whatever is slow
  const settings = {
    TimeZone: 'UTC', // Prisma's driver sends and reads times without their zone
    DateStyle: 'ISO',
    default_transaction_isolation: 'read committed', // what is decided by a row that is waited for is decided by what it is then
    jit: 'off', // compiling a statement takes longer than running any of ours
    max_parallel_workers_per_gather: '0', // a statement is one process, or a share of the connections would be no share of the processors
    statement_timeout: String(statementTimeout),
    lock_timeout: String(lockWaitMs),
  };
  const sessions = createSessions(settings, () => {
    pool.options.max = poolSize; // nothing is shared then
    Object.assign(limits, sharesOf(poolSize, poolSize));
    onPooler?.();
  });
  const own = poolSize - Number(hasPipelinedReads) - Number(hasGroup);
  let outage: DatabaseUnavailableError | null = null;
  const answered: StatementObserver = (statement) => {
    outage = null;
    observer(statement);
  };
  const refusal = () => (outage ? new DatabaseUnavailableError(outage.cause, false) : new OverloadedError());
  const limits = {
    ...sharesOf(poolSize, own),
    reads: without.includes('read limit') ? Number.POSITIVE_INFINITY : readsAtOnce,
    readWaitMs,
    longestWaitMs,
    refusal,
  };
  const pool = new pg.Pool({
    ...connection,
    max: own,
    idleTimeoutMillis: idleTime,
    onConnect: sessions.claim,
  });
  pool.on('error', onConnectionLost);
  const watch = createSilenceWatch(reached, statementTimeout + silence);
  pool.on('connect', watch);
  const guard = createGuard((error) => {
    outage = error;
    onUnavailable(error);
  });
  const prisma = new PrismaClient({ adapter: observeAdapter(new PrismaPg(pool), answered, guard) });

  const names = createStatementNames();
  const prepared = createPreparedQuery(pool, names, sessions);
  const pipelined: pg.ClientConfig & { readonly pipeline: true } = { ...connection, pipeline: true };
  const open = (options: pg.ClientConfig): pg.Client => {
    const client = new pg.Client(options);
    return client.once('connect', () => watch(client));
  };
  const pipelinedReads = hasPipelinedReads ? createPipelinedReads(() => open(pipelined), sessions, names, onConnectionLost) : null;
  const group = hasGroup ? createGroupCommit(() => open(connection), sessions, names, onConnectionLost) : null;
  const readLimit = createReadLimit(limits);
  const inTurn = <Result>(caller: string | undefined, work: () => Promise<Result>, isRead = false, lifetime?: Lifetime): Promise<Result> =>
    caller === undefined ? work() : readLimit.pass(caller, work, isRead, lifetime);
  const nameOf = (text: string): string | undefined => (sessions.areOurs ? names.nameOf(text) : undefined); // a pooler's reads and writes share nothing

  /** Texts may share a connection, so `texts` is given the values as they are sent: one that can't be must leave the connection alone. */
  const run = async <Row extends object>(
    { text, values, decode }: Decoded<Row>, // of a Prisma.Sql, the text is put together each time that it is read
    objects: (statement: SqlStatement, name: string | undefined) => Promise<Row[]>,
    texts: (statement: SqlStatement, name: string | undefined) => Promise<Texts[]>,
  ): Promise<Row[]> => {
    const rows = decode
      ? ((await texts({ text, values: values.map(utils.prepareValue) }, nameOf(text))) as Row[]) // which the type of the statement says
      : await objects({ text, values }, nameOf(text));
    answered({ sql: text, rows: rows.length });
    return rows;
  };

  return guardDatabase(guard, {
    prisma,
    answerLimit: Number.MAX_SAFE_INTEGER, // who has a request has one
    inTurn,
    read: (statement, lifetime, caller) =>
      run(
        statement,
        (sent, name) => inTurn(caller, () => prepared.rows(sent, name, lifetime), true, lifetime),
        (sent, name) => {
          const alone = () => inTurn(caller, () => prepared.texts(sent, name, lifetime), true, lifetime);
          return pipelinedReads?.read(sent, name, alone, lifetime) ?? alone();
        },
      ),
    write: (statement, caller) =>
      run(
        statement,
        (sent, name) => inTurn(caller, () => prepared.rows(sent, name)),
        (sent, name) => {
          const alone = () => inTurn(caller, () => prepared.texts(sent, name, undefined, writeMs));
          return group?.write(sent, name, alone, caller) ?? alone();
        },
      ),
    changes: createSignal(),
    listen: (channel, listener) =>
      listenOn(
        () => open({ ...connection, connectionString: listenUrl }),
        (client) => setOwnSession(client, { TimeZone: 'UTC' }),
        channel,
        listener,
      ),
    whileMigrating: async (work) => {
      // connections of their own: a migration may take longer than a request
      const migrationPool = new pg.Pool({ ...reached, max: 2, allowExitOnIdle: true });
      try {
        return await whileLocked(reached, () => work(migrationAdapter(migrationPool)));
      } finally {
        await migrationPool.end();
      }
    },
    close: async () => {
      await prisma.$disconnect();
      pipelinedReads?.close();
      await group?.close();
      await pool.end();
    },
  });
};
