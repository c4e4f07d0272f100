// Where the gateway sends requests of its own accord, on somebody's word: nowhere inside, whatever the address is written like. Addresses are judged by what
// they are, and names by what they lead to when the connection is made, so that a name that leads elsewhere a moment later is judged again.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an address is in one of the networks that operators let be sent to, although they are inner ones. */
export type AllowedNetworks = (address: string) => boolean;

export const noNetworks: AllowedNetworks = () => false;

/** Of IPv6, only these are given to anybody (RFC 4291, section 2.4); the old addresses that hold one of IPv4 are not among them. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

const isPublic = (address: string): boolean => {
  const parsed = ipaddr.process(address.replace(/%.*$/, '')); // what maps IPv4 becomes it
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast));
};

/** The host of a URL, without the brackets of an address of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/**
 * Why nothing is sent to the address by that protocol, to end a sentence that begins with it; null where it is. Inner networks that are allowed may also be
 * sent to without encryption.
 */
export const addressProblem = (address: string, protocol: string, isAllowed: AllowedNetworks): string | null => {
  if (isAllowed(address)) return null;
  if (!isPublic(address)) return 'is not public. Operators can let its network be sent to, by WEBHOOK_ALLOW';
  return protocol === 'https:' ? null : 'is sent to by https alone';
};

/** Why nothing can be sent to the URL, to end the sentence "Url …"; null where that can't be told before its name is looked up. */
export const targetProblem = (url: URL, isAllowed: AllowedNetworks): string | null => {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://';
  const host = hostOf(url);
  const problem = isIP(host) === 0 ? null : addressProblem(host, url.protocol, isAllowed);
  if (problem !== null) return `leads to ${host}, which ${problem}`;
  const mayBePlain = url.protocol === 'https:' || isAllowed !== noNetworks;
  return mayBePlain ? null : 'must begin with https://; http:// is for networks that operators name in WEBHOOK_ALLOW';
};
