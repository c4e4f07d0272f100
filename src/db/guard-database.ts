// The outer wall of a database: whatever is asked of it fails with a DatabaseUnavailableError where the database is unavailable. What is known to have done
// nothing is sent again here, once or a few times, so that nobody has to hear of a connection that was cut or of two changes in each other's way.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.js';
import { DatabaseUnavailableError, type Guard, isConflict } from './unavailable.js';

/** How often a statement is sent that was undone for another's sake, and the milliseconds before it is sent again: up to that, and twice as many each time. */
const [mostAttempts, firstPauseMs] = [5, 20];

/** Sends it again when PostgreSQL undid it because of a conflict. The pause is a random one, so that the two don't meet again. */
const throughConflicts = async <Result>(send: () => Promise<Result>): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (attempt === mostAttempts || !isConflict(error)) throw error;
      await sleep(Math.random() * firstPauseMs * 2 ** attempt);
    }
  }
};

/** A read that failed sooner than that, in milliseconds, was on a connection that was lost, and is sent again on another; a database that hangs is not asked twice. */
const quickFailureMs = 1_000;
const readPauseMs = 100;

const twice = async <Result>(read: () => Promise<Result>, isOver: () => boolean): Promise<Result> => {
  const begun = performance.now();
  try {
    return await read();
  } catch (error) {
    const isLost = error instanceof DatabaseUnavailableError && error.errorCode === 'DATABASE_UNAVAILABLE';
    if (!isLost || performance.now() - begun > quickFailureMs) throw error;
    await sleep(readPauseMs * (1 + Math.random()));
    if (isOver()) throw error;
    return read();
  }
};

/** The same database; Prisma's side of it is guarded where its adapter is made (`observe.ts`), since it would hide what the driver said. */
export const guardDatabase = (guard: Guard, { read, write, ...others }: Database): Database => ({
  ...others,
  read: (statement, lifetime, caller) =>
    twice(
      () =>
        guard(
          throughConflicts(() => read(statement, lifetime, caller)),
          false,
        ),
      () => lifetime?.isOver ?? false,
    ),
  write: (statement, caller) =>
    guard(
      throughConflicts(() => write(statement, caller)),
      true,
    ),
});
