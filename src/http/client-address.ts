// The address that a request comes from: the other end of the connection, or what trusted proxies before the gateway say it is.
import { BlockList, isIP, isIPv6 } from 'node:net';
import { canonicalIp } from './ip-address.js';
import type { HttpRequest } from './request.js';

/** Whether an address is that of a proxy whose `X-Forwarded-For` is believed. */
export type TrustedProxies = (address: string) => boolean;

export const noProxies: TrustedProxies = () => false;

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** Addresses and networks, such as `10.0.0.0/8, ::1`; null for a text that is none. */
export const parseProxies = (text: string): TrustedProxies | null => {
  const list = new BlockList();
  for (const part of text.split(',').map((each) => each.trim())) {
    const [address = '', bits, ...others] = part.split('/');
    const most = isIPv6(address) ? 128 : 32;
    if (isIP(address) === 0 || others.length > 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))) return null;
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
};

/** Some proxies write the port of the client, with brackets around an address of IPv6. */
const withPort = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d*)?$/;

const addressIn = (hop: string): string | null => {
  const [, inBrackets, plain] = withPort.exec(hop) ?? [];
  return canonicalIp(inBrackets ?? plain ?? hop);
};

/** Read from the end, where the nearest proxy has written: what stands before the first address that isn't trusted is anybody's word. */
export const clientAddress = ({ remoteAddress, headers }: HttpRequest, isTrusted: TrustedProxies): string => {
  const peer = remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isTrusted(peer)) return peer;
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  let address = peer;
  for (const hop of hops.reverse()) {
    const before = addressIn(hop);
    if (before === null) break;
    address = before;
    if (!isTrusted(before)) break;
  }
  return address;
};
