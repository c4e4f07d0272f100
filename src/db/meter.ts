// How much one request asks of the database, for its line in the log.
import type { PrismaClient } from '../generated/prisma/client.js';

export interface Meter {
  /** Statements that were sent; an operation of Prisma's counts as one, whatever it takes. */
  statements: number;
  /** Milliseconds that they were waited for, added up: of those that ran side by side, each counts. */
  ms: number;
}

export const createMeter = (): Meter => ({ statements: 0, ms: 0 });

/** The same work, measured. */
export const metered = async <Result>(meter: Meter, work: Promise<Result>): Promise<Result> => {
  meter.statements += 1;
  const started = performance.now();
  try {
    return await work;
  } finally {
    meter.ms += performance.now() - started;
  }
};

/** The same client, measured, each operation of it in its turn. What it sends in the end doesn't know for whom it is: keeping track of that would slow down every promise of the process. */
export const meteredPrisma = (
  meter: Meter,
  prisma: PrismaClient,
  inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>,
): PrismaClient =>
  prisma.$extends({
    query: {
      $allOperations: ({ args, query }) =>
        metered(
          meter,
          inTurn(() => query(args)),
        ),
    },
  }) as unknown as PrismaClient; // an extension that adds no method leaves the methods that there are
