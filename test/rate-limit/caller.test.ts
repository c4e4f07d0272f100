import { expect, test } from 'vitest';
import { localDeveloper } from '../../src/domain/viewer.js';
import { callerKey } from '../../src/rate-limit/caller.js';

test.each([
  ['192.0.2.1', 'address:192.0.2.1'],
  ['::ffff:192.0.2.1', 'address:192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', 'address:2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', 'address:2001:db8:1:2::/64'],
  ['2001:db8::9', 'address:2001:db8:0:0::/64'],
  ['::1', 'address:0:0:0:0::/64'],
  ['', 'address:'],
])('whoever has no credential is known by the address, an IPv6 network as one: %s', (address, key) => {
  expect(callerKey({ ...localDeveloper, actorId: null }, address)).toBe(key);
  expect(callerKey(localDeveloper, address)).toBe(key);
});

test('whoever has a credential is known by it, wherever they are', () => {
  expect(callerKey({ ...localDeveloper, actorId: 7 }, '192.0.2.1')).toBe('actor:7');
});
