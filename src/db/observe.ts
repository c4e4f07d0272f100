// Shows every statement that Prisma sends to an observer: for tests that count them, and for the log. And sees to it that Prisma fails with a
// DatabaseUnavailableError where the database is unavailable: an error that is none of its adapter's it passes on as it is.
import type { Queryable, SqlDriverAdapterFactory, SqlQuery, SqlResultSet } from '@prisma/driver-adapter-utils';
import type { StatementObserver } from './database.js';
import type { Guard } from './unavailable.js';

const observeQueryable = <Target extends Queryable<SqlQuery, SqlResultSet>>(
  target: Target,
  observer: StatementObserver,
  guard: Guard,
): Target => {
  const queryRaw = target.queryRaw.bind(target);
  const executeRaw = target.executeRaw.bind(target);
  target.queryRaw = async (query) => {
    const result = await guard(queryRaw(query), true); // a change too may be asked for its rows
    observer({ sql: query.sql, rows: result.rows.length });
    return result;
  };
  target.executeRaw = async (query) => {
    const count = await guard(executeRaw(query), true);
    observer({ sql: query.sql, rows: 0 });
    return count;
  };
  return target;
};

/** The same adapter, with an observer on its connection and its transactions. */
export const observeAdapter = (factory: SqlDriverAdapterFactory, observer: StatementObserver, guard: Guard): SqlDriverAdapterFactory => ({
  provider: factory.provider,
  adapterName: factory.adapterName,
  connect: async () => {
    const adapter = observeQueryable(await factory.connect(), observer, guard);
    const startTransaction = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) =>
      observeQueryable(await guard(startTransaction(isolationLevel), false), observer, guard);
    return adapter;
  },
});
