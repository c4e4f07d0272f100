// What operators do from a terminal, as plain JSON in and out, so that it can be done in this process or asked of a running gateway alike.
import { z } from 'zod';
import type { AuthOptions } from '../auth/auth.js';
import { tokenLifetime } from '../auth/signing-keys.js';
import type { Database } from '../db/database.js';
import { type ApiClientWithSecrets, createApiClient } from '../domain/api-client/create.js';
import { revokeApiClient } from '../domain/api-client/revoke.js';
import { rotateApiClient } from '../domain/api-client/rotate.js';
import type { Rows } from '../domain/entities/entity.js';
import { everything } from '../domain/read/conditions.js';
import { readList } from '../domain/read/read.js';
import { ValidationError } from '../domain/rules/errors.js';
import type { DomainContext, Journal, Scope, Viewer } from '../domain/rules/viewer.js';
import { rotateSigningKey } from '../domain/signing-key/signing-key.js';

/** Whoever can reach the database, or the socket of the gateway that has it. */
const operator: Viewer = Object.freeze({ credential: 'operator', actorId: null, scopes: new Set<Scope>(['admin']) });

export interface ShownClient {
  readonly id: number;
  readonly clientId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly hasApiKey: boolean;
  /** Times in ISO 8601; null as in the database. */
  readonly createdAt: string;
  readonly rotatedAt: string | null;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

const shownClient = ({ actorId: _inside, scopes, ...client }: Rows['apiClient']): ShownClient => ({
  ...client,
  scopes: scopes.split(' '),
  createdAt: client.createdAt.toISOString(),
  rotatedAt: client.rotatedAt?.toISOString() ?? null,
  lastUsedAt: client.lastUsedAt?.toISOString() ?? null,
  expiresAt: client.expiresAt?.toISOString() ?? null,
  revokedAt: client.revokedAt?.toISOString() ?? null,
});

/** A client with its secrets, which are shown this once. */
export interface ShownSecrets extends ShownClient {
  readonly clientSecret: string;
  readonly apiKey: string | null;
}

const shownWithSecrets = ({ apiClient, clientSecret, apiKey }: ApiClientWithSecrets): ShownSecrets => ({
  ...shownClient(apiClient),
  clientSecret,
  apiKey,
});

/** The number of a client, or its public id. */
const by = z.string().transform((name) => (/^\d{1,9}$/.test(name) ? { id: Number(name) } : { clientId: name }));

const time = z
  .string()
  .transform((text) => new Date(text))
  .nullable();

const request = z.discriminatedUnion('operation', [
  z.object({
    operation: z.literal('createClient'),
    name: z.string(),
    scopes: z.array(z.string()),
    withApiKey: z.boolean(),
    expiresAt: time,
  }),
  z.object({ operation: z.literal('listClients') }),
  z.object({ operation: z.literal('revokeClient'), by }),
  z.object({ operation: z.literal('rotateClient'), by }),
  z.object({ operation: z.literal('rotateKey') }),
]);

export type AdminRequest = z.input<typeof request>;

/** Keys of the configuration: those that sign tokens instead of the database's, and those that wrap the database's. */
type GivenKeys = Pick<AuthOptions, 'tokenKeys' | 'wrappingKeys'>;

const signedByOthers =
  'TOKEN_KEYS gives the keys that sign tokens, so a key of the database would sign nothing, and none was made. Put a new one first in TOKEN_KEYS, in the steps of src/auth/README.md';

/** Does what an operator asks for. @throws DomainError; WrappingKeyError */
export const runOperation = async (
  database: Database,
  logger: Journal,
  asked: unknown,
  { tokenKeys, wrappingKeys }: GivenKeys = {},
): Promise<unknown> => {
  const context: DomainContext = { database, viewer: operator, source: 'SYSTEM', logger, requestId: null };
  const what = request.parse(asked);
  switch (what.operation) {
    case 'createClient':
      return shownWithSecrets(await createApiClient(context, what));
    case 'listClients':
      return (await readList(context, 'apiClient', { where: everything, order: { field: 'id', direction: 'ASC' }, limit: null })).map(
        shownClient,
      );
    case 'revokeClient':
      return shownClient(await revokeApiClient(context, what.by));
    case 'rotateClient':
      return shownWithSecrets(await rotateApiClient(context, what.by));
    case 'rotateKey':
      if (tokenKeys) throw new ValidationError([{ path: [], message: signedByOthers }]);
      return { kid: await rotateSigningKey(context, tokenLifetime, wrappingKeys) };
  }
};
