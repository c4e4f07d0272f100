// The host names that an open gateway answers to. A page whose name its owner makes resolve to this machine ("DNS rebinding") is of the gateway's own
// site, as far as its browser can tell: only the name gives it away.
import { isIPv6 } from 'node:net';

const always = ['localhost', '127.0.0.1', '[::1]'];

const withoutRootDot = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name);

/** The host of a URL as it is compared, from a name or an address without scheme and port; null for a text that is neither. */
export const parseHostName = (text: string): string | null => {
  if (isIPv6(text)) return new URL(`http://[${text}]`).hostname;
  if (!/^(\[[\da-f:.]+\]|[^\s/?#@:[\]\\*]+)$/i.test(text) || !URL.canParse(`http://${text}`)) return null;
  return withoutRootDot(new URL(`http://${text}`).hostname) || null;
};

/** Whether a request is for the gateway, on any port: for its own machine, or for one of the names. */
export const createOwnHosts = (names: readonly string[]): ((url: URL) => boolean) => {
  const hosts = new Set([...always, ...names]);
  return ({ hostname }) => hosts.has(hostname) || hosts.has(withoutRootDot(hostname));
};
