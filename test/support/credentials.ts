// Clients for tests, made by the domain as an operator would, and the headers that they send.
import type { Database } from '../../src/db/database.js';
import { type ApiClientWithSecrets, createApiClient, type NewApiClient } from '../../src/domain/api-client/create.js';
import { localDeveloper } from '../../src/domain/rules/viewer.js';
import { createLogger } from '../../src/observability/logger.js';
import type { World } from './world.js';

/** What the command and the mutations act as. */
export const operatorOn = (database: Database) => ({
  database,
  viewer: localDeveloper,
  source: 'SYSTEM' as const,
  logger: createLogger('silent'),
  requestId: null,
});

export const makeClient = (
  { database }: Pick<World, 'database'>,
  scopes: readonly string[],
  more: Partial<NewApiClient> = {},
): Promise<ApiClientWithSecrets> =>
  createApiClient(operatorOn(database), { name: `Client for ${scopes.join(', ')}`, scopes, withApiKey: true, expiresAt: null, ...more });

export const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any shape, which the assertion is about
  readonly json: any;
}

export type TokenRequest = readonly [form: Record<string, string> | string, headers?: Record<string, string>, path?: string];

/** Asks the token endpoint with a form. */
export const askToken = async (
  { app }: Pick<World, 'app'>,
  ...[form, headers = {}, path = '/oauth2/token']: TokenRequest
): Promise<TokenAnswer> => {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const sent = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
  const response = await app(new Request(`http://gateway.test${path}`, { method: 'POST', headers: sent, body }));
  return { status: response.status, headers: response.headers, json: await response.json() };
};

/** The header of a token of the client. */
export const bearerOf = async (
  world: Pick<World, 'app'>,
  { apiClient, clientSecret }: ApiClientWithSecrets,
): Promise<Record<string, string>> => {
  const form = { grant_type: 'client_credentials', client_id: apiClient.clientId, client_secret: clientSecret };
  const { json } = await askToken(world, form);
  return { authorization: `Bearer ${json.access_token}` };
};
