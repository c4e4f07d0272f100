// What a cohort remembers of a list, when the reading of its messages has to be repeated.
import { expect, test, vi } from 'vitest';
import { DatabaseUnavailableError } from '../../src/db/unavailable.js';
import type { Live } from '../../src/domain/feed/live.js';
import { encodePosition } from '../../src/domain/feed/position.js';
import type { ImagedChange } from '../../src/domain/feed/read-changes.js';
import { createCohort } from '../../src/graphql/subscriptions/cohort.js';
import type { Placed } from '../../src/graphql/subscriptions/evaluate.js';

/** A feed that brings what it is told to bring. */
const handFed = () => {
  let changed: (changes: readonly ImagedChange[]) => void = () => undefined;
  const live = {
    follow: async (follower: { changed: (changes: readonly ImagedChange[]) => void }) => {
      changed = follower.changed;
      return { position: { place: 1, mark: '1' }, leave: () => undefined };
    },
  } as unknown as Live;
  const bring = (...places: number[]) => changed(places.map((place) => ({ place, mark: 1 }) as unknown as ImagedChange));
  return { live, bring };
};

test('a change is looked at once, however often its messages are read', async () => {
  const { live, bring } = handFed();
  const sourcesOf = vi.fn(async (changes: readonly ImagedChange[]) => changes.map((change) => ({ position: change, root: change })));
  let failures = 2;
  const cohort = await createCohort({
    live,
    makePlan: async () => ({ sourcesOf, first: null }),
    evaluate: async (sources) => {
      failures -= 1;
      if (failures >= 0) throw new DatabaseUnavailableError(new Error('away'), false);
      return sources.map(({ position: { place } }) => ({ place, message: { position: String(place), result: null } }));
    },
    onFailed: () => undefined,
  });
  const given: Placed[] = [];
  cohort.join({ push: (messages) => given.push(...messages), fail: (error) => expect.unreachable(String(error)) });
  bring(2);
  await vi.waitFor(() => expect(given.map(({ place }) => place)).toEqual([2]), { timeout: 10_000 });
  expect(sourcesOf).toHaveBeenCalledTimes(1);
  cohort.close();
});

test('who can’t be told as fast as the feed grows is told where to go on, and nothing more is kept for it', async () => {
  const { live, bring } = handFed();
  const onFailed = vi.fn();
  const cohort = await createCohort({
    live,
    makePlan: async () => ({ sourcesOf: async (changes) => changes.map((change) => ({ position: change, root: change })), first: null }),
    evaluate: () => new Promise(() => undefined),
    onFailed,
  });
  const failures: unknown[] = [];
  cohort.join({ push: () => undefined, fail: (error) => failures.push(error) });
  const places = Array.from({ length: 500 }, (_, index) => index + 2);
  for (let count = 0; count < 20; count += 1) bring(...places);
  await vi.waitFor(() => expect(failures).toEqual([]));
  for (let count = 0; count < 2; count += 1) bring(...places);
  expect(failures).toEqual([expect.objectContaining({ code: 'SLOW_CONSUMER', position: encodePosition({ place: 1, mark: '1' }) })]);
  expect(onFailed).toHaveBeenCalledTimes(1);
});
