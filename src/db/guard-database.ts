// The outer wall of a database: whatever is asked of it fails with a DatabaseUnavailableError where the database is unavailable.
import type { Database } from './database.js';
import type { Guard } from './unavailable.js';

/** The same database; Prisma's side of it is guarded where its adapter is made (`observe.ts`), since it would hide what the driver said. */
export const guardDatabase = (guard: Guard, { read, write, ...others }: Database): Database => ({
  ...others,
  read: (statement, lifetime, caller) => guard(read(statement, lifetime, caller), false),
  write: (statement, caller) => guard(write(statement, caller), true),
});
