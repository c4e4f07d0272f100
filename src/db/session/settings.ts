// Settings of PostgreSQL that our statements need. A session of our own is set once. One that a pooler lends belongs to others as well, so there
// each statement brings them along: they are set first in its own transaction, in the same message, and end with it.
import pg from 'pg';

/** Names and values; none that came with a request. */
export type Settings = Readonly<Record<string, string>>;

const calls = (settings: Settings, isLocal: boolean): string[] =>
  Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', ${isLocal})`);

/** What the driver keeps about its connection, but doesn't tell its types. */
interface Backend {
  readonly processID: number | null;
}

/**
 * Sets the session of a new connection, if it is one that the connection has for itself, and gives whether it is. A pooler gives its clients process
 * numbers of its own making: where the session's isn't the one that the connection was told, nothing is set.
 */
export const setOwnSession = async (client: pg.ClientBase, settings: Settings): Promise<boolean> => {
  const { processID } = client as unknown as Backend;
  const { rows } = await client.query({
    text: `SELECT ${calls(settings, false).join(', ')} WHERE pg_backend_pid() = $1::int`,
    values: [processID],
  });
  return rows.length === 1;
};

/** What the driver has for a connection and a query; its types leave it out. */
interface Connection {
  parse(statement: { text: string }): void;
  bind(values: object): void;
  execute(portal: object): void;
}

interface Query {
  readonly text: string;
  queryMode?: string;
  callback?: (failure: Error | null, result: unknown) => void;
  submit(connection: Connection): unknown;
  handleCommandComplete(message: unknown, connection: unknown): void;
}

const DriverQuery = pg.Query as unknown as new (...asked: unknown[]) => Query;

/** These stand between statements, and `SET TRANSACTION` must come before all others. */
const transactionControl = /^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b/i;

/** Sends the text before the query, in the same transaction, and ignores its completion. It gives no rows. */
const bringAlong = (query: Query, text: string): void => {
  const submit = query.submit.bind(query);
  const complete = query.handleCommandComplete.bind(query);
  query.queryMode = 'extended'; // a simple query would be a transaction of its own
  query.submit = (connection) => {
    connection.parse({ text });
    connection.bind({});
    connection.execute({});
    return submit(connection);
  };
  query.handleCommandComplete = () => {
    query.handleCommandComplete = complete;
  };
};

/** From when `isNeeded`, every statement of the connection brings its settings along. */
export const setEachTransaction = (client: pg.ClientBase, settings: Settings, isNeeded: () => boolean): void => {
  const rows = calls(settings, true).map((call) => `(${call})`);
  const text = `SELECT FROM (VALUES ${rows.join(', ')}) AS settings (value) WHERE value IS NULL`;
  const send = client.query.bind(client) as (...asked: unknown[]) => unknown;
  const query = (asked: string | object, ...rest: unknown[]): unknown => {
    if (!isNeeded()) return send(asked, ...rest);
    const isQuery = typeof asked === 'object' && 'submit' in asked;
    const sent = isQuery ? (asked as Query) : new DriverQuery(asked, ...rest);
    if (!transactionControl.test(sent.text)) bringAlong(sent, text);
    if (isQuery || sent.callback) return send(sent);
    return new Promise((resolve, reject) => {
      sent.callback = (failure, result) => (failure ? reject(failure) : resolve(result));
      send(sent);
    });
  };
  Object.assign(client, { query });
};
