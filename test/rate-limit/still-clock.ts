import { afterEach, beforeEach, vi } from 'vitest';
import type { World } from '../support/world.js';

/** Each test begins with full buckets, and a clock that stands still unless the test moves it. */
export const useStillClock = (world: World): void => {
  beforeEach(async () => {
    await world.database.prisma.rateLimit.deleteMany();
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
};
