// Cancels the statement that a connection runs, as PostgreSQL's protocol has it: on a connection of its own, named by the process and a secret that
// only the two of them know. So it can't hit anybody else, even where the process is gone and its number has been given away. Behind a pooler it could: there
// nothing is cancelled.
import { connect } from 'node:net';
import type pg from 'pg';

const cancelRequest = 80_877_102;

/** What the driver keeps about its connection, but doesn't tell its types. */
interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/** Milliseconds that a statement goes on for which nobody waits. Quick ones are over by then, and their connection can be kept. */
const graceMs = 50;

/** Milliseconds after which a statement that still runs is cancelled once more: the server forgets a request that overtakes its statement. */
const retryMs = 250;

/**
 * Asks the server to end what the connection runs, until it is told to stop. The statement then fails as soon as the server notices; when the server
 * can't be asked, its own time limit ends it. A request may arrive late: the connection must not be used for anything else after this.
 */
const cancelStatement = (client: pg.ClientBase): (() => void) => {
  const { host, port, processID, secretKey } = client as unknown as Backend; // its types leave them out
  if (processID === null || secretKey === null) return () => undefined; // a server that tells neither can't be asked
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(cancelRequest, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  const send = (): void => {
    const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    socket.on('error', () => undefined); // the time limit of the server is left
    socket.end(message);
  };
  send();
  const timer = setInterval(send, retryMs).unref();
  return () => clearInterval(timer);
};

/** Cancels what the connection runs if it isn't over soon, until it is told to stop. `onCancel` is called before: from then on, the above holds. */
export const cancelUnlessQuick = (client: pg.ClientBase, onCancel: () => void): (() => void) => {
  let stopCancelling: (() => void) | undefined;
  const alarm = setTimeout(() => {
    onCancel();
    stopCancelling = cancelStatement(client);
  }, graceMs);
  return () => {
    clearTimeout(alarm);
    stopCancelling?.();
  };
};
