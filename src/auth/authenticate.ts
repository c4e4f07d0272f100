// Who is asking: the credential of a request becomes its viewer. Both doors go by it. It says nothing of why a credential is refused: whoever has
// a wrong one is told no more than that.
import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/database.js';
import type { KnownClient } from '../domain/api-client/credential.js';
import { looksLike } from '../domain/api-client/secrets.js';
import { localDeveloper, type Scope, type Viewer } from '../domain/viewer.js';
import type { HttpRequest } from '../http.js';
import type { Logger } from '../logger.js';
import { verifyToken } from './access-token.js';
import type { ClientCache } from './client-cache.js';
import { createIdentityProvider, type IdentityProviderOptions, ProviderUnavailableError } from './identity-provider.js';
import type { SigningKeys } from './signing-keys.js';

/** Why there is no viewer: nothing was sent, what was sent is not good, or nobody can tell at the moment. */
export type NoViewer = 'missing' | 'invalid' | 'unavailable';

export type Authenticate = (headers: HttpRequest['headers']) => Viewer | NoViewer | Promise<Viewer | NoViewer>;

export type AuthMode = 'open' | 'required';

interface Options {
  readonly mode: AuthMode;
  readonly database: Database;
  readonly logger: Logger;
  readonly keys: SigningKeys;
  readonly clients: ClientCache;
  readonly identityProvider: IdentityProviderOptions | undefined;
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
/** Milliseconds for which a token of the identity provider is not checked again, so that a key that it has withdrawn is not trusted for long. */
const providerPatience = 60_000;

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
export const createAuthenticate = ({ mode, database, logger, keys, clients, identityProvider }: Options): Authenticate => {
  const tokens = new LRUCache<string, Checked>({ max: mostTokens });
  const provider = identityProvider && createIdentityProvider(database, identityProvider);

  const ofClient = (checked: Checked, client: KnownClient | null, now: number): Viewer | NoViewer => {
    if (!client || client.endsAt <= now) return 'invalid';
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
        return { viewer, clientId: '', scopes: [], made: null, until: Math.min(expiresAt, Date.now() + providerPatience) };
      }
      const { clientId, scopes, expiresAt } = await verifyToken(keys, token);
      return { viewer: null, clientId, scopes, made: null, until: expiresAt };
    } catch (error) {
      if (!(error instanceof ProviderUnavailableError)) return 'invalid';
      logger.error({ err: error }, 'A token could not be checked');
      return 'unavailable';
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
    if (!client || client.endsAt <= Date.now()) return 'invalid';
    const viewer = viewers.get(client) ?? viewerOf(client, client.scopes);
    viewers.set(client, viewer);
    return viewer;
  };

  const ofKey = (key: string): Viewer | NoViewer | Promise<Viewer | NoViewer> => {
    if (!looksLike('apiKey', key)) return 'invalid';
    const found = clients.byKey.known(key);
    return found ? ofKeyHolder(found.client) : clients.byKey.find(key).then(ofKeyHolder);
  };

  /** Some clients send one credential in both headers, of which one only is right for it. */
  const ofEither = async (token: string | null, key: string | null): Promise<Viewer | NoViewer> => {
    const byToken = token === null ? 'invalid' : await ofToken(token);
    if (typeof byToken !== 'string' || key === null) return byToken;
    const byKey = await ofKey(key);
    return byKey === 'invalid' ? byToken : byKey;
  };

  const required: Authenticate = (headers) => {
    const authorization = headers.get('authorization');
    const token = bearerOf(authorization);
    if (token !== null) {
      const viewer = remembered(token, Date.now());
      if (viewer !== undefined && typeof viewer !== 'string') return viewer;
    }
    const key = headers.get('x-coupa-api-key') ?? headers.get('x_coupa_api_key');
    if (authorization === null && key === null) return 'missing';
    return authorization === null && key !== null ? ofKey(key) : ofEither(token, key);
  };
  if (mode === 'required') return required;

  // whoever has a good credential acts under it, so that a client can be tried out; everybody else is the local developer
  return (headers) => {
    const viewer = required(headers);
    if (viewer instanceof Promise) return viewer.then((found) => (typeof found === 'string' ? localDeveloper : found));
    return typeof viewer === 'string' ? localDeveloper : viewer;
  };
};
