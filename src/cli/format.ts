// What the command prints for people.
import { printable } from '../lib/text.js';
import type { ShownClient, ShownSecrets } from './operations.js';

const stateOf = ({ revokedAt, expiresAt }: ShownClient, now: Date): string => {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  if (expiresAt === null) return 'active';
  return new Date(expiresAt) <= now ? `expired ${expiresAt}` : `active until ${expiresAt}`;
};

/** The client and its secrets. `url`: where the gateway listens. */
export const secretsText = (client: ShownSecrets, url: string): string =>
  [
    `API client ${client.id} (${printable(client.name)}), for ${client.scopes.join(' ')}.`,
    'Keep these now: nobody can read the secrets again.',
    '',
    `  client_id      ${client.clientId}`,
    `  client_secret  ${client.clientSecret}`,
    ...(client.apiKey === null ? [] : [`  API key        ${client.apiKey}`]),
    '',
    'A token, which is good for a day:',
    `  curl -u ${client.clientId}:${client.clientSecret} -d grant_type=client_credentials ${url}/oauth2/token`,
  ].join('\n');

/** A table of clients, a line each; without any, the command that makes the first. */
export const clientsText = (clients: readonly ShownClient[], now: Date, firstClient: string): string => {
  if (clients.length === 0) return `There is no API client yet. Make the first one:\n  ${firstClient}`;
  const rows = clients.map((client) => [
    String(client.id),
    printable(client.name),
    client.clientId,
    stateOf(client, now),
    client.lastUsedAt === null ? 'never' : client.lastUsedAt,
    client.hasApiKey ? 'secret, API key' : 'secret',
    client.scopes.join(' '),
  ]);
  const table = [['ID', 'NAME', 'CLIENT ID', 'STATE', 'LAST USED', 'HAS', 'SCOPES'], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
};

export const revokedText = ({ id, name }: ShownClient): string =>
  `API client ${id} (${printable(name)}) is revoked. Every gateway on this database refuses it within seconds.`;
