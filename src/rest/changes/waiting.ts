// How a request waits for changes: until one has come that concerns it, until time is up, or until it has to end. It has a place among the long-lived then:
// clients that wait are no requests in flight, and the time that a request has is not theirs.
import type { Following, Live } from '../../domain/feed/live.js';
import type { Change } from '../../domain/feed/read-changes.js';
import { CredentialEndedError, type Stay } from '../../request/long-lived.js';

/** Milliseconds between two looks where nobody tells of changes, and where somebody does, in case that it didn't. */
const lookIntervalMs = 500;
const netIntervalMs = 10_000;

export interface Waiting {
  /**
   * Resolves when it is worth looking again, and tells whether there is time left. The first time it does so at once: from then on nothing is missed.
   * @throws CredentialEndedError
   */
  next(): Promise<boolean>;
  /** Gives the place back. */
  end(): void;
}

interface Options {
  readonly stay: () => Stay;
  /** Null where nobody tells of changes. */
  readonly live: Live | null;
  /** By `performance.now()`. */
  readonly until: number;
  readonly concerns: (change: Change) => boolean;
}

/** The place is taken when there is something to wait for. */
export const createWaiting = ({ stay, live, until, concerns }: Options): Waiting => {
  let place: Stay | undefined;
  let following: Following | undefined;
  let isDue = false;
  let wake: () => void = () => undefined;
  const due = (): void => {
    isDue = true;
    wake();
  };

  const follow = async (place: Stay): Promise<void> => {
    place.whenEnding(() => wake());
    following = await live?.follow({ changed: (changes) => void (changes.some(concerns) && due()), lost: due });
  };

  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    next: async () => {
      const left = () => until - performance.now();
      if (left() <= 0) return false;
      if (place === undefined) {
        place = stay();
        await follow(place);
        if (live) return true;
      }
      if (place.ending === null && !isDue) await pause(Math.min(left(), live ? netIntervalMs : lookIntervalMs));
      if (place.ending === 'unauthenticated') throw new CredentialEndedError();
      const hasTime = place.ending === null && (isDue || left() > 0);
      isDue = false;
      return hasTime;
    },
    end: () => {
      following?.leave();
      place?.leave();
    },
  };
};
