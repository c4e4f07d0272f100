// A connection whose server is gone without a word (a network that is cut, a machine that stands still) looks like one whose statement takes long: the
// system gives up after a quarter of an hour, and until then requests wait for nothing and the pool has a connection less.
import pg from 'pg';

/** Milliseconds without a sign of life to a statement after which it is worth finding out whether the server still lets anybody in. */
const silenceMs = 2_000;

/** What the driver keeps about its connection, but doesn't tell its types. */
interface Connected {
  /** False while a statement runs. */
  readonly readyForQuery: boolean;
  readonly connection: {
    readonly stream: { readonly bytesRead: number; setTimeout(milliseconds: number, listener?: () => void): void; destroy(): void };
  };
}

/** Whether the server answers, if only to refuse. */
const isAlive = async (options: pg.ClientConfig): Promise<boolean> => {
  const client = new pg.Client(options);
  client.on('error', () => undefined); // it has told what there was to know
  try {
    await client.connect();
    return true;
  } catch (error) {
    return error instanceof Error && 'severity' in error;
  } finally {
    client.end().catch(() => undefined); // likewise
  }
};

/**
 * Watches over connections, from when they are open: one is ended when its statement gets no sign of life and the server lets nobody in any more, or
 * when that has gone on for `longest` milliseconds. Those who wait are told that it was lost. `options` are for the connection that finds out.
 */
export const createSilenceWatch = (options: pg.ClientConfig, longest: number): ((client: pg.ClientBase) => void) => {
  let finding: Promise<boolean> | undefined;
  const find = (): Promise<boolean> => {
    finding ??= isAlive(options).finally(() => {
      finding = undefined;
    });
    return finding;
  };
  return (client) => {
    const connected = client as unknown as Connected; // its types leave them out
    const { stream } = connected.connection;
    let silentFor = 0;
    let heard = 0;
    const onSilence = async (): Promise<void> => {
      if (connected.readyForQuery) return;
      silentFor = stream.bytesRead === heard ? silentFor + silenceMs : silenceMs;
      heard = stream.bytesRead;
      const goesOn = silentFor < longest && (await find());
      if (goesOn) stream.setTimeout(silenceMs);
      else if (stream.bytesRead === heard) stream.destroy();
    };
    stream.setTimeout(silenceMs, () => void onSilence());
  };
};
