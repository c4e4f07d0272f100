// A connection that serves many at once, beside the pool. It is used from when it is ready until it is retired, by whoever keeps it.
import type pg from 'pg';

export interface SharedConnection {
  readonly client: pg.Client;
  /** Of the names of its prepared statements. */
  readonly generation: number;
  isReady: boolean;
  /** Takes nothing any more, and ends with the last that it has. */
  isClosing: boolean;
}

/**
 * Connects. `claim` gives whether it is a session of our own. `retire` is called where it isn't, when connecting fails, and whenever the connection is
 * lost later on, of which `onLost` is told.
 */
export const connectShared = <Connection extends SharedConnection>(
  connection: Connection,
  claim: (client: pg.Client) => Promise<boolean>,
  retire: (connection: Connection) => void,
  onLost: (error: Error) => void,
): Connection => {
  const { client } = connection;
  client.on('error', (error) => {
    if (connection.isReady && !connection.isClosing) onLost(error);
    retire(connection);
  });
  client
    .connect()
    .then(() => claim(client))
    .then(
      (isOurs) => {
        if (isOurs) connection.isReady = true;
        else retire(connection);
      },
      () => retire(connection), // whoever has a connection of its own instead is told why
    );
  return connection;
};
