// Tokens of a company's own identity provider (OpenID Connect): checked by the keys that it publishes, its scopes translated by the configuration.
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Database } from '../db/database.js';
import { ensureActor } from '../domain/actor.js';
import { type Scope, scopesIn, type Viewer } from '../domain/viewer.js';

export interface IdentityProviderOptions {
  readonly issuer: string;
  readonly audience: string;
  /** What each scope of the provider allows here; null where its names are ours. */
  readonly scopes: ReadonlyMap<string, readonly Scope[]> | null;
}

/** The provider can't be reached, or doesn't answer as it should: nobody can tell whether the token is good. */
export class ProviderUnavailableError extends Error {}

export interface IdentityProvider {
  readonly issuer: string;
  /**
   * Who the token is of, and until when (milliseconds since 1970). Throws for a token that is not good.
   * @throws ProviderUnavailableError
   */
  verify(text: string): Promise<{ readonly viewer: Viewer; readonly expiresAt: number }>;
}

/** Those with a key that is published. One that is a shared secret could be signed by anybody who has read it. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
/** Milliseconds. */
const patience = 5_000;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

const fetchJson = async (url: string): Promise<unknown> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'error' });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.json();
};

/** Finds the provider's keys by its issuer, once; a failure is tried again with the next token. */
const createKeys = (issuer: string): (() => Promise<JWTVerifyGetKey>) => {
  let finding: Promise<JWTVerifyGetKey> | undefined;
  const find = async (): Promise<JWTVerifyGetKey> => {
    try {
      const found = discovery.parse(await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
      if (found.issuer !== issuer) throw new Error(`it says that it is ${found.issuer}`);
      return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: patience });
    } catch (error) {
      finding = undefined;
      throw new ProviderUnavailableError(`The identity provider ${issuer} could not be asked for its keys`, { cause: error });
    }
  };
  return () => {
    finding ??= find();
    return finding;
  };
};

/** The names of what a token allows, under the claims in which the common providers put them. */
const namesIn = ({ scope, scp, roles }: JWTPayload): string[] =>
  [scope, scp, roles].flatMap((claim) => (typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim.map(String) : []));

const textOf = (...claims: unknown[]): string | undefined =>
  claims.find((claim): claim is string => typeof claim === 'string' && claim !== '');

/** Whether it is the token that is wrong; anything else is the way to the provider. */
const isRefusal = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== 'ERR_JOSE_GENERIC';

export const createIdentityProvider = (database: Database, { issuer, audience, scopes }: IdentityProviderOptions): IdentityProvider => {
  const findKeys = createKeys(issuer);
  const translated = (names: readonly string[]): Scope[] =>
    scopes === null ? scopesIn(names.join(' ')) : names.flatMap((name) => scopes.get(name) ?? []);
  const check = async (text: string): Promise<JWTPayload> => {
    const keys = await findKeys();
    try {
      const { payload } = await jwtVerify(text, keys, { algorithms, issuer, audience, requiredClaims: ['sub', 'exp'], clockTolerance: 5 });
      return payload;
    } catch (error) {
      throw isRefusal(error) ? error : new ProviderUnavailableError(`The keys of ${issuer} could not be read`, { cause: error });
    }
  };
  return {
    issuer,
    verify: async (text) => {
      const payload = await check(text);
      const { sub = '', exp = 0 } = payload;
      const login = `${issuer}|${sub}`; // what another provider calls its subjects is another name
      const name =
        textOf(payload['name'], payload['preferred_username'], payload['email'], payload['client_id'], payload['azp'], sub) ?? sub;
      const actorId = await ensureActor(database, login, name.slice(0, 255));
      return { viewer: { credential: login, actorId, scopes: new Set(translated(namesIn(payload))) }, expiresAt: exp * 1000 };
    },
  };
};
