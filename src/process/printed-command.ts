// Commands that are printed for somebody to copy: they work as they stand, on the database of the gateway that prints them, and tell of its address.
import { resolve } from 'node:path';
import { scopes } from '../domain/rules/viewer.js';
import { projectFile } from '../lib/project-root.js';
import type { Config } from './config.js';

export type Printed = Pick<Config, 'databaseUrl' | 'dataDir' | 'host'> & { readonly port: number };

/** The text as a POSIX shell takes it for one word. */
const shellQuoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const hasSecret = ({ password, searchParams }: URL): boolean =>
  password !== '' || [...searchParams.keys()].some((name) => /pass/i.test(name));

/** A password isn't printed: the shell puts the address in, or says that it hasn't got it. Without one, the command would go to another database. */
const databaseAddress = (url: string): string =>
  hasSecret(new URL(url)) ? `"$\{DATABASE_URL:?must be the address that the gateway has}"` : shellQuoted(url);

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** The port of an address as Node's server gives it. */
export const portOf = (url: string): number => Number(new URL(url).port || 80);

/** The host of such an address, as `HOST` has it. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');

/** Where a gateway can be asked from its own machine. */
export const addressOf = ({ host, port }: Pick<Printed, 'host' | 'port'>): string => {
  const reached = isEverywhere(host) ? '127.0.0.1' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
};

/** `npx integration-runs` with these words, for the database and the address of the configuration. `port` is the one that it listens on. */
export const printedCommand = ({ databaseUrl, dataDir, host, port }: Printed, words: string): string => {
  const root = projectFile();
  const folder = resolve(dataDir);
  const variables = [
    ...(databaseUrl === undefined ? [] : [`DATABASE_URL=${databaseAddress(databaseUrl)}`]),
    ...(databaseUrl !== undefined || folder === resolve(root, '.data') ? [] : [`DATA_DIR=${shellQuoted(folder)}`]),
    ...(host === '127.0.0.1' || isEverywhere(host) ? [] : [`HOST=${shellQuoted(host)}`]),
    ...(port === 4000 ? [] : [`PORT=${port}`]),
  ];
  const change = process.cwd() === root ? '' : `cd ${shellQuoted(root)} && `;
  return `${change}${[...variables, 'npx integration-runs', words].join(' ')}`;
};

/** Makes the client that may do everything. */
export const firstClientCommand = (printed: Printed): string =>
  printedCommand(printed, `client create --name admin ${scopes.map((scope) => `--scope ${scope}`).join(' ')}`);
