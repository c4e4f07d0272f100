// Listens to a channel of NOTIFY on a connection of its own, and connects again when that is lost. What is told meanwhile is lost: whoever listens looks
// for itself each time that it is told that the connection is there. Behind a pooler nothing can be heard.
import type pg from 'pg';
import type { Listener, Listening } from '../database.js';

/** Milliseconds until the first attempt to connect again, doubled with each that fails up to the longest. */
const shortestPause = 100;
const longestPause = 5_000;

/**
 * `open` makes a connection, `reaches` tells whether it is a session of our own. `channel`: a name without anything that would have to be quoted.
 */
export const listenOn = (
  open: () => pg.Client,
  reaches: (client: pg.Client) => Promise<boolean>,
  channel: string,
  { connected, told }: Listener,
): Listening => {
  let client: pg.Client | null = null;
  let isLive = false;
  let isClosed = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  const lost = (which: pg.Client): void => {
    if (client !== which) return;
    client = null;
    isLive = false;
    which.end().catch(() => undefined); // it is gone already
    if (isClosed) return;
    timer = setTimeout(connect, Math.min(longestPause, shortestPause * 2 ** failures)).unref();
    failures += 1;
  };

  const connect = (): void => {
    const opened = open();
    client = opened;
    opened.on('error', () => lost(opened));
    opened.on('end', () => lost(opened));
    opened.on('notification', ({ payload = '' }) => told(payload));
    opened
      .connect()
      .then(() => reaches(opened))
      .then(async (isOurs) => {
        if (!isOurs) return close();
        await opened.query(`LISTEN ${channel}`);
        isLive = true;
        failures = 0;
        connected();
      })
      .catch(() => lost(opened)); // whoever asks the database is told why
  };

  const close = async (): Promise<void> => {
    isClosed = true;
    isLive = false;
    clearTimeout(timer);
    const open = client;
    client = null;
    await open?.end().catch(() => undefined); // it is gone already
  };

  connect();
  return {
    get isLive() {
      return isLive;
    },
    close,
  };
};
