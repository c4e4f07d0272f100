// A PostgreSQL server, 14 or newer, reached through one pool.
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.js';
import type { Database, SqlStatement, StatementObserver } from './database.js';
import { createGate } from './gate.js';
import type { Lifetime } from './lifetime.js';
import { observeAdapter } from './observe.js';
import { createPreparedQuery, type Run } from './prepared-query.js';
import { runScriptsWhole } from './run-scripts-whole.js';

/** Any number that no other program on the same server uses for its advisory lock. */
const migrationLock = 7_210_044;

/** Reads that run at once while they are quick. */
const readsAtOnce = 5;
/** Milliseconds that a read waits for its turn at most. */
const patience = 10;

interface PostgresOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Milliseconds after which the server ends a statement. */
  readonly statementTimeout: number;
  readonly observer: StatementObserver;
  /** Told when a connection that nobody uses breaks, as on a restart of the server. The pool replaces it. */
  readonly onConnectionLost: (error: Error) => void;
}

const migrationAdapter = (pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory => {
  const factory = new PrismaPg(pool);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => runScriptsWhole(await factory.connect(), (script) => pool.query(script)),
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
};

/** Opens the pool; connections are made when they are first needed. */
export const openPostgres = ({ url, poolSize, statementTimeout, observer, onConnectionLost }: PostgresOptions): Database => {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    statement_timeout: statementTimeout,
    application_name: 'integration-runs',
    // ancient times have offsets that no driver reads; compiling a statement takes longer than running any of ours
    options: '-c TimeZone=UTC -c jit=off',
  });
  pool.on('error', onConnectionLost);
  const prisma = new PrismaClient({ adapter: observeAdapter(new PrismaPg(pool), observer) });

  const prepared = createPreparedQuery(pool);
  const gate = createGate(readsAtOnce, patience);
  const observed = async <Row>(run: Run<Row>, { text, values }: SqlStatement, lifetime?: Lifetime) => {
    const rows = await run({ text, values }, lifetime); // of a Prisma.Sql, the text is put together each time that it is read
    observer({ sql: text, rows: rows.length });
    return rows;
  };

  return {
    prisma,
    query: <Row extends object>(statement: SqlStatement, lifetime?: Lifetime) =>
      gate.pass(() => observed<Row>(prepared.rows, statement, lifetime)),
    queryTexts: (statement, lifetime) => gate.pass(() => observed(prepared.texts, statement, lifetime)),
    write: <Row extends object>(statement: SqlStatement) => observed<Row>(prepared.rows, statement),
    writeTexts: (statement) => observed(prepared.texts, statement),
    whileMigrating: async (work) => {
      // connections of their own: a lock lives as long as its session, and a migration may take longer than a request
      const session = new pg.Client({ connectionString: url });
      const migrationPool = new pg.Pool({ connectionString: url, max: 2, allowExitOnIdle: true });
      await session.connect();
      try {
        await session.query('SELECT pg_advisory_lock($1)', [migrationLock]);
        return await work(migrationAdapter(migrationPool));
      } finally {
        await migrationPool.end();
        await session.end();
      }
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
};
