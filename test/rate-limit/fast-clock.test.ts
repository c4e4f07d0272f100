import { expect, test } from 'vitest';
import { createLimiter, draw } from '../../src/rate-limit/shared-bucket.js';

test('a bucket that a replica with a fast clock has closed for an hour is begun anew', async () => {
  const limiter = createLimiter('fast', 5, 2, null);
  await limiter.block('key', 3_600);
  expect(await draw(limiter, 'key', 1)).toMatchObject({ granted: 1, remaining: 4 });
});

test('a bucket that is empty for its own time stays so', async () => {
  const limiter = createLimiter('empty', 5, 2, null);
  expect(await draw(limiter, 'key', 4)).toMatchObject({ granted: 4, remaining: 1 });
  expect(await draw(limiter, 'key', 4)).toMatchObject({ granted: 1, remaining: 0 });
  expect(await draw(limiter, 'key', 1)).toMatchObject({ granted: 0, remaining: 0 });
});
