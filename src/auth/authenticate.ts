// Who is asking: the credential of a request becomes its viewer. Both doors go by it. It says nothing of why a credential is refused: whoever has
// a wrong one is told no more than that.
import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/database.js';
import type { KnownClient } from '../domain/api-client/credential.js';
import { hashSecret, looksLike } from '../domain/api-client/secrets.js';
import { localDeveloper, type Scope, type Viewer } from '../domain/rules/viewer.js';
import type { HttpRequest } from '../http/request.js';
import type { Logger } from '../observability/logger.js';
import type { LoginFailures } from '../rate-limit/login-failures.js';
import { verifyToken } from './access-token.js';
import type { ClientCache } from './client-cache.js';
import { createIdentityProvider, type IdentityProviderOptions } from './identity-provider.js';
import { ProviderUnavailableError } from './provider-fetch.js';
import type { SigningKeys } from './signing-keys.js';
import { type Verdict, verdictOf } from './token-verdict.js';
import { unlessBroken } from './unless-broken.js';

/** Why there is no viewer: nothing was sent, what was sent is not good, or nobody can tell at the moment. */
export type NoViewer = 'missing' | Verdict | 'unavailable';

/** @throws DatabaseUnavailableError; TooManyFailuresError */
export type Authenticate = (request: HttpRequest) => Viewer | NoViewer | Promise<Viewer | NoViewer>;

/** Limits how often one may fail to log in, by where a request comes from. */
export interface Login {
  readonly failures: LoginFailures;
  /** The address of a request, as it is counted. */
  readonly addressOf: (request: HttpRequest) => string;
}

export type AuthMode = 'open' | 'required';

interface Options {
  readonly mode: AuthMode;
  readonly database: Database;
  readonly logger: Logger;
  readonly keys: SigningKeys;
  readonly clients: ClientCache;
  readonly identityProvider: IdentityProviderOptions | undefined;
  readonly login: Login;
}

/** A token that was found good. */
interface Checked {
  /** Milliseconds since 1970 after which it has to be checked again. */
  readonly until: number;
  /** Who it is of, where that is all; otherwise a client, which may have been revoked since. */
  readonly viewer: Viewer | null;
  readonly clientId: string;
  readonly scopes: readonly Scope[];
  /** The viewer made of this row of the client, so that it is not made for each request. */
  made: { readonly client: KnownClient; readonly viewer: Viewer } | null;
}

/** Tokens that are remembered; a token has about 400 characters. */
const mostTokens = 10_000;
const longestToken = 16_384;
/** Milliseconds for which a token is not checked again, so that a key that is gone or was withdrawn is not trusted for long. */
const checkedForMs = 60_000;

const viewerOf = ({ clientId, actorId, scopes }: KnownClient, granted: readonly Scope[]): Viewer => ({
  credential: `client:${clientId}`,
  actorId,
  scopes: new Set(granted.filter((scope) => scopes.includes(scope))),
});

const bearerOf = (authorization: string | null): string | null => {
  const [, token = null] = authorization === null ? [] : (/^bearer +(\S+) *$/i.exec(authorization) ?? []);
  return token !== null && token.length <= longestToken ? token : null;
};

/** The issuer that a token names, which nothing vouches for yet. */
const issuerOf = (token: string): string | undefined => {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
};

/** Makes the function that finds the viewer of a request: at once for a credential that it knows, else by looking it up. */
export const createAuthenticate = ({ mode, database, logger, keys, clients, identityProvider, login }: Options): Authenticate => {
  const tokens = new LRUCache<string, Checked>({ max: mostTokens });
  const provider = identityProvider && createIdentityProvider(database, logger, identityProvider);

  const ofClient = (checked: Checked, client: KnownClient | null, now: number): Viewer | NoViewer => {
    if (!client || client.endsAt <= now) return 'expired';
    if (checked.made?.client !== client) checked.made = { client, viewer: viewerOf(client, checked.scopes) };
    return checked.made.viewer;
  };

  /** The viewer of a token that is remembered, or undefined where something has to be looked up. */
  const remembered = (token: string, now: number): Viewer | NoViewer | undefined => {
    const checked = tokens.get(token);
    if (!checked || checked.until <= now) return undefined;
    if (checked.viewer) return checked.viewer;
    const found = clients.byClientId.known(checked.clientId);
    return found && ofClient(checked, found.client, now);
  };

  const check = async (token: string): Promise<Checked | NoViewer> => {
    try {
      if (provider && issuerOf(token) === provider.issuer) {
        const { viewer, expiresAt } = await provider.verify(token);
        return { viewer, clientId: '', scopes: [], made: null, until: Math.min(expiresAt, Date.now() + checkedForMs) };
      }
      const { clientId, scopes, expiresAt } = await verifyToken(keys, token);
      return { viewer: null, clientId, scopes, made: null, until: Math.min(expiresAt, Date.now() + checkedForMs) };
    } catch (error) {
      if (error instanceof ProviderUnavailableError) return 'unavailable';
      const verdict = verdictOf(error);
      if (verdict === null) throw error;
      return verdict;
    }
  };

  const ofToken = async (token: string): Promise<Viewer | NoViewer> => {
    const known = tokens.get(token);
    const checked = known && known.until > Date.now() ? known : await check(token);
    if (typeof checked === 'string') return checked;
    tokens.set(token, checked);
    return checked.viewer ?? ofClient(checked, await clients.byClientId.find(checked.clientId), Date.now());
  };

  /** By the row of the client, so that one is made each time that the row is read. */
  const viewers = new WeakMap<KnownClient, Viewer>();
  const ofKeyHolder = (client: KnownClient | null): Viewer | NoViewer => {
    if (!client) return 'invalid';
    if (client.endsAt <= Date.now()) return 'expired';
    const viewer = viewers.get(client) ?? viewerOf(client, client.scopes);
    viewers.set(client, viewer);
    return viewer;
  };

  /** The viewer of a key that is known, or undefined where something has to be looked up, and a failure to be counted. */
  const ofKnownKey = (key: string | null): Viewer | NoViewer | undefined => {
    const client = key !== null && looksLike('apiKey', key) ? clients.byKey.known(key)?.client : null;
    return client ? ofKeyHolder(client) : undefined;
  };

  const ofKey = async (key: string, address: string): Promise<Viewer | NoViewer> => {
    const find = async () => (clients.byKey.known(key) ?? { client: await clients.byKey.find(key) }).client;
    return ofKeyHolder(await login.failures.look({ address, digest: hashSecret(key), owner: null }, find));
  };

  /** Some clients send one credential in several headers, of which one only is right for it: the first good one counts. */
  const ofAny = async (request: HttpRequest, token: string | null, keys: readonly string[]): Promise<Viewer | NoViewer> => {
    let refusal: Viewer | NoViewer = token === null ? 'invalid' : await ofToken(token);
    const address = login.addressOf(request);
    const likely = keys.filter((key) => looksLike('apiKey', key));
    for (const key of likely) {
      if (typeof refusal !== 'string') return refusal;
      const byKey = await ofKey(key, address);
      if (byKey !== 'invalid') refusal = byKey;
    }
    if (refusal === 'invalid' && likely.length === 0) await login.failures.failed(address); // a key was counted where it was looked for
    return refusal;
  };

  const required: Authenticate = (request) => {
    const { headers } = request;
    const authorization = headers.get('authorization');
    const token = bearerOf(authorization);
    if (token !== null) {
      const viewer = remembered(token, Date.now());
      if (viewer !== undefined && typeof viewer !== 'string') return viewer;
    }
    const key = headers.get('x-coupa-api-key');
    const known = authorization === null ? ofKnownKey(key) : undefined;
    if (known !== undefined && typeof known !== 'string') return known;
    const keys = [key, headers.get('x_coupa_api_key')].filter((each) => each !== null);
    if (authorization === null && keys.length === 0) return 'missing';
    return unlessBroken(logger, ofAny(request, token, keys));
  };
  if (mode === 'required') return required;

  // whoever has a good credential acts under it, so that a client can be tried out; everybody else is the local developer
  return (request) => {
    const viewer = required(request);
    if (viewer instanceof Promise) return viewer.then((found) => (typeof found === 'string' ? localDeveloper : found));
    return typeof viewer === 'string' ? localDeveloper : viewer;
  };
};
