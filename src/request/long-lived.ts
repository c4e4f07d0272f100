// What stays for longer than a request may take: streams, sockets and waits. They have limits of their own, end when the process is about to stop, and
// don't outlive the credential that they were begun with.
import { OverloadedError } from '../db/unavailable.js';
import { createInFlight, type PlaceLimits } from './in-flight.js';

/** Streams, sockets and waits that one process has at once, unless operators say otherwise. */
export const defaultStreamLimits: PlaceLimits = { all: 20_000, caller: 1_000 };

/** Why it has to end. */
export type Ending = 'stopping' | 'unauthenticated';

/** A place among the long-lived. */
export interface Stay {
  /** Null while it may stay. */
  readonly ending: Ending | null;
  /** Calls the listener, once, when it has to end; at once where it has to already. */
  whenEnding(listener: (why: Ending) => void): void;
  /** Gives the place back. Leaving it again changes nothing. */
  leave(): void;
}

/** There is no place, for this caller or for anybody. */
class TooManyStreamsError extends OverloadedError {
  override readonly message: string =
    `You have as many streams, sockets and waits open as you may, or this gateway has as many as it can hold. Close one, and ask again in ${this.retryAfter} s.`;
}

/** The credential that a wait was begun with is good no more. */
export class CredentialEndedError extends Error {}

/** Whether the credential is as good as it was. Where nobody can tell, it is taken to be. */
export type IsStillGood = () => boolean | Promise<boolean>;

export interface LongLived {
  /** Takes a place for the caller; `onLeave` is called when it is given back. @throws TooManyStreamsError where there is none */
  enter(caller: string, isStillGood: IsStillGood, onLeave?: () => void): Stay;
  /** The process is about to stop: tells all, and lets nobody in any more. */
  stop(): void;
}

/** Milliseconds between two looks at the credentials. What is known of a client is up to 2 s old by then, and a stream ends within 3 s of its credential. */
const recheckInterval = 900;

class Place implements Stay {
  ending: Ending | null = null;
  #listeners: ((why: Ending) => void)[] = [];

  constructor(
    readonly isStillGood: IsStillGood,
    readonly leave: () => void,
  ) {}

  whenEnding(listener: (why: Ending) => void): void {
    if (this.ending === null) this.#listeners.push(listener);
    else listener(this.ending);
  }

  end(why: Ending): void {
    if (this.ending !== null) return;
    this.ending = why;
    for (const listener of this.#listeners.splice(0)) listener(why);
  }
}

export const createLongLived = (limits: PlaceLimits): LongLived => {
  const places = createInFlight(limits.all, limits.caller);
  const staying = new Set<Place>();
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;

  const recheck = async (place: Place): Promise<void> => {
    const isGood = place.isStillGood();
    if (!(isGood instanceof Promise ? await isGood.catch(() => true) : isGood) && staying.has(place)) place.end('unauthenticated');
  };
  const recheckAll = (): void => {
    for (const place of staying) void recheck(place);
  };

  return {
    enter: (caller, isStillGood, onLeave) => {
      const free = isStopping ? undefined : places.enter(caller);
      if (!free) throw new TooManyStreamsError();
      const place = new Place(isStillGood, () => {
        if (!staying.delete(place)) return;
        free();
        onLeave?.();
        if (staying.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      });
      staying.add(place);
      timer ??= setInterval(recheckAll, recheckInterval).unref();
      return place;
    },
    stop: () => {
      isStopping = true;
      for (const place of staying) place.end('stopping');
    },
  };
};
