// The one handle on the data: `read` and `write` for statements of ours, and Prisma for the writes of API clients. All go to the same
// connection pool (or, embedded, the same connection), and all are seen by the observer.
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { Signal } from '../lib/signal.js';
import type { Lifetime } from './lifetime.js';

/** One statement that was sent to the database, with the number of rows that it gave back. */
export interface Statement {
  readonly sql: string;
  readonly rows: number;
}

/** A text with `$1`, `$2` … in it, and their values; a `Prisma.Sql` is one. */
export interface SqlStatement {
  readonly text: string;
  readonly values: unknown[];
}

/** A row whose values are all texts. */
export type Texts = readonly (string | null)[];

/** A way to decode rows; `row` is there for the compiler alone. */
interface Decoding<Row extends object> {
  readonly kind: 'texts';
  readonly row?: Row;
}

/** For a statement whose columns are all texts. It costs less than objects, and lets the statement share a connection with others. */
export const texts: Decoding<Texts> = { kind: 'texts' };

/** A statement, and how its rows are decoded: as objects, with numbers, strings, booleans, Dates and parsed JSON, unless it says otherwise. */
export interface Decoded<Row extends object> extends SqlStatement {
  readonly decode?: Decoding<Row>;
}

/** Who listens to a channel of NOTIFY. */
export interface Listener {
  /** From now on it is told; what was told before may be lost. */
  readonly connected: () => void;
  readonly told: (message: string) => void;
}

export interface Listening {
  /** Whether what is told is heard at the moment. */
  readonly isLive: boolean;
  close(): Promise<void>;
}

export type StatementObserver = (statement: Statement) => void;

/**
 * `caller`: for whom it is asked. A caller has no more than its share of the connections, and waits for them in a queue of its own
 * (OverloadedError, when that takes too long); what is asked for nobody is the gateway's own, and never waits behind callers.
 */
export interface Database {
  readonly prisma: PrismaClient;
  /** Bytes that may be read for one answer. */
  readonly answerLimit: number;
  /** Does work of Prisma's when it is the caller's turn: Prisma doesn't know for whom it works. */
  inTurn<Result>(caller: string, work: () => Promise<Result>): Promise<Result>;
  /**
   * Runs one statement that changes nothing.
   * @throws what the lifetime's `failure` gives, when it is over before the statement is: what is read for an answer is too much, or nobody waits for it.
   * PostgreSQL is then told to end it
   */
  read<Row extends object>(statement: Decoded<Row>, lifetime?: Lifetime, caller?: string): Promise<Row[]>;
  /**
   * Runs one statement that changes something, which is atomic on its own. It waits for the disk and not for a processor, so it does not wait for reads,
   * and it is not ended when nobody waits for its answer.
   */
  write<Row extends object>(statement: Decoded<Row>, caller?: string): Promise<Row[]>;
  /** Fires after each write of this process that may have left events. */
  readonly changes: Signal;
  /** Listens to what is told on the channel by NOTIFY. Its name is one that needs no quotes. */
  listen(channel: string, listener: Listener): Listening;
  /** Hands over what Prisma's schema engine migrates through, while no other gateway migrates the same database. */
  whileMigrating<Result>(work: (adapter: SqlMigrationAwareDriverAdapterFactory) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
