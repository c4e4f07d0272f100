// Sends what is due, many deliveries at once, and writes down what became of each. An attempt that is broken off, since the process stops, is given back, and
// so is one that could not be signed.
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../db/database.js';
import { DatabaseUnavailableError } from '../../../db/unavailable.js';
import type { Prisma } from '../../../generated/prisma/client.js';
import type { Journal } from '../../rules/viewer.js';
import { WrappingKeyError, type WrappingKeys } from '../../signing-key/key-wrapping.js';
import { attemptDelivery, type Send, StoppedError } from './attempt.js';
import { type Claimed, claimDeliveries, hasDue } from './claim.js';
import { tellDisabled } from './endpoints.js';
import { outcomeOf } from './outcome.js';
import { giveBack, recordAttempt } from './record.js';
import { releaseDeliveries } from './release.js';

/** Deliveries that a process sends at once, beside one of each endpoint. */
const mostShared = 50;
/** Milliseconds until what an attempt came to is written down again, after an outage of the database; and how often. */
const recordPause = 500;
const mostRecords = 10;

/** Another replica may have the key for it, or this one soon. */
const unreadable = { error: 'This gateway lacks the key that wraps the secret of the endpoint. It is tried again.', pause: 30 };
const stopped = { error: null, pause: 0 };

export interface DeliveryParts {
  readonly database: Database;
  readonly journal: Journal;
  readonly send: Send;
  readonly wrapping: WrappingKeys;
  /** Called after each attempt: there may be something to send again. */
  readonly onEnd: () => void;
}

export interface Deliveries {
  /** Begins to send what is due. Gives how many deliveries that is; it doesn't wait for them. */
  sendDue(fence: Prisma.Sql): Promise<number>;
  /** Waits for those that are being sent, and breaks them off after so many milliseconds. */
  end(patience: number): Promise<void>;
}

export const createDeliveries = ({ database, journal, send, wrapping, onEnd }: DeliveryParts): Deliveries => {
  const running = new Set<Promise<void>>();
  /** How many are being sent, by their endpoints. */
  const busy = new Map<number, number>();
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // each delivery listens to it

  /** The receiver has it, or has refused it: that is not to be forgotten because the database is away for a moment. */
  const throughOutages = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof DatabaseUnavailableError) || tries === mostRecords || stopping.signal.aborted) throw error;
        await sleep(recordPause, undefined, { ref: false });
      }
    }
  };

  const deliver = async (claimed: Claimed): Promise<void> => {
    try {
      const attempt = await attemptDelivery(send, wrapping, claimed, stopping.signal);
      const outcome = outcomeOf(attempt, claimed, Math.random());
      const reason = await throughOutages(() => recordAttempt(database, claimed, attempt, outcome));
      if (reason !== null) tellDisabled(journal, claimed.endpointId, reason);
      const { endpointId, subject } = claimed;
      if (outcome.pause === null) await throughOutages(() => releaseDeliveries(database, { endpointId, subjects: [subject] }));
    } catch (error) {
      if (error instanceof StoppedError) return giveBack(database, claimed, stopped);
      if (error instanceof WrappingKeyError) await giveBack(database, claimed, unreadable);
      throw error;
    }
  };

  const count = ({ endpointId }: Claimed, change: number): void => {
    const now = (busy.get(endpointId) ?? 0) + change;
    if (now === 0) busy.delete(endpointId);
    else busy.set(endpointId, now);
  };
  const begin = (claimed: Claimed): void => {
    const delivery = deliver(claimed)
      .catch((error: unknown) => {
        // it is claimed until its time is over, and then tried again
        const isKnown = error instanceof DatabaseUnavailableError; // an outage has a line of its own
        if (!isKnown)
          journal.warn(
            { err: error, webhookEndpoint: claimed.endpointId, delivery: claimed.id },
            'A webhook delivery has failed, and is tried again',
          );
      })
      .finally(() => {
        running.delete(delivery);
        count(claimed, -1);
        onEnd();
      });
    running.add(delivery);
    count(claimed, 1);
  };

  return {
    sendDue: async (fence) => {
      if (stopping.signal.aborted || !(await hasDue(database))) return 0;
      const claimed = await claimDeliveries(database, fence, mostShared - (running.size - busy.size), busy);
      for (const each of claimed) begin(each);
      return claimed.length;
    },
    end: async (patience) => {
      const timer = setTimeout(() => stopping.abort(), patience);
      await Promise.all(running);
      clearTimeout(timer);
      stopping.abort();
    },
  };
};
