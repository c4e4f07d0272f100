// `GET /api/integration_runs/7/wait`: answers when the run has ended, or when time is up.
import { waitForEnd } from '../../domain/integration-run/running/wait.js';
import { shown as shownValue } from '../../lib/shown.js';
import { CredentialEndedError, type Ending, type Stay } from '../../request/long-lived.js';
import { RestError } from '../errors.js';
import { parameterOf } from '../request/query/key.js';
import type { Answer, RestRequest } from '../route.js';

/** Seconds that are waited unless the client says how many, and at most. */
export const [usualWait, longestWait] = [60, 300];

/** Milliseconds between two looks at the run. */
const lookInterval = 500;

/** @throws RestError 400 for what is no whole number of seconds from 0 to 300 */
const secondsIn = (search: URLSearchParams): number => {
  const text = parameterOf(search, 'timeout')?.trim() || String(usualWait);
  if (!/^\d{1,3}$/.test(text) || Number(text) > longestWait)
    throw new RestError(400, `timeout is ${shownValue(text)}, but must be a whole number of seconds from 0 to ${longestWait}.`);
  return Number(text);
};

/** How a request waits: in turns, until time is up, or until it has to end. */
const pauses = (place: Stay, until: number) => {
  let giveUp: (why: Ending) => void = () => undefined;
  place.whenEnding((why) => giveUp(why));
  /** Whether there is time left afterwards. @throws CredentialEndedError */
  return (): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const left = until - performance.now();
      if (place.ending === 'stopping' || left <= 0) return resolve(false);
      const timer = setTimeout(resolve, Math.min(left, lookInterval), true);
      giveUp = (why) => {
        clearTimeout(timer);
        if (why === 'stopping') resolve(false);
        else reject(new CredentialEndedError());
      };
      return undefined;
    });
};

/** Clients that wait are no requests in flight, and the time that a request has is not theirs. */
export const wait = async ({ context, id, search, stay }: RestRequest): Promise<Answer> => {
  const until = performance.now() + secondsIn(search) * 1_000;
  let place: Stay | undefined;
  let pause: (() => Promise<boolean>) | undefined;
  /** The place is taken when there is something to wait for. */
  const pauseInPlace = (): Promise<boolean> => {
    place ??= stay();
    pause ??= pauses(place, until);
    return pause();
  };
  try {
    const hasEnded = await waitForEnd(context, id, pauseInPlace);
    return { status: hasEnded ? 200 : 202, representation: { entity: 'integrationRun', id } };
  } finally {
    place?.leave();
  }
};
