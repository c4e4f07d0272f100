// Whom a request is charged to: the credential, or without one the address.
import { isIPv6 } from 'node:net';
import { localDeveloper, type Viewer } from '../domain/viewer.js';

/** A household or a machine has 2^64 addresses of IPv6, and may change them as it likes: its network counts. */
const networkOf = (address: string): string => {
  if (!isIPv6(address) || /^::ffff:\d/i.test(address)) return address.replace(/^::ffff:/i, '');
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ? tail.split(':') : [])];
  return `${all.slice(0, 4).join(':')}::/64`;
};

/** The key of whoever has no credential. */
export const addressKey = (address: string): string => `address:${networkOf(address)}`;

/** The key of whoever sends the request; null for a viewer whose credential was refused. */
export const callerKey = (viewer: Viewer | null, address: string): string =>
  viewer === null || viewer === localDeveloper || viewer.actorId === null ? addressKey(address) : `actor:${viewer.actorId}`;
