// A list that is followed: which of the changes of the feed reach it, and whether a record has entered it, was updated in it, or has left it.
import { Prisma } from '../../generated/prisma/client.js';
import { entityOf } from '../entities/entities.js';
import { type Condition, checkCondition, compile } from '../read/conditions.js';
import { readByIds } from '../read/read.js';
import { authorizeRead } from '../read/scopes.js';
import { SubscriptionTooWideError } from '../rules/errors.js';
import type { DomainContext } from '../rules/viewer.js';
import { bind } from '../sql/placeholder.js';
import { type Fields, type Integrations, predicateOf } from './predicate.js';
import type { ImagedChange } from './read-changes.js';

const { sql, raw } = Prisma;

export type ListedEntity = 'integrationRun' | 'integrationError';
export type ListChange = 'ENTERED' | 'UPDATED' | 'LEFT';

export interface ListedChange {
  readonly change: ImagedChange;
  readonly how: ListChange;
}

/**
 * Which of the changes reach the list, in their order. They come one after the other, but those that are `resumed`, which are of an earlier time: where the list
 * looks at other records, nobody knows any more what it held then, and what enters it is told as updated.
 */
export type FollowedList = (changes: readonly ImagedChange[], isResumed: boolean) => Promise<readonly ListedChange[]>;

/** Records that a list may hold whose conditions look at other records: they have to be remembered. */
const mostMembers = 10_000;

const idOf = { integrationRun: 'integrationRunId', integrationError: 'integrationErrorId' } as const;
const prefixOf = { integrationRun: 'RUN_', integrationError: 'ERROR_' } as const;

/** The ids of those rows that meet the condition, of the given ones or of all. */
const idsOf = async (
  { database }: DomainContext,
  entity: ListedEntity | 'integration',
  where: Condition,
  among: readonly number[] | null,
): Promise<Set<number>> => {
  const { text, values } = sql`SELECT t0.id FROM ${raw(entityOf(entity).table)} AS t0 WHERE ${compile(entity, where)}
    AND ${among ? sql`t0.id = ANY (${among}::bigint[])` : sql`TRUE`} LIMIT ${mostMembers + 1}::int`;
  const rows = await database.read<{ id: number }>({ text, values: bind(values, { variables: {}, now: new Date() }) });
  return new Set(rows.map(({ id }) => id));
};

const isAbout = (entity: ListedEntity, change: ImagedChange): boolean => change[idOf[entity]] !== null;
const isOwn = (entity: ListedEntity, { type }: ImagedChange): boolean => type.startsWith(prefixOf[entity]);

const howOf = (was: boolean, is: boolean): ListChange | null => (is ? (was ? 'UPDATED' : 'ENTERED') : was ? 'LEFT' : null);

const listed = (change: ImagedChange, how: ListChange | null): ListedChange[] => (how === null ? [] : [{ change, how }]);

/** For each change that is none of the records' own (a run's errors): the next of the same record that is, if there is one among them. */
const nextOwn = (entity: ListedEntity, changes: readonly ImagedChange[]): ReadonlyMap<ImagedChange, ImagedChange> => {
  const next = new Map<number, ImagedChange>();
  const found = new Map<ImagedChange, ImagedChange>();
  for (const change of changes.toReversed()) {
    const id = change[idOf[entity]];
    if (id === null) continue;
    const own = next.get(id);
    if (isOwn(entity, change)) next.set(id, change);
    else if (own) found.set(change, own);
  }
  return found;
};

/** Told by the images alone, but for changes of a run's errors, which are no change of its own. */
const followByImages = (
  context: DomainContext,
  entity: ListedEntity,
  predicate: NonNullable<ReturnType<typeof predicateOf>>,
): FollowedList => {
  const readIntegrations = (): Promise<Integrations> =>
    Promise.all(predicate.integrations.map((where) => idsOf(context, 'integration', where, null)));
  let known: Promise<Integrations> | null = null;
  const current = (): Promise<Integrations> => {
    known ??= readIntegrations();
    known.catch(() => {
      known = null;
    });
    return known;
  };
  /** Those that met the conditions at the beginning, by which records were in the list that have not changed since. */
  let first: Integrations | null = null;
  current().catch(() => undefined); // it is read again
  /** Whether records were in the list after the last change of their own. */
  const latest = new Map<number, boolean>();
  const remember = (id: number, is: boolean): boolean => {
    latest.delete(id);
    latest.set(id, is);
    if (latest.size > mostMembers) for (const oldest of latest.keys()) return latest.delete(oldest) && is;
    return is;
  };
  return async (changes, isResumed) => {
    first ??= await current();
    if (changes.some(({ integrationId }) => integrationId !== null)) known = null;
    const integrations = await current();
    const earlier = isResumed ? integrations : first;
    const meets = (row: Fields): boolean => predicate.test(row, integrations);
    const wasListed = ({ before, after }: ImagedChange): boolean => before !== null && predicate.test({ ...after, ...before }, earlier);
    const next = nextOwn(entity, changes);
    const others = changes.filter((change) => isAbout(entity, change) && !isOwn(entity, change) && !next.has(change));
    const ids = [...new Set(others.map((change) => change[idOf[entity]] ?? 0))];
    const rows = ids.length === 0 ? [] : await readByIds(context, entity, ids);
    const met = new Set(rows.flatMap((row) => (row && meets(row as unknown as Fields) ? [row.id] : []))); // a row has its fields
    return changes.flatMap((change) => {
      if (!isAbout(entity, change)) return [];
      const id = change[idOf[entity]] ?? 0;
      const before = isResumed ? undefined : latest.get(id); // the record as it is now may have changed again
      if (!isOwn(entity, change)) {
        const own = next.get(change);
        return listed(change, (before ?? (own ? wasListed(own) : met.has(id))) ? 'UPDATED' : null);
      }
      const was = change.before !== null && (before ?? wasListed(change));
      const is = meets(change.after);
      return listed(change, howOf(was, isResumed ? is : remember(id, is)));
    });
  };
};

/** Told by what the list holds now and what it held before. */
const followByMembers = async (context: DomainContext, entity: ListedEntity, where: Condition): Promise<FollowedList> => {
  const members = await idsOf(context, entity, where, null);
  if (members.size > mostMembers) throw new SubscriptionTooWideError(mostMembers);
  return async (changes, isResumed) => {
    const about = changes.filter((change) => isAbout(entity, change));
    const ids = [...new Set(about.map((change) => change[idOf[entity]] ?? 0))];
    const now = ids.length === 0 ? new Set<number>() : await idsOf(context, entity, where, ids);
    return about.flatMap((change) => {
      const id = change[idOf[entity]] ?? 0;
      const is = now.has(id);
      if (isResumed) return listed(change, is ? (change.before === null && isOwn(entity, change) ? 'ENTERED' : 'UPDATED') : 'LEFT');
      const how = howOf(members.has(id), is);
      if (is) members.add(id);
      else members.delete(id);
      if (members.size > mostMembers) throw new SubscriptionTooWideError(mostMembers);
      return listed(change, how);
    });
  };
};

/**
 * Begins to follow the list of the records that meet the condition.
 * @throws ForbiddenError without the scope of the records, or of those that the condition leads to
 * @throws SubscriptionTooWideError where the condition looks at other records and more than 10,000 meet it
 * @throws BadInputError for conditions that can't be asked for
 */
export const followList = async (context: DomainContext, entity: ListedEntity, where: Condition): Promise<FollowedList> => {
  authorizeRead(context, entity, where);
  checkCondition(entity, where);
  const predicate = predicateOf(entity, where);
  return predicate ? followByImages(context, entity, predicate) : followByMembers(context, entity, where);
};

/**
 * Those of the changes of runs, and of their errors, whose run meets the condition: by what the change has made of it where its images tell, and otherwise as it
 * is now. Nothing is remembered between two calls.
 * @throws ForbiddenError without the scope of runs, or of what the condition leads to
 */
export const changesOfRuns = async (
  context: DomainContext,
  where: Condition,
  changes: readonly ImagedChange[],
): Promise<readonly ImagedChange[]> => {
  authorizeRead(context, 'integrationRun', where);
  const predicate = predicateOf('integrationRun', where);
  if (predicate) {
    const follow = followByImages(context, 'integrationRun', predicate);
    const own = changes.filter((change) => isOwn('integrationRun', change));
    const others = changes.filter((change) => !isOwn('integrationRun', change)); // by themselves, and so by the run as it is now: errors come with its move
    const listed = [...(await follow(own, true)), ...(await follow(others, true))];
    const met = new Set(listed.flatMap(({ change, how }) => (how === 'LEFT' ? [] : [change])));
    return changes.filter((change) => met.has(change));
  }
  const ids = new Set(changes.flatMap(({ integrationRunId }) => integrationRunId ?? []));
  const met = ids.size === 0 ? ids : await idsOf(context, 'integrationRun', where, [...ids]);
  return changes.filter(({ integrationRunId }) => integrationRunId !== null && met.has(integrationRunId));
};
