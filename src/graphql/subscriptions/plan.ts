// What each field of `Subscription` gives of the feed: which changes, and what its messages are made of.
import { findExisting } from '../../domain/entities/by.js';
import { type FollowedList, followList, type ListedEntity } from '../../domain/feed/followed-list.js';
import { typesFor } from '../../domain/feed/list-changes.js';
import type { FeedPosition } from '../../domain/feed/position.js';
import type { ImagedChange } from '../../domain/feed/read-changes.js';
import { authorize, type DomainContext } from '../../domain/rules/viewer.js';
import type { ChangeType } from '../../generated/prisma/enums.js';
import { runBy } from '../schema/by-inputs.js';
import type { RunMessage } from '../schema/feed/subscription.js';
import { type FilterInput, toCondition } from '../schema/filters/to-condition.js';

/** What a message is made of: the field resolves it. */
export interface Source {
  readonly position: FeedPosition;
  readonly root: unknown;
}

export interface Plan {
  /** The messages of the changes, in their order; `isResumed` where they are of an earlier time than those before. */
  readonly sourcesOf: (changes: readonly ImagedChange[], isResumed: boolean) => Promise<readonly Source[]>;
  /** What a stream begins with that goes on from nowhere; null for nothing. */
  readonly first: ((position: FeedPosition) => Source) | null;
}

type Arguments = Readonly<Record<string, unknown>>;

const planRun = async ({ by }: Arguments, context: DomainContext): Promise<Plan> => {
  const { id } = await findExisting(context, 'integrationRun', runBy(by as object, ['by'])); // as GraphQL has checked it
  const source = (position: FeedPosition, change: RunMessage['change']): Source => ({
    position,
    root: { position, runId: id, change } satisfies RunMessage,
  });
  return {
    sourcesOf: async (changes) => changes.flatMap((change) => (change.integrationRunId === id ? [source(change, change)] : [])),
    first: (position) => source(position, null),
  };
};

const planList =
  (entity: ListedEntity) =>
  async ({ filter }: Arguments, context: DomainContext): Promise<Plan> => {
    const list: FollowedList = await followList(context, entity, toCondition(entity, filter as FilterInput | null | undefined, ['filter']));
    return {
      sourcesOf: async (changes, isResumed) => (await list(changes, isResumed)).map((root) => ({ position: root.change, root })),
      first: null,
    };
  };

const planFeed = async ({ types }: Arguments, context: DomainContext): Promise<Plan> => {
  authorize(context, 'core.integration.read');
  const told = typesFor(context.viewer, (types as readonly ChangeType[] | null | undefined) ?? null);
  const wanted = told && new Set(told);
  return {
    sourcesOf: async (changes) =>
      changes.flatMap((change) => ((wanted?.has(change.type) ?? true) ? [{ position: change, root: change }] : [])),
    first: null,
  };
};

/** By the field. @throws DomainError for what may not or can't be followed */
export const plans: ReadonlyMap<string, (given: Arguments, context: DomainContext) => Promise<Plan>> = new Map([
  ['integrationRunChanged', planRun],
  ['integrationRunsChanged', planList('integrationRun')],
  ['integrationErrorsChanged', planList('integrationError')],
  ['changes', planFeed],
]);
