// What a cohort remembers of a list, when the reading of its messages has to be repeated.
import { expect, test, vi } from 'vitest';
import { DatabaseUnavailableError } from '../../src/db/unavailable.js';
import type { Live } from '../../src/domain/feed/live.js';
import type { ImagedChange } from '../../src/domain/feed/read-changes.js';
import { createCohort } from '../../src/graphql/subscriptions/cohort.js';
import type { Placed } from '../../src/graphql/subscriptions/evaluate.js';

test('a change is looked at once, however often its messages are read', async () => {
  let changed: ((changes: readonly ImagedChange[]) => void) | undefined;
  const live = {
    follow: async (follower: { changed: (changes: readonly ImagedChange[]) => void }) => {
      changed = follower.changed;
      return { position: { place: 1, mark: 1 }, leave: () => undefined };
    },
  } as unknown as Live;
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
  changed?.([{ place: 2, mark: 1 } as unknown as ImagedChange]);
  await vi.waitFor(() => expect(given.map(({ place }) => place)).toEqual([2]), { timeout: 10_000 });
  expect(sourcesOf).toHaveBeenCalledTimes(1);
  cohort.close();
});
