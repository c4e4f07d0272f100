// One who follows: catches up with its cohort from its own place, and then takes what the cohort gives. It never holds more than a bounded number of messages.
import type { Database } from '../../db/database.js';
import type { Live } from '../../domain/feed/live.js';
import { encodePosition, type FeedPosition } from '../../domain/feed/position.js';
import { type ImagedChange, readImagedChanges } from '../../domain/feed/read-changes.js';
import { SlowConsumerError } from '../../domain/rules/errors.js';
import type { Cohort, Member } from './cohort.js';
import { type Placed, throughOutages } from './evaluate.js';
import type { ChangeStream, StreamMessage } from './stream.js';

/** Messages that wait for a reader at most. */
const mostWaiting = 2_000;
/** Changes of an earlier time that are read at once. */
const mostAtOnce = 500;

interface Parts {
  readonly database: Pick<Database, 'read'>;
  readonly live: Live;
  readonly cohort: Cohort;
  /** Where it goes on; null for where the cohort stands, with its first message. */
  readonly after: FeedPosition | null;
  readonly lastMessage: (error: unknown) => StreamMessage;
  readonly onClosed: () => void;
}

export const createMember = ({ database, live, cohort, after, lastMessage, onClosed }: Parts): ChangeStream => {
  let at = after ?? cohort.position;
  let taken = encodePosition(at);
  let isJoined = false;
  let isOver = false;
  let last: StreamMessage | null = null;
  let queue: Placed[] = [];
  let wake: () => void = () => undefined;

  const finish = (message: StreamMessage | null): void => {
    last ??= message;
    cohort.leave(member);
    wake();
  };
  const member: Member = {
    push: (messages) => {
      // who comes from a gateway that was ahead has had some of them
      for (const placed of messages) if (placed.place > at.place) queue.push(placed);
      if (queue.length > mostWaiting) {
        queue = [];
        finish(lastMessage(new SlowConsumerError(taken)));
      } else wake();
    },
    fail: (error) => finish(lastMessage(error)),
  };

  /** The next changes up to where the cohort stands: of the latest, or of the database. */
  const readUpTo = async (until: FeedPosition): Promise<readonly ImagedChange[]> => {
    const kept = live.kept(at, until);
    if (kept) return kept.slice(0, mostAtOnce);
    const { changes } = await throughOutages(
      () => readImagedChanges(database, { after: at, limit: mostAtOnce }),
      () => isOver,
    );
    return changes.filter(({ place }) => place <= until.place);
  };
  /** The messages of the next changes that concern it; joins the cohort when there are none left. */
  const catchUp = async (): Promise<readonly Placed[]> => {
    for (;;) {
      const until = cohort.position;
      if (at.place >= until.place) {
        if (!isOver) cohort.join(member);
        isJoined = true;
        return [];
      }
      const changes = await readUpTo(until);
      const { place, mark } = changes.at(-1) ?? until;
      at = { place, mark };
      const messages = await cohort.resume(changes);
      if (messages.length > 0 || isOver) return messages;
    }
  };
  const begin = async (): Promise<readonly Placed[]> => {
    const { first } = cohort.plan;
    const source = after === null ? first : null;
    return source ? cohort.first(source(at)) : [];
  };

  let isBegun = false;
  const more = async (): Promise<readonly Placed[]> => {
    try {
      if (!isBegun) {
        isBegun = true;
        const messages = await begin();
        if (messages.length > 0) return messages;
      }
      return isJoined ? [] : await catchUp();
    } catch (error) {
      finish(lastMessage(error));
      return [];
    }
  };

  return {
    next: async () => {
      while (!isOver) {
        const messages = isJoined ? queue.splice(0) : await more();
        if (messages.length > 0) {
          taken = messages.at(-1)?.message.position ?? taken;
          return messages.map(({ message }) => message);
        }
        if (isOver) break;
        if (last !== null) {
          isOver = true;
          onClosed();
          return [last];
        }
        if (isJoined && queue.length === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
      return null;
    },
    close: () => {
      if (isOver) return;
      isOver = true;
      queue = [];
      finish(null);
      onClosed();
    },
  };
};
