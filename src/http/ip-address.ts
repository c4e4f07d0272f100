// An IP address in its one spelling, so that whoever comes from it is counted once.
import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** IPv6 for an address of IPv4, by NAT64 (RFC 6052) and by SIIT (RFC 6145): it stands at the end. */
const translations: ReadonlySet<string> = new Set(['rfc6052', 'rfc6145']);

const read = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | null => {
  if (isIP(text) === 0) return null;
  const address = ipaddr.process(text.replace(/%.*$/, '')); // a zone is this machine's own; what maps IPv4 becomes it
  return address instanceof ipaddr.IPv6 && translations.has(address.range()) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
};

/** The address in its one spelling; null for a text that is none. */
export const canonicalIp = (text: string): string | null => read(text)?.toString() ?? null;

/**
 * Whose an address is, as far as can be told: of IPv4 itself, of IPv6 its network of 64 bits, as a household or a machine has 2^64 addresses and may
 * change them as it likes. A text that is no address stays as it is.
 */
export const networkOf = (text: string): string => {
  if (isIPv4(text)) return text; // which takes one spelling only
  const address = read(text);
  if (address instanceof ipaddr.IPv6)
    return `${address.parts
      .slice(0, 4)
      .map((part) => part.toString(16))
      .join(':')}::/64`;
  return address?.toString() ?? text;
};
