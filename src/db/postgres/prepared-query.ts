// Runs statements on a pool, prepared where their text comes again: then PostgreSQL parses and plans them once per connection, not each time.
import pg from 'pg';
import type { SqlStatement, Texts } from '../database.js';
import type { Lifetime } from '../lifetime.js';
import { isForeignSession, isLostStatement } from '../session/lost-statement.js';
import type { Sessions } from '../session/sessions.js';
import type { StatementNames } from '../session/statement-names.js';
import { TextsQuery } from '../session/text-rows.js';
import { endsSession, isReadOnly } from '../unavailable.js';
import { cancelUnlessQuick } from './cancel.js';

/** Whether PostgreSQL itself refused the statement: the connection is as good as before. */
export const isRefusal = (error: Error): boolean => 'severity' in error && !endsSession(error);

/** What PostgreSQL calls a statement that was cancelled, whoever has asked for it, and a lock that could not be had in time. */
export const [cancelled, lockNotAvailable] = ['57014', '55P03'] as const;

/** The failure of a statement that was cancelled since it waited for too long. */
const asLocked = (failure: Error): Error =>
  'code' in failure && failure.code === cancelled ? Object.assign(failure, { code: lockNotAvailable }) : failure;

type Done<Row> = (failure: Error | null | undefined, rows: Row[]) => void;
type Send<Row> = (client: pg.ClientBase, name: string | undefined, done: Done<Row>) => void;

interface Row {
  readonly length: number;
}

/** The driver's query, which drops the rows that nobody waits for. */
const countingBytes = <Query extends object>(query: Query, lifetime: Lifetime | undefined): Query => {
  const { handleDataRow } = query as unknown as { handleDataRow(row: Row): void }; // its types leave out what the connection calls
  if (!lifetime) return query;
  return Object.assign(query, {
    handleDataRow: (row: Row) => {
      if (lifetime.isToKeep(row.length)) handleDataRow.call(query, row);
    },
  });
};

export interface PreparedQuery {
  /** Gives objects, with numbers, booleans, Dates and parsed JSON. `name`: what `names` has for the text. */
  readonly rows: <Row extends object>(statement: SqlStatement, name: string | undefined, lifetime?: Lifetime) => Promise<Row[]>;
  /** For statements that give only texts. One that isn't over after `most` milliseconds is cancelled, and then fails like one that waited for a lock for too long. */
  readonly texts: (statement: SqlStatement, name: string | undefined, lifetime?: Lifetime, most?: number) => Promise<Texts[]>;
}

/**
 * Connections that hold statements whose names were given up are replaced, and so are those that have lost one, and those whose statement was cancelled,
 * so that a late cancellation can't hit the next one. The driver is called back, not awaited, so that nothing of a query outlives it.
 */
export const createPreparedQuery = (pool: pg.Pool, names: StatementNames, sessions: Sessions): PreparedQuery => {
  const generations = new WeakMap<pg.ClientBase, number>();
  pool.on('connect', (client) => {
    generations.set(client, names.generation);
    client.on('error', () => undefined); // the statement that ran has failed with it, which its caller is told
  });
  const onConnection = <Row>(send: Send<Row>, name: string | undefined, lifetime?: Lifetime, most?: number): Promise<Row[]> =>
    new Promise((resolve, reject) => {
      pool.connect((unreachable, client, release) => {
        if (!client) {
          reject(unreachable);
          return;
        }
        if (lifetime?.isOver) {
          release();
          reject(lifetime.failure());
          return;
        }
        let isCancelled = false;
        let stopCancelling: (() => void) | undefined;
        const cancel = (): void => {
          if (!sessions.areOurs) return; // it ends by its time limit
          stopCancelling = cancelUnlessQuick(client, () => {
            isCancelled = true;
          });
        };
        const stopWaiting = lifetime?.whenOver(() => {
          reject(lifetime.failure());
          cancel();
        });
        const alarm = most === undefined ? undefined : setTimeout(cancel, most);
        const kept = sessions.areOurs ? name : undefined;
        send(client, kept, (failure, rows) => {
          stopWaiting?.();
          clearTimeout(alarm);
          stopCancelling?.();
          const isLost = failure != null && kept !== undefined && isLostStatement(failure);
          release(
            isCancelled ||
              isLost ||
              (failure && (!isRefusal(failure) || isReadOnly(failure))) ||
              generations.get(client) !== names.generation,
          );
          if (!failure) resolve(rows);
          else if (isLost) {
            if (isForeignSession(failure)) sessions.disown();
            onConnection(send, undefined, lifetime, most).then(resolve, reject);
          } else reject(isCancelled && most !== undefined ? asLocked(failure) : failure);
        });
      });
    });
  return {
    rows: <Row extends object>({ text, values }: SqlStatement, name: string | undefined, lifetime?: Lifetime) =>
      onConnection<Row>(
        (client, kept, done) => {
          const config = kept === undefined ? { text, values } : { name: kept, text, values };
          client.query(
            countingBytes(new pg.Query<Row>(config, (failure: Error | undefined, result) => done(failure, result?.rows)), lifetime),
          );
        },
        name,
        lifetime,
      ),
    texts: (statement, name, lifetime, most) =>
      onConnection<Texts>((client, kept, done) => client.query(new TextsQuery(statement, kept, done, lifetime)), name, lifetime, most),
  };
};
