import { expect, test } from 'vitest';
import { clientAddress, noProxies, parseProxies } from '../src/client-address.js';
import { fromFetch } from '../src/http.js';

const proxies = parseProxies('10.0.0.0/8, 2001:db8::/32') ?? noProxies;

const addressOf = (peer: string, forwarded?: string) =>
  clientAddress(
    fromFetch(new Request('http://gateway.test/', { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }), peer),
    proxies,
  );

test.each([
  ['a client that comes straight', '192.0.2.1', undefined, '192.0.2.1'],
  ['a client that says it is somebody else', '192.0.2.1', '198.51.100.1', '192.0.2.1'],
  ['a client behind a proxy', '10.1.1.1', '198.51.100.1', '198.51.100.1'],
  ['a client behind two proxies', '10.1.1.1', '198.51.100.1, 10.2.2.2', '198.51.100.1'],
  ['a client behind a proxy that says it is somebody else', '10.1.1.1', '203.0.113.9, 198.51.100.1', '198.51.100.1'],
  ['a proxy that forwards nothing', '10.1.1.1', undefined, '10.1.1.1'],
  ['a proxy that forwards nonsense', '10.1.1.1', '198.51.100.1, unknown', '10.1.1.1'],
  ['a proxy of IPv6', '2001:db8::1', '2001:db9::7', '2001:db9::7'],
  ['a proxy of IPv4 on a socket of IPv6', '::ffff:10.1.1.1', '198.51.100.1', '198.51.100.1'],
  ['nobody', '', undefined, ''],
])('is that of %s', (_what, peer, forwarded, expected) => {
  expect(addressOf(peer, forwarded)).toBe(expected);
});
