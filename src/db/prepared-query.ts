// Runs statements on a pool, prepared where their text comes again: then PostgreSQL parses and plans them once per connection, not each time.
import type pg from 'pg';
import { cancelStatement } from './cancel.js';
import type { SqlStatement } from './database.js';
import { type Lifetime, NobodyWaitsError } from './lifetime.js';
import { createStatementNames } from './statement-names.js';

/** Whether PostgreSQL itself refused the statement: the connection is as good as before. */
const isRefusal = (error: Error): boolean => 'severity' in error && error.severity === 'ERROR';

/**
 * A function that runs one statement. Connections that hold statements whose names were given up are replaced, and so are those whose statement was
 * cancelled, so that a late cancellation can't hit the next one. The driver is called back, not
 * awaited: its promises outlive their queries, which costs more in garbage than all the rest (measured: 0.8 ms against 6 ms a collection).
 */
export const createPreparedQuery = (
  pool: pg.Pool,
): (<Row extends object>(statement: SqlStatement, lifetime?: Lifetime) => Promise<Row[]>) => {
  const names = createStatementNames();
  const generations = new WeakMap<pg.ClientBase, number>();
  pool.on('connect', (client) => {
    generations.set(client, names.generation);
    client.on('error', () => undefined); // the statement that ran has failed with it, which its caller is told
  });
  return <Row extends object>({ text, values }: SqlStatement, lifetime?: Lifetime) => {
    const name = names.nameOf(text);
    const config = name === undefined ? { text, values } : { name, text, values };
    return new Promise<Row[]>((resolve, reject) => {
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
        let stopCancelling: (() => void) | undefined;
        const stopWaiting = lifetime?.whenOver(() => {
          stopCancelling = cancelStatement(client);
        });
        client.query<Row>(config, (failure: Error | null | undefined, result) => {
          stopWaiting?.();
          stopCancelling?.();
          const cancelled = stopCancelling !== undefined;
          release(cancelled || (failure && !isRefusal(failure)) || generations.get(client) !== names.generation);
          if (cancelled) reject(new NobodyWaitsError());
          else if (failure) reject(failure);
          else resolve(result.rows);
        });
      });
    });
  };
};
