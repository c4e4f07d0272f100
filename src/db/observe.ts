// Shows every statement that Prisma sends to an observer: for tests that count them, and for the log.
import type { Queryable, SqlDriverAdapterFactory, SqlQuery, SqlResultSet } from '@prisma/driver-adapter-utils';
import type { StatementObserver } from './database.js';

const observeQueryable = <Target extends Queryable<SqlQuery, SqlResultSet>>(target: Target, observer: StatementObserver): Target => {
  const queryRaw = target.queryRaw.bind(target);
  const executeRaw = target.executeRaw.bind(target);
  target.queryRaw = async (query) => {
    const result = await queryRaw(query);
    observer({ sql: query.sql, rows: result.rows.length });
    return result;
  };
  target.executeRaw = async (query) => {
    const count = await executeRaw(query);
    observer({ sql: query.sql, rows: 0 });
    return count;
  };
  return target;
};

/** The same adapter, with an observer on its connection and its transactions. */
export const observeAdapter = (factory: SqlDriverAdapterFactory, observer: StatementObserver): SqlDriverAdapterFactory => ({
  provider: factory.provider,
  adapterName: factory.adapterName,
  connect: async () => {
    const adapter = observeQueryable(await factory.connect(), observer);
    const startTransaction = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => observeQueryable(await startTransaction(isolationLevel), observer);
    return adapter;
  },
});
