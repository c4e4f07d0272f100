// An answer that comes bit by bit, for as long as it takes: what writes it, and where it is written to. What the client has not taken yet is known to
// the writer, so that it can wait. Nothing here knows what is written.
import type { ServerResponse } from 'node:http';

/** Where a stream is written to. */
export interface StreamOutput {
  /** Writes the pieces, together; nothing, once it is over. */
  write(pieces: readonly string[]): void;
  /** Ends it in order, after what has been written. */
  end(): void;
  /** Breaks it off, so that the client sees that it isn't complete. */
  cut(): void;
  /** Bytes that have been written, and that the client's system has not taken yet. */
  readonly unsentBytes: number;
  /** Resolves when all that has been written is taken, or when it is over. */
  drained(): Promise<void>;
  /** Whether it has ended, or its client has gone. */
  readonly isOver: boolean;
  /** Calls the listener when it is over; at once where it is. */
  whenOver(listener: () => void): void;
}

/** Writes an answer. It is called once, when the head of the answer is on its way; for a client that has gone before, with an output that is over. */
export type StreamBody = (output: StreamOutput) => void;

/** What has one end, and tells it. */
export interface End {
  readonly isOver: boolean;
  /** Calls the listener at the end; at once after it. */
  readonly whenOver: (listener: () => void) => void;
  readonly finish: () => void;
}

export const createEnd = (): End => {
  const listeners: (() => void)[] = [];
  const end = {
    isOver: false,
    whenOver: (listener: () => void): void => {
      if (end.isOver) listener();
      else listeners.push(listener);
    },
    finish: (): void => {
      if (end.isOver) return;
      end.isOver = true;
      for (const listener of listeners.splice(0)) listener();
    },
  };
  return end;
};

/** The output of an answer of Node's server, whose head has been written. */
export const outputOf = (response: ServerResponse): StreamOutput => {
  const end = createEnd();
  const { finish, whenOver } = end;
  if (response.destroyed || response.writableEnded) finish();
  else response.on('close', finish);
  return {
    write: (pieces) => {
      if (!end.isOver && pieces.length > 0) response.write(pieces.join(''));
    },
    end: () => {
      if (!end.isOver) response.end();
      finish();
    },
    cut: () => {
      response.destroy();
      finish();
    },
    get unsentBytes() {
      return response.writableLength;
    },
    drained: () =>
      new Promise((resolve) => {
        if (end.isOver || !response.writableNeedDrain) return resolve();
        const done = () => {
          response.off('drain', done);
          response.off('close', done);
          resolve();
        };
        response.on('drain', done);
        response.on('close', done);
      }),
    get isOver() {
      return end.isOver;
    },
    whenOver,
  };
};

/** For a stream that nobody is there to read. */
export const closedOutput: StreamOutput = {
  write: () => undefined,
  end: () => undefined,
  cut: () => undefined,
  unsentBytes: 0,
  drained: async () => undefined,
  isOver: true,
  whenOver: (listener) => listener(),
};

/** Bytes that a reader of the fetch API is let be behind. */
const readAhead = 65_536;

/** The stream as the fetch API has it. */
export const readableOf = (body: StreamBody): ReadableStream<Uint8Array> => {
  const end = createEnd();
  let taken: (() => void)[] = [];
  const wake = () => {
    const waiting = taken;
    taken = [];
    for (const resolve of waiting) resolve();
  };
  end.whenOver(wake);
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const unsent = () => Math.max(0, readAhead - (controller.desiredSize ?? 0));
        body({
          write: (pieces) => {
            if (!end.isOver) for (const piece of pieces) controller.enqueue(Buffer.from(piece));
          },
          end: () => {
            if (!end.isOver) controller.close();
            end.finish();
          },
          cut: () => {
            if (!end.isOver) controller.error(new Error('The stream was cut off.'));
            end.finish();
          },
          get unsentBytes() {
            return unsent();
          },
          drained: () => new Promise((resolve) => (end.isOver || unsent() === 0 ? resolve() : taken.push(resolve))),
          get isOver() {
            return end.isOver;
          },
          whenOver: end.whenOver,
        });
      },
      pull: wake,
      cancel: end.finish,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: readAhead }),
  );
};
