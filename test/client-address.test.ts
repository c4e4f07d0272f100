import { expect, test } from 'vitest';
import { clientAddress, noProxies, parseProxies } from '../src/http/client-address.js';
import { fromFetch } from '../src/http/request.js';

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
  ['a client whose port the proxy tells', '10.1.1.1', '198.51.100.1:5678', '198.51.100.1'],
  ['a client of IPv6 whose port the proxy tells', '10.1.1.1', '[2001:db9::7]:5678', '2001:db9::7'],
  ['a client of IPv6 in brackets', '10.1.1.1', '[2001:db9::7]', '2001:db9::7'],
  ['two clients with ports', '10.1.1.1', '198.51.100.1:1, 10.2.2.2:443', '198.51.100.1'],
  ['a client of IPv6 in another spelling', '10.1.1.1', '2001:DB9:0:00::0007', '2001:db9::7'],
  ['a client of IPv4 in a spelling of IPv6', '10.1.1.1', '0:0:0:0:0:ffff:198.51.100.1', '198.51.100.1'],
  ['a client of IPv4 in hexadecimal digits', '10.1.1.1', '::FFFF:c633:6401', '198.51.100.1'],
  ['a client of IPv4 behind NAT64', '10.1.1.1', '[64:ff9b::198.51.100.1]:80', '198.51.100.1'],
  ['a client of IPv4 behind SIIT', '10.1.1.1', '::ffff:0:198.51.100.1', '198.51.100.1'],
  ['a client whose network has a zone', '10.1.1.1', 'fe80::1%eth0', 'fe80::1'],
  ['a trusted proxy in another spelling', '10.1.1.1', '198.51.100.1, ::ffff:10.2.2.2, [2001:0DB8::9]:80', '198.51.100.1'],
  ['a proxy that forwards an address in octal digits', '10.1.1.1', '0300.0.2.1', '10.1.1.1'],
  ['a proxy that forwards a number', '10.1.1.1', '3221225985', '10.1.1.1'],
  ['a proxy that forwards brackets alone', '10.1.1.1', '[]:80', '10.1.1.1'],
  ['nobody', '', undefined, ''],
])('is that of %s', (_what, peer, forwarded, expected) => {
  expect(addressOf(peer, forwarded)).toBe(expected);
});
