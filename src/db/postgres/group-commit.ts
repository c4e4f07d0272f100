// Writes that come while others are being committed share the next transaction: one turn of this process, one of the server's, and one wait for the disk
// for all of them. Each stays atomic on its own: when one is refused, nothing of the transaction is kept, and each is run again by itself, so that
// nobody's failure is another's. A row that somebody else has locked is waited for outside.
import type pg from 'pg';
import type { SqlStatement, Texts } from '../database.js';
import { isLostStatement } from '../session/lost-statement.js';
import type { Sessions } from '../session/sessions.js';
import type { StatementNames } from '../session/statement-names.js';
import { TextsBatch, TextsQuery } from '../session/text-rows.js';
import { isReadOnly } from '../unavailable.js';
import { isRefusal, lockNotAvailable } from './prepared-query.js';
import { connectShared, type SharedConnection } from './shared-connection.js';

/** Writes that one transaction takes at most: each keeps its rows locked until the last is done. */
const mostAtOnce = 32;
/** Writes of one caller that wait at most, so that others are in the next transaction but one. */
const mostOfOne = 2 * mostAtOnce;
/** Milliseconds that the connection waits for a lock. */
const settings = { lock_timeout: '30' };
/** Milliseconds after which nobody waits for a transaction that isn't over: writes have connections of their own then. */
const slowAfterMs = 50;

interface Waiting {
  readonly caller: string | undefined;
  readonly statement: SqlStatement;
  readonly name: string;
  readonly alone: () => Promise<Texts[]>;
  readonly resolve: (rows: Texts[] | Promise<Texts[]>) => void;
  readonly reject: (error: Error) => void;
}

interface Connection extends SharedConnection {
  readonly prepared: Set<string>;
  readonly waiting: Waiting[];
  /** When the transaction began that runs; null where none does. */
  begun: number | null;
}

export interface GroupCommit {
  /**
   * Writes with others; null where there is no place, as where the caller has many that wait already. The values are as they are sent.
   * `alone` writes on a connection of its own.
   */
  write(statement: SqlStatement, name: string | undefined, alone: () => Promise<Texts[]>, caller?: string): Promise<Texts[]> | null;
  /** Ends after the transaction that runs. */
  close(): Promise<void>;
}

const isLocked = (failure: Error): boolean => 'code' in failure && failure.code === lockNotAvailable;

/** Tells each its rows. None has written anything where there is a failure, unless the connection is lost, when nobody knows. */
const settle = (batch: readonly Waiting[], failure: Error | null, results: readonly Texts[][]): void => {
  const isRunAgain = failure !== null && isRefusal(failure) && (batch.length > 1 || isLocked(failure) || isLostStatement(failure));
  for (const [index, { alone, resolve, reject }] of batch.entries()) {
    if (isRunAgain) resolve(alone());
    else if (failure) reject(failure);
    else resolve(results[index] ?? []);
  }
};

/** Its connection is made by `open` when it is first needed, claimed, and made anew when it is lost, of which `onLost` is told. */
export const createGroupCommit = (
  open: () => pg.Client,
  sessions: Sessions,
  names: StatementNames,
  onLost: (error: Error) => void,
): GroupCommit => {
  let current: Connection | null = null;

  const sendAway = ({ waiting }: Connection): void => {
    for (const { alone, resolve } of waiting.splice(0)) resolve(alone());
  };

  const retire = (connection: Connection): void => {
    if (current === connection) current = null;
    connection.isClosing = true;
    sendAway(connection);
    if (connection.begun === null) connection.client.end().catch(() => undefined); // it is gone already
  };

  const connect = (): Connection => {
    const { generation } = names;
    const connection = {
      client: open(),
      generation,
      prepared: new Set<string>(),
      waiting: [],
      isReady: false,
      isClosing: false,
      begun: null,
    };
    return connectShared<Connection>(connection, (client) => sessions.claim(client, settings), retire, onLost);
  };

  /** Those at the head that can go together: one that has to be prepared goes by itself, as after a failure nobody could tell whether it was. */
  const take = ({ prepared, waiting }: Connection): Waiting[] => {
    const unprepared = waiting.findIndex(({ name }) => !prepared.has(name));
    return waiting.splice(0, unprepared < 0 ? mostAtOnce : Math.max(1, Math.min(unprepared, mostAtOnce)));
  };

  const send = (
    { client, prepared }: Connection,
    batch: readonly Waiting[],
    done: (failure: Error | null, results: Texts[][]) => void,
  ): void => {
    const [first] = batch;
    if (!first || prepared.has(first.name)) {
      client.query(new TextsBatch(batch, done));
      return;
    }
    client.query(
      new TextsQuery(first.statement, first.name, (failure, rows) => {
        if (!failure) prepared.add(first.name);
        done(failure, [rows]);
      }),
    );
  };

  const run = (connection: Connection): void => {
    const batch = take(connection);
    if (batch.length === 0) {
      connection.begun = null;
      if (connection.isClosing) retire(connection);
      return;
    }
    connection.begun = performance.now();
    const alarm = setTimeout(sendAway, slowAfterMs, connection);
    send(connection, batch, (failure, results) => {
      clearTimeout(alarm);
      settle(batch, failure, results);
      if (!failure || (isRefusal(failure) && !isLostStatement(failure) && !isReadOnly(failure))) {
        run(connection);
        return;
      }
      connection.begun = null;
      retire(connection);
    });
  };

  const hasEnough = (waiting: readonly Waiting[], caller: string | undefined): boolean =>
    caller !== undefined && waiting.length >= mostOfOne && waiting.filter((other) => other.caller === caller).length >= mostOfOne;

  return {
    write: (statement, name, alone, caller) => {
      if (name === undefined) return null;
      current ??= connect();
      const connection = current;
      if (connection.generation !== names.generation) {
        retire(connection);
        return null;
      }
      if (!connection.isReady || (connection.begun !== null && performance.now() - connection.begun > slowAfterMs)) return null;
      if (hasEnough(connection.waiting, caller)) return null;
      return new Promise((resolve, reject) => {
        connection.waiting.push({ caller, statement, name, alone, resolve, reject });
        if (connection.begun !== null) return;
        connection.begun = performance.now();
        setImmediate(run, connection); // with those that came in the same turn
      });
    },
    close: async () => {
      if (!current) return;
      const { client, begun } = current;
      const ended = begun === null ? null : new Promise((resolve) => client.once('end', resolve)); // however it ends
      retire(current);
      await ended;
    },
  };
};
