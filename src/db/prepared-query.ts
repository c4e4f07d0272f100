// Runs statements on a pool, prepared where their text comes again: then PostgreSQL parses and plans them once per connection, not each time.
import type pg from 'pg';
import type { SqlStatement } from './database.js';
import { createStatementNames } from './statement-names.js';

/** Whether PostgreSQL itself refused the statement: the connection is as good as before. */
const isRefusal = (error: unknown): boolean => error instanceof Error && 'severity' in error && error.severity === 'ERROR';

/** A function that runs one statement. Connections that hold statements whose names were given up are replaced. */
export const createPreparedQuery = (pool: pg.Pool): (<Row extends object>(statement: SqlStatement) => Promise<pg.QueryResult<Row>>) => {
  const names = createStatementNames();
  const generations = new WeakMap<pg.ClientBase, number>();
  pool.on('connect', (client) => {
    generations.set(client, names.generation);
    client.on('error', () => undefined); // the statement that ran has failed with it, which its caller is told
  });
  return async <Row extends object>({ text, values }: SqlStatement) => {
    const name = names.nameOf(text);
    const client = await pool.connect();
    let isBroken = false;
    try {
      return await client.query<Row>({ ...(name !== undefined && { name }), text, values });
    } catch (error) {
      isBroken = !isRefusal(error);
      throw error;
    } finally {
      client.release(isBroken || generations.get(client) !== names.generation);
    }
  };
};
