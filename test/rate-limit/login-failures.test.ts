import { describe, expect, test, vi } from 'vitest';
import { createLoginFailures, type LoginFailures, mostFailures } from '../../src/rate-limit/login-failures.js';
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

test('lets an address fail ten times in a quarter of an hour, on whichever replica, and an owner of a credential once after that', async () => {
  const [first, second] = [createLoginFailures(world.database), createLoginFailures(world.database)];
  const [here, there] = ['address:192.0.2.1', 'address:192.0.2.9'];
  const look = (failures: LoginFailures, address: string, owner: string | null = null, found: string | null = null) =>
    failures.look({ address, digest: `${address} ${owner} ${found}`, owner }, async () => found);
  const refusal = { message, retryAfter: 900 };
  await look(first, here, null, 'known');
  for (let failure = 0; failure < mostFailures; failure += 1)
    expect(await look(second, here, failure === 0 ? 'client 7' : null)).toBeNull();
  await expect(look(first, here)).rejects.toMatchObject(refusal);
  const more = await world.statementsOf(() => expect(look(first, here, null, 'right')).rejects.toMatchObject(refusal));
  expect(more).toEqual([]); // who goes on guessing costs no statement
  await expect(look(first, here, 'client 7', 'right')).rejects.toMatchObject(refusal);
  await expect(second.failed(here)).rejects.toMatchObject(refusal);
  expect(await look(first, here, null, 'known')).toBe('known');
  expect(await look(first, here, 'client 8')).toBeNull();
  await expect(look(first, here, 'client 8', 'right')).rejects.toMatchObject(refusal);
  expect(await look(first, here, 'client 9', 'right')).toBe('right');
  expect(await look(first, there, null, 'right')).toBe('right');
  vi.setSystemTime(Date.now() + 900_001);
  expect(await look(first, here, 'client 7', 'right')).toBe('right');
});

test('looks for no more than a hundred credentials of an address, whoever they are said to be of', async () => {
  const failures = createLoginFailures(null);
  let looked = 0;
  const find = async () => {
    looked += 1;
    return null;
  };
  const look = (owner: string) => failures.look({ address: 'address:192.0.2.1', digest: owner, owner }, find);
  await Promise.allSettled(Array.from({ length: 300 }, (_, index) => look(`client ${index}`)));
  expect(looked).toBe(100);
});

test('counts in memory where there are no replicas', async () => {
  const failures = createLoginFailures(null);
  for (let failure = 0; failure < mostFailures; failure += 1) await failures.failed('address:192.0.2.1');
  await expect(failures.failed('address:192.0.2.1')).rejects.toMatchObject({ retryAfter: expect.any(Number) });
  await failures.failed('address:192.0.2.2');
});
