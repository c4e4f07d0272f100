// How the longer values of the environment are written: keys, scopes, origins, hosts.
import { z } from 'zod';
import { isScope, type Scope } from '../domain/rules/viewer.js';
import { parseProxies } from '../http/client-address.js';
import { parseHostName } from '../request/own-hosts.js';

const itemsOf = (text: string): string[] => text.split(/[\s,]+/).filter((item) => item !== '');

const isLoopbackName = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** Whether only this machine can reach an address that is listened on. */
export const isLoopback = (host: string): boolean => isLoopbackName(host.includes(':') ? `[${host}]` : host.toLowerCase());

/** An address that is reached by HTTPS, or is on this machine. */
export const isSafeAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname));
};

/** OpenID Connect has no query and no fragment in it, and nothing is fetched from an address with a password. */
export const issuer = z.string().refine((text) => {
  if (!isSafeAddress(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return username + password + search + hash === '';
});

const namedKeys = (isLength: (bytes: number) => boolean) =>
  z.string().transform((text, problems) => {
    const keys = itemsOf(text).map((item) => {
      const [, kid = '', secret = ''] = /^([\w-]{1,64}):([\w-]+=*)$/.exec(item) ?? [];
      return { kid, secret };
    });
    const isGood = keys.every(({ kid, secret }) => kid !== '' && isLength(Buffer.from(secret, 'base64url').length));
    const [first, ...others] = keys;
    if (isGood && first && new Set(keys.map(({ kid }) => kid)).size === keys.length) return [first, ...others] as const;
    problems.addIssue('');
    return z.NEVER;
  });

/** `kid:secret`, the first one signs. */
export const tokenKeys = namedKeys((bytes) => bytes >= 32);

/** `kid:secret`, the first one wraps. */
export const wrappingKeys = namedKeys((bytes) => bytes === 32);

/** `theirs=ours+ours`: what a scope of the identity provider allows here. */
export const scopeMapping = z.string().transform((text, problems) => {
  const mapping = new Map<string, readonly Scope[]>();
  for (const item of itemsOf(text)) {
    const [, theirs = '', ours = ''] = /^([^=]+)=(.+)$/.exec(item) ?? [];
    const scopes = ours.split('+').filter(isScope);
    if (theirs === '' || mapping.has(theirs) || scopes.length !== ours.split('+').length) problems.addIssue('');
    mapping.set(theirs, scopes);
  }
  return mapping;
});

/** Origins as browsers name them. */
export const origins = z.string().transform((text, problems) => {
  const list = itemsOf(text);
  for (const item of list) if (!URL.canParse(item) || new URL(item).origin !== item) problems.addIssue('');
  return list;
});

/** Hosts without scheme and port, as the `hostname` of a URL has them. */
export const hosts = z.string().transform((text, problems) =>
  itemsOf(text).map((item) => {
    const host = parseHostName(item);
    if (host === null) problems.addIssue('');
    return host ?? '';
  }),
);

/** Addresses and networks. */
export const networks = z.string().transform((text, problems) => {
  const parsed = parseProxies(text);
  if (!parsed) problems.addIssue('');
  return parsed ?? undefined;
});
