// One attempt: the delivery is signed as it is sent, and what comes back is put into words for its log.
import { shown } from '../../../lib/shown.js';
import { unwrap, type WrappingKeys } from '../../signing-key/key-wrapping.js';
import { signatureOf } from '../secret.js';
import type { Claimed } from './claim.js';
import type { Attempt } from './outcome.js';

interface Received {
  readonly statusCode: number;
  /** As it came; null without one. */
  readonly retryAfter: string | null;
  /** The beginning of the body. */
  readonly excerpt: string;
}

interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends by POST, and follows no redirect. @throws Error with a message for people, where no answer comes */
export type Send = (sent: Sent, signal: AbortSignal) => Promise<Received>;

/** Whose work ends because the process stops. */
export class StoppedError extends Error {}

/** Seconds in a `Retry-After`, which has them or a date; null for anything else. */
export const secondsOf = (retryAfter: string | null, now: number): number | null => {
  if (retryAfter === null) return null;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter);
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
};

const problemOf = ({ statusCode, excerpt }: Received): string | null => {
  if (statusCode >= 200 && statusCode < 300) return null;
  const redirect = statusCode >= 300 && statusCode < 400 ? ', and redirects are not followed: give the address that it leads to' : '';
  return `The receiver answered ${statusCode}${redirect}${excerpt.trim() === '' ? '' : `: ${shown(excerpt)}`}`;
};

/** @throws StoppedError where the signal has ended it; WrappingKeyError where its secret can't be read */
export const attemptDelivery = async (send: Send, wrapping: WrappingKeys, claimed: Claimed, signal: AbortSignal): Promise<Attempt> => {
  const { url, messageId: id, body, secrets: kept } = claimed;
  const secrets = await Promise.all(kept.map((secret) => unwrap(wrapping, secret, 'webhook')));
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'integration-runs-gateway',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatureOf(secrets, { id, timestamp, body }),
  };
  try {
    const received = await send({ url, headers, body }, signal);
    return {
      statusCode: received.statusCode,
      error: problemOf(received),
      retryAfter: secondsOf(received.retryAfter, Date.now()),
    };
  } catch (error) {
    if (signal.aborted) throw new StoppedError();
    return { statusCode: null, error: error instanceof Error ? error.message : String(error), retryAfter: null };
  }
};
