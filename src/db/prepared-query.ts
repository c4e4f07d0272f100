// Runs statements on a pool, prepared where their text comes again: then PostgreSQL parses and plans them once per connection, not each time.
import type pg from 'pg';
import { cancelUnlessQuick } from './cancel.js';
import type { SqlStatement, Texts } from './database.js';
import { type Lifetime, NobodyWaitsError } from './lifetime.js';
import type { StatementNames } from './statement-names.js';
import { TextsQuery } from './texts-query.js';

/** Whether PostgreSQL itself refused the statement: the connection is as good as before. */
export const isRefusal = (error: Error): boolean => 'severity' in error && error.severity === 'ERROR';

type Done<Row> = (failure: Error | null | undefined, rows: Row[]) => void;

export interface PreparedQuery {
  /** Gives objects, with numbers, booleans, Dates and parsed JSON. */
  readonly rows: <Row extends object>(statement: SqlStatement, lifetime?: Lifetime) => Promise<Row[]>;
  /** For statements that give only texts; `name` is what `names` has for it. */
  readonly texts: (statement: SqlStatement, name: string | undefined, lifetime?: Lifetime) => Promise<Texts[]>;
}

/**
 * Connections that hold statements whose names were given up are replaced, and so are those whose statement was cancelled, so that a late
 * cancellation can't hit the next one. The driver is called back, not awaited, so that nothing of a query outlives it.
 */
export const createPreparedQuery = (pool: pg.Pool, names: StatementNames): PreparedQuery => {
  const generations = new WeakMap<pg.ClientBase, number>();
  pool.on('connect', (client) => {
    generations.set(client, names.generation);
    client.on('error', () => undefined); // the statement that ran has failed with it, which its caller is told
  });
  const onConnection = <Row>(send: (client: pg.ClientBase, done: Done<Row>) => void, lifetime?: Lifetime): Promise<Row[]> =>
    new Promise((resolve, reject) => {
      pool.connect((unreachable, client, release) => {
        if (!client) {
          reject(unreachable);
          return;
        }
        if (lifetime?.isOver) {
          release();
          reject(new NobodyWaitsError());
          return;
        }
        let isCancelled = false;
        let stopCancelling: (() => void) | undefined;
        const stopWaiting = lifetime?.whenOver(() => {
          reject(new NobodyWaitsError());
          stopCancelling = cancelUnlessQuick(client, () => {
            isCancelled = true;
          });
        });
        send(client, (failure, rows) => {
          stopWaiting?.();
          stopCancelling?.();
          release(isCancelled || (failure && !isRefusal(failure)) || generations.get(client) !== names.generation);
          if (failure) reject(failure);
          else resolve(rows);
        });
      });
    });
  return {
    rows: <Row extends object>({ text, values }: SqlStatement, lifetime?: Lifetime) => {
      const name = names.nameOf(text);
      const config = name === undefined ? { text, values } : { name, text, values };
      return onConnection<Row>((client, done) => client.query<Row>(config, (failure, result) => done(failure, result?.rows)), lifetime);
    },
    texts: (statement, name, lifetime) =>
      onConnection<Texts>((client, done) => client.query(new TextsQuery(statement, name, done)), lifetime),
  };
};
