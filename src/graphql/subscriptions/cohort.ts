// All who ask the same: what the feed brings is worked out once for them, and each is given the same messages.
import type { Following, Live } from '../../domain/feed/live.js';
import { encodePosition, type FeedPosition } from '../../domain/feed/position.js';
import type { ImagedChange } from '../../domain/feed/read-changes.js';
import { SlowConsumerError } from '../../domain/rules/errors.js';
import { type Evaluate, type Placed, throughOutages } from './evaluate.js';
import type { Plan, Source } from './plan.js';

/** Milliseconds without a message after which members are told how far the feed has come. */
const checkpointIntervalMs = 15_000;
/** Changes that are worked out at once. */
const mostAtOnce = 500;
/** Changes that wait to be worked out at most: so many are kept in any case, for those who come back. */
const mostWaiting = 10_000;

export interface Member {
  /** Is given messages in their order, from where the cohort stood when it joined. */
  readonly push: (messages: readonly Placed[]) => void;
  /** Nothing more comes. */
  readonly fail: (error: unknown) => void;
}

export interface Cohort {
  readonly plan: Plan;
  /** What its members are given comes after it. */
  readonly position: FeedPosition;
  /** The messages of changes of an earlier time, for whoever catches up. */
  resume(changes: readonly ImagedChange[]): Promise<readonly Placed[]>;
  /** A message that a stream begins with. */
  first(source: Source): Promise<readonly Placed[]>;
  join(member: Member): void;
  leave(member: Member): void;
  close(): void;
}

interface Parts {
  readonly live: Live;
  /** Made when the feed is followed, so that nothing happens between what it reads and the first change. */
  readonly makePlan: () => Promise<Plan>;
  readonly evaluate: Evaluate;
  /** It can give nothing more. */
  readonly onFailed: () => void;
}

/** @throws what makes the plan fail, and an outage of the database */
export const createCohort = async ({ live, makePlan, evaluate, onFailed }: Parts): Promise<Cohort> => {
  const members = new Set<Member>();
  const waiting: ImagedChange[] = [];
  let plan: Plan | undefined;
  let isWorking = false;
  let isClosed = false;

  const fail = (error: unknown): void => {
    close();
    onFailed();
    for (const member of members) member.fail(error);
    members.clear();
  };
  const following: Following = await live.follow({
    changed: (changes) => {
      waiting.push(...changes);
      if (plan && waiting.length > mostWaiting) fail(new SlowConsumerError(encodePosition(position)));
      else void work();
    },
    lost: fail,
  });
  let { position } = following;
  let told = position.place;

  const give = (messages: readonly Placed[]): void => {
    if (messages.length === 0) return;
    told = position.place;
    for (const member of members) member.push(messages);
  };
  const work = async (): Promise<void> => {
    if (isWorking || !plan) return;
    isWorking = true;
    const { sourcesOf } = plan;
    try {
      while (waiting.length > 0 && !isClosed) {
        const changes = waiting.splice(0, mostAtOnce);
        // what it remembers has to follow, whoever listens, and once: what fails afterwards is read again without it
        const sources = await throughOutages(
          () => sourcesOf(changes, false),
          () => isClosed,
        );
        const messages = await throughOutages(
          async () => (members.size === 0 ? [] : evaluate(sources)),
          () => isClosed,
        );
        const last = changes.at(-1);
        if (last) position = { place: last.place, mark: last.mark };
        give(messages);
      }
    } catch (error) {
      if (!isClosed) fail(error);
    } finally {
      isWorking = false;
    }
  };
  const checkpoints = setInterval(() => {
    if (position.place > told) give([{ place: position.place, message: { position: encodePosition(position), result: null } }]);
  }, checkpointIntervalMs).unref();
  const close = (): void => {
    isClosed = true;
    clearInterval(checkpoints);
    following.leave();
  };

  try {
    plan = await makePlan();
  } catch (error) {
    close();
    throw error;
  }
  const ready = plan;
  void work();
  return {
    plan: ready,
    get position() {
      return position;
    },
    resume: (changes) =>
      throughOutages(
        async () => evaluate(await ready.sourcesOf(changes, true)),
        () => isClosed,
      ),
    first: (source) =>
      throughOutages(
        () => evaluate([source]),
        () => isClosed,
      ),
    join: (member) => void members.add(member),
    leave: (member) => void members.delete(member),
    close,
  };
};
