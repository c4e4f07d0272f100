// Everything that has to do with credentials, put together: who is asking, and where tokens are to be had.
import type { Database } from '../db/database.js';
import type { Viewer } from '../domain/rules/viewer.js';
import type { NamedKey, WrappingKeys } from '../domain/signing-key/key-wrapping.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import type { Logger } from '../observability/logger.js';
import { noLoginFailures } from '../rate-limit/login-failures.js';
import { type Authenticate, type AuthMode, createAuthenticate, type Login, type NoViewer } from './authenticate.js';
import { createClientCache } from './client-cache.js';
import type { IdentityProviderOptions } from './identity-provider.js';
import { givenKeys, storedKeys } from './signing-keys.js';
import { createTokenEndpoint } from './token-endpoint.js';
import { unlessBroken } from './unless-broken.js';

export interface AuthOptions {
  /** `open`: a request without a valid credential acts as the local developer. `required`: it is refused. */
  readonly mode: AuthMode;
  /** The keys that tokens are signed with, the first one first; undefined for keys of the database. */
  readonly tokenKeys?: readonly [NamedKey, ...NamedKey[]] | undefined;
  /** The keys that those of the database are wrapped by. */
  readonly wrappingKeys?: WrappingKeys | undefined;
  readonly identityProvider?: IdentityProviderOptions | undefined;
}

export interface Auth {
  readonly mode: AuthMode;
  readonly authenticate: Authenticate;
  /** Whether the credential of a request that was let in is still valid, with all of its scopes. True while the check can't be made. */
  readonly isStill: (viewer: Viewer, request: HttpRequest) => boolean | Promise<boolean>;
  readonly tokenEndpoint: (request: HttpRequest, url: URL, body: Uint8Array) => Promise<HttpAnswer>;
}

export const createAuth = (
  database: Database,
  logger: Logger,
  login: Login,
  { mode, tokenKeys, wrappingKeys = [], identityProvider }: AuthOptions,
): Auth => {
  const keys = tokenKeys ? givenKeys(tokenKeys) : storedKeys(database, wrappingKeys);
  const clients = createClientCache(database, logger);
  const tokenEndpoint = createTokenEndpoint(database, keys, login);
  const uncounted = { ...login, failures: noLoginFailures };
  const options = { mode, database, logger, keys, clients, identityProvider };
  const authenticateAgain = createAuthenticate({ ...options, login: uncounted }); // a credential that was good is no guess
  return {
    mode,
    authenticate: mode === 'open' ? authenticateAgain : createAuthenticate({ ...options, login }), // whoever has a bad one is the local developer
    isStill: (viewer, request) => {
      const isAsBefore = (again: Viewer | NoViewer): boolean => {
        if (typeof again === 'string') return again === 'unavailable';
        return again.credential === viewer.credential && [...viewer.scopes].every((scope) => again.scopes.has(scope));
      };
      const again = authenticateAgain(request);
      return again instanceof Promise ? again.then(isAsBefore, () => true) : isAsBefore(again);
    },
    tokenEndpoint: (...asked) => unlessBroken(logger, tokenEndpoint(...asked)),
  };
};
