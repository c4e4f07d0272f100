// Sends webhooks, in one process among all replicas: the one that has the lease. It goes on as long as it lives and its database answers, and another takes over
// when its lease has run out. What is to be done is derived from rows each time.
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailableError } from '../../../db/unavailable.js';
import { pauseAfter } from '../../background/background.js';
import { type Lease, takeLease } from '../../background/lease.js';
import type { Feed } from '../../feed/feed.js';
import type { WrappingKeys } from '../../signing-key/key-wrapping.js';
import type { Send } from './attempt.js';
import { createDeliveries } from './deliver.js';
import { createDispatch, type DispatchParts } from './dispatch.js';
import { releaseDeliveries } from './release.js';

export interface WorkerParts extends DispatchParts {
  readonly feed: Pick<Feed, 'onGrowth'>;
  readonly send: Send;
  readonly wrapping: WrappingKeys;
}

export interface WebhookWorker {
  /** Begins nothing any more, and waits for what is being sent, for so many milliseconds at most. Another replica goes on at once. */
  stop(patience: number): Promise<void>;
}

/** The lease, and the milliseconds for which it is taken. */
const leaseName = 'send webhooks';
const term = 15_000;
/** Milliseconds between two looks while nothing happens: for what is due again, and what others have asked for. */
const net = 1_000;
/** Milliseconds at least between two looks at the feed, and between two at what is due: what happens meanwhile goes together. */
const pause = 100;
const breath = 10;
/** Milliseconds between two looks for what nobody has released, since whoever was to do it has died. */
const releaseInterval = 60_000;

export const startWebhooks = ({ feed, send, wrapping, ...parts }: WorkerParts): WebhookWorker => {
  const { database, journal } = parts;
  let isStopping = false;
  let isAwake = false;
  let wake: () => void = () => undefined;
  const stir = (): void => {
    isAwake = true;
    wake();
  };
  let lookedAt = Number.NEGATIVE_INFINITY;
  let hasGrown = false;
  const grown = (): void => {
    if (hasGrown) return;
    hasGrown = true;
    setTimeout(stir, lookedAt + pause - performance.now()).unref();
  };
  /** Timers can be a little early. */
  const isToLook = (): boolean => performance.now() - lookedAt > (hasGrown ? pause - 5 : net - 5);
  const dispatch = createDispatch(parts, stir);
  const deliveries = createDeliveries({ database, journal, send, wrapping, onEnd: stir });

  /** Waits for so many milliseconds, or less when it is stirred. */
  const rest = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, isAwake || isStopping ? 0 : Math.max(0, milliseconds)).unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** Works until the lease is another's. What takes longer than the term is no reason to lose it. The feed is listened to while there is an endpoint. */
  const work = async (lease: Lease): Promise<void> => {
    let isHeld = true;
    let forget: (() => void) | null = null;
    const renewal = setInterval(() => {
      lease.renew().then(
        (isRenewed) => {
          isHeld &&= isRenewed;
        },
        () => undefined, // an outage has a line of its own, and the next look meets it as well
      );
    }, term / 3).unref();
    try {
      let releasedAt = Number.NEGATIVE_INFINITY;
      for (let hasMore = false; isHeld && !isStopping; ) {
        isAwake = false;
        if (performance.now() - releasedAt > releaseInterval) {
          releasedAt = performance.now();
          await releaseDeliveries(database, null);
        }
        if (hasMore || isToLook()) {
          hasGrown = false;
          lookedAt = performance.now();
          const found = await dispatch.look(lease.fence);
          hasMore = found.hasMore;
          if (found.hasEndpoints) forget ??= feed.onGrowth(grown);
          else {
            forget?.();
            forget = null;
          }
        }
        await deliveries.sendDue(lease.fence);
        if (hasMore) continue;
        await rest(lookedAt + net - performance.now());
        if (!isStopping) await sleep(breath, undefined, { ref: false });
      }
    } finally {
      forget?.();
      clearInterval(renewal);
    }
  };

  /** Gives the milliseconds until it is worth asking for the lease again. */
  const turn = async (): Promise<number> => {
    const lease = await takeLease(database, leaseName, term);
    if (typeof lease === 'number') return Math.min(lease, term) + Math.random() * net;
    try {
      await work(lease);
    } finally {
      await lease.giveBack(0).catch(() => undefined); // it runs out by itself
    }
    return net;
  };

  const live = async (): Promise<void> => {
    for (let failures = 0; !isStopping; ) {
      let next: number;
      try {
        next = await turn();
        failures = 0;
      } catch (error) {
        failures += 1;
        next = pauseAfter(net, Math.min(failures, 5), Math.random());
        const isKnown = error instanceof DatabaseUnavailableError; // an outage has a line of its own
        if (!isKnown) journal.warn({ err: error, failures }, 'Webhooks could not be sent; it is tried again');
      }
      isAwake = false; // nothing is to be done without the lease
      await rest(next);
    }
  };

  const living = live();
  return {
    stop: async (patience) => {
      isStopping = true;
      stir();
      await living;
      await Promise.all([Promise.race([dispatch.end(), sleep(patience, undefined, { ref: false })]), deliveries.end(patience)]);
    },
  };
};
