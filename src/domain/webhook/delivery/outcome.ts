// What becomes of a delivery after an attempt, and of its endpoint.
import type { WebhookDeliveryState } from '../../../generated/prisma/enums.js';

/** What an attempt came to. */
export interface Attempt {
  /** Of the answer; null where there was none. */
  readonly statusCode: number | null;
  /** Why it failed; null where the receiver took it. */
  readonly error: string | null;
  /** Seconds that the receiver asks to be left alone for; null where it doesn't ask. */
  readonly retryAfter: number | null;
}

const minute = 60;
const hour = 60 * minute;

/** Seconds until the next attempt, after the first, the second, …: about a day in all. */
const pauses = [5, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour] as const;

export const mostAttempts = pauses.length + 1;

/** How far a pause may be from what it should be, so that receivers that come back don't get everything at once. */
const jitter = 0.2;

/** Longest that a receiver is left alone for because it asks. */
const longestRetryAfter = hour;

/** Failures in a row after which an endpoint is tried with one delivery a minute, until it takes one. */
export const fewFailures = 20;

export interface Outcome {
  readonly state: WebhookDeliveryState;
  /** Seconds until the next attempt; null where there is none. */
  readonly pause: number | null;
  /** Seconds that nothing is sent to the endpoint for; null where it isn't held back. */
  readonly endpointPause: number | null;
  /** Why the endpoint is disabled at once; null where it isn't. */
  readonly disabledReason: string | null;
}

interface Tried {
  /** Attempts so far, this one among them. */
  readonly attempts: number;
  /** Whether somebody asked for it: it is tried once, and its endpoint isn't judged by it. */
  readonly isRequested: boolean;
  /** Failures in a row of the endpoint, before this attempt. */
  readonly failures: number;
}

export const gone = 'The receiver answered 410 Gone: it wants nothing more. Where that was a mistake, enable it with `state: ACTIVE`.';

/** `random` is from 0 to 1. */
export const outcomeOf = (
  { statusCode, error, retryAfter }: Attempt,
  { attempts, isRequested, failures }: Tried,
  random: number,
): Outcome => {
  const ended = { pause: null, endpointPause: null, disabledReason: null };
  if (error === null) return { ...ended, state: 'DELIVERED' };
  if (isRequested) return { ...ended, state: 'FAILED' };
  const asked = retryAfter === null ? null : Math.min(retryAfter, longestRetryAfter);
  const endpointPause = failures + 1 >= fewFailures ? Math.max(minute, asked ?? 0) : asked;
  if (statusCode === 410) return { ...ended, state: 'FAILED', disabledReason: gone };
  const pause = pauses[attempts - 1];
  if (pause === undefined) return { ...ended, state: 'FAILED', endpointPause };
  return { ...ended, state: 'PENDING', pause: Math.max(pause * (1 - jitter + 2 * jitter * random), asked ?? 0), endpointPause };
};
