// Everything that has to do with credentials, put together: who is asking, and where tokens are to be had.
import type { Database } from '../db/database.js';
import type { SigningKeyRow } from '../domain/signing-key.js';
import type { HttpAnswer, HttpRequest } from '../http.js';
import type { Logger } from '../logger.js';
import { type Authenticate, type AuthMode, createAuthenticate } from './authenticate.js';
import { createClientCache } from './client-cache.js';
import type { IdentityProviderOptions } from './identity-provider.js';
import { givenKeys, storedKeys } from './signing-keys.js';
import { createTokenEndpoint } from './token-endpoint.js';

export interface AuthOptions {
  /** `open`: who has no good credential is the local developer. `required`: is refused. */
  readonly mode: AuthMode;
  /** The keys that tokens are signed with, the first one first; undefined for keys of the database. */
  readonly tokenKeys?: readonly [SigningKeyRow, ...SigningKeyRow[]] | undefined;
  readonly identityProvider?: IdentityProviderOptions | undefined;
}

export interface Auth {
  readonly mode: AuthMode;
  readonly authenticate: Authenticate;
  readonly tokenEndpoint: (request: HttpRequest, url: URL, body: Uint8Array) => Promise<HttpAnswer>;
}

export const createAuth = (database: Database, logger: Logger, { mode, tokenKeys, identityProvider }: AuthOptions): Auth => {
  const keys = tokenKeys ? givenKeys(tokenKeys) : storedKeys(database);
  const clients = createClientCache(database, logger);
  return {
    mode,
    authenticate: createAuthenticate({ mode, database, logger, keys, clients, identityProvider }),
    tokenEndpoint: createTokenEndpoint(database, keys),
  };
};
