import { expect, test } from 'vitest';
import { localDeveloper } from '../../src/domain/rules/viewer.js';
import { callerKey } from '../../src/rate-limit/caller.js';

test.each([
  ['192.0.2.1', 'address:192.0.2.1'],
  ['::ffff:192.0.2.1', 'address:192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', 'address:2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', 'address:2001:db8:1:2::/64'],
  ['2001:db8::9', 'address:2001:db8:0:0::/64'],
  ['2001:DB8:1:2::9', 'address:2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002:0000::9', 'address:2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'address:fe80:0:0:0::/64'],
  ['0:0:0:0:0:ffff:192.0.2.1', 'address:192.0.2.1'],
  ['::ffff:c000:201', 'address:192.0.2.1'],
  ['64:ff9b::192.0.2.1', 'address:192.0.2.1'],
  ['64:FF9B::C000:201', 'address:192.0.2.1'],
  ['::ffff:0:192.0.2.1', 'address:192.0.2.1'],
  ['unknown', 'address:unknown'],
  ['::1', 'address:0:0:0:0::/64'],
  ['', 'address:'],
])('whoever has no credential is known by the address, an IPv6 network as one: %s', (address, key) => {
  expect(callerKey({ ...localDeveloper, actorId: null }, address)).toBe(key);
  expect(callerKey(localDeveloper, address)).toBe(key);
});

test('whoever has a credential is known by it, wherever they are', () => {
  expect(callerKey({ ...localDeveloper, actorId: 7 }, '192.0.2.1')).toBe('actor:7');
});
