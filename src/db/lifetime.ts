// How long somebody waits for the answer to a request: until it is there, its time is up, the client has gone, or it is found to be too large. Whatever
// runs for it ends with it. An AbortSignal would do the same, at 4 µs a listener: as much as a statement costs in this process.

/** Bytes that an answer may have unless operators say otherwise. */
export const defaultAnswerLimit = 33_554_432;

/** The client has gone before its answer was read from the database. */
export class NobodyWaitsError extends Error {}

/** An answer, or what has to be read for it, has more bytes than the operators let one have. */
export class AnswerTooLargeError extends Error {
  /** `isChanged`: a change was made before, and only its answer is too large. */
  constructor(
    readonly mostBytes: number,
    readonly isChanged = false,
  ) {
    super(
      `${isChanged ? 'The change has been made, but its answer' : 'The answer'} would take more than the ${mostBytes} bytes that one may have.`,
    );
  }
}

export class Lifetime {
  /** Bytes that an answer may have. */
  readonly mostBytes: number;
  /** Bytes that have been read for it, or that it has, where those are more and are known. */
  bytes = 0;
  isOver = false;
  isTooLarge = false;
  #listeners: (() => void)[] | undefined;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  /** Calls the listener when it is over; gives back how to take that back. */
  whenOver(listener: () => void): () => void {
    this.#listeners ??= [];
    this.#listeners.push(listener);
    return () => {
      const index = this.#listeners?.indexOf(listener) ?? -1;
      if (index >= 0) this.#listeners?.splice(index, 1);
    };
  }

  /** Ends it. Ending it again changes nothing. */
  end(): void {
    this.isOver = true;
    const told = this.#listeners ?? [];
    this.#listeners = undefined;
    for (const listener of told) listener();
  }

  /** Counts bytes that were read, and ends it where they are too many; whether anybody still waits for them. */
  isToKeep(bytes: number): boolean {
    if (this.isOver) return false;
    this.bytes += bytes;
    if (this.bytes > this.mostBytes) this.endAsTooLarge();
    return !this.isOver;
  }

  endAsTooLarge(): void {
    if (this.isOver) return;
    this.isTooLarge = true;
    this.end();
  }

  /** Why a read fails after the end. */
  failure(): Error {
    return this.isTooLarge ? new AnswerTooLargeError(this.mostBytes) : new NobodyWaitsError();
  }
}

/** A lifetime. One is made for each request, so it holds nothing until somebody listens. */
export const createLifetime = (mostBytes: number = defaultAnswerLimit): Lifetime => new Lifetime(mostBytes);
