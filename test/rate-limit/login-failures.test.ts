import { describe, expect, test, vi } from 'vitest';
import { createLoginFailures, mostFailures } from '../../src/rate-limit/login-failures.js';
import { askToken, makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { useStillClock } from './still-clock.js';

const world = useWorld();
useStillClock(world);

const message = 'Too many failures to log in. Check the credential, and try again in 900 s.';

describe('a gateway that asks for credentials', () => {
  const guarded = useWorld({ auth: { mode: 'required' }, loginFailures: createLoginFailures(null) });
  const token = (secret: string) => askToken(guarded, { grant_type: 'client_credentials', client_id: 'nobody', client_secret: secret });

  test('answers 429 after ten refused credentials from one address, at whichever door, and still takes a good one', async () => {
    const client = await makeClient(guarded, ['core.integration.read']);
    for (let failure = 0; failure < mostFailures - 1; failure += 1) expect((await token(`guess ${failure}`)).status).toBe(401);
    const bad = { authorization: 'Bearer guess' };
    expect((await guarded.rest('GET', '/api/integrations', undefined, bad)).status).toBe(401);
    const refused = await guarded.rest('GET', '/api/integrations', undefined, bad);
    expect([refused.status, refused.json]).toEqual([429, { errors: { base: [message] } }]);
    expect(refused.headers.get('retry-after')).toBe('900');
    expect((await token('another guess')).status).toBe(429);

    const good = { grant_type: 'client_credentials', client_id: client.apiClient.clientId, client_secret: client.clientSecret };
    expect((await askToken(guarded, good)).status).toBe(200);
  });
});

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
