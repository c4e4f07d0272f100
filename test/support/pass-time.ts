import { onTestFinished, vi } from 'vitest';

/** Lets so many milliseconds pass for what goes by the process's monotonic clock, as caches do, until the test ends. Nobody waits for them. */
export const passTime = (milliseconds: number): void => {
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + milliseconds);
  onTestFinished(() => clock.mockRestore());
};
