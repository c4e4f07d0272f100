// A PostgreSQL server, 14 or newer, reached through one pool.
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import utils from 'pg/lib/utils.js';
import { PrismaClient } from '../generated/prisma/client.js';
import type { Database, SqlStatement, StatementObserver, Texts } from './database.js';
import { createGate } from './gate.js';
import { createGroupCommit, lockTimeout } from './group-commit.js';
import { createLane } from './lane.js';
import type { Lifetime } from './lifetime.js';
import { observeAdapter } from './observe.js';
import { createPreparedQuery } from './prepared-query.js';
import { runScriptsWhole } from './run-scripts-whole.js';
import { createStatementNames } from './statement-names.js';

/** Any number that no other program on the same server uses for its advisory lock. */
const migrationLock = 7_210_044;

/** Reads that run at once while they are quick. */
const readsAtOnce = 5;
/** Milliseconds that a read waits for its turn at most. */
const patience = 10;

/** Milliseconds that a connection may be idle: a new one has to plan its statements again. */
const idleTime = 300_000;

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
  const connection = {
    connectionString: url,
    statement_timeout: statementTimeout,
    application_name: 'integration-runs',
    // ancient times have offsets that no driver reads; compiling a statement takes longer than running any of ours
    options: '-c TimeZone=UTC -c jit=off',
  };
  const [hasLane, hasGroup] = [poolSize > 1, poolSize > 2]; // alone they would be held up by whatever is slow
  const pool = new pg.Pool({ ...connection, max: poolSize - Number(hasLane) - Number(hasGroup), idleTimeoutMillis: idleTime });
  pool.on('error', onConnectionLost);
  const prisma = new PrismaClient({ adapter: observeAdapter(new PrismaPg(pool), observer) });

  const names = createStatementNames();
  const prepared = createPreparedQuery(pool, names);
  const pipelined: pg.ClientConfig & { readonly pipeline: true } = { ...connection, pipeline: true };
  const lane = hasLane ? createLane(() => new pg.Client(pipelined), names, onConnectionLost) : null;
  const grouped = { ...connection, options: `${connection.options} -c lock_timeout=${lockTimeout}` };
  const group = hasGroup ? createGroupCommit(() => new pg.Client(grouped), names, onConnectionLost) : null;
  const gate = createGate(readsAtOnce, patience);

  const rowsOf = async <Row extends object>({ text, values }: SqlStatement, lifetime?: Lifetime): Promise<Row[]> => {
    const rows = await prepared.rows<Row>({ text, values }, lifetime); // of a Prisma.Sql, the text is put together each time that it is read
    observer({ sql: text, rows: rows.length });
    return rows;
  };
  /** `run` is given the values as they are sent: one that can't be must leave the connection alone. */
  const textsOf = async (
    { text, values }: SqlStatement,
    run: (statement: SqlStatement, name: string | undefined) => Promise<Texts[]>,
  ): Promise<Texts[]> => {
    const rows = await run({ text, values: values.map(utils.prepareValue) }, names.nameOf(text));
    observer({ sql: text, rows: rows.length });
    return rows;
  };

  return {
    prisma,
    query: <Row extends object>(statement: SqlStatement, lifetime?: Lifetime) => gate.pass(() => rowsOf<Row>(statement, lifetime)),
    queryTexts: (statement, lifetime) =>
      textsOf(statement, (sent, name) => {
        const alone = () => gate.pass(() => prepared.texts(sent, name, lifetime));
        return lane?.read(sent, name, alone, lifetime) ?? alone();
      }),
    write: rowsOf,
    writeTexts: (statement) =>
      textsOf(statement, (sent, name) => {
        const alone = () => prepared.texts(sent, name);
        return group?.write(sent, name, alone) ?? alone();
      }),
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
      lane?.close();
      await group?.close();
      await pool.end();
    },
  };
};
