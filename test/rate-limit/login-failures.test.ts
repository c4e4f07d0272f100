import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLoginFailures, mostFailures } from '../../src/rate-limit/login-failures.js';
import { useWorld } from '../support/world.js';

const world = useWorld();

beforeEach(async () => {
  await world.database.prisma.rateLimit.deleteMany();
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const message = 'Too many failures to log in. Check the credential, and try again in 900 s.';

test('lets a key fail ten times in a quarter of an hour, on whichever replica', async () => {
  const [first, second] = [createLoginFailures(world.database), createLoginFailures(world.database)];
  for (let failure = 0; failure < mostFailures; failure += 1) {
    expect(await second.mayTry('address:192.0.2.1', 'client 7')).toBeNull();
    await first.failed('address:192.0.2.1', 'client 7');
  }
  expect(await second.mayTry('address:192.0.2.1')).toEqual({ message, retryAfter: 900 });
  expect(await second.mayTry('address:192.0.2.9', 'client 7')).toEqual({ message, retryAfter: 900 });
  expect(await second.mayTry('address:192.0.2.9')).toBeNull();
  vi.setSystemTime(Date.now() + 900_001);
  expect(await first.mayTry('address:192.0.2.1', 'client 7')).toBeNull();
});

test('counts in memory where there are no replicas', async () => {
  const failures = createLoginFailures(null);
  for (let failure = 0; failure < mostFailures; failure += 1) await failures.failed('address:192.0.2.1');
  expect(await failures.mayTry('address:192.0.2.1')).toMatchObject({ retryAfter: expect.any(Number) });
  expect(await failures.mayTry('address:192.0.2.2')).toBeNull();
});
