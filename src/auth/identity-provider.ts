// Tokens of a company's own identity provider (OpenID Connect): checked by the keys that it publishes, its scopes translated by the configuration.
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import type { Database } from '../db/database.js';
import { ensureActor } from '../domain/actor/actor.js';
import { type Scope, scopesIn, type Viewer } from '../domain/rules/viewer.js';
import { isStorable } from '../lib/text.js';
import type { Logger } from '../observability/logger.js';
import { isSafeAddress } from '../process/config-values.js';
import { createProviderFetch, ProviderUnavailableError } from './provider-fetch.js';
import { verdictOf } from './token-verdict.js';

export interface IdentityProviderOptions {
  readonly issuer: string;
  readonly audience: string;
  /** What each scope of the provider allows here; null where its names are ours, of which no role is `admin`. */
  readonly scopes: ReadonlyMap<string, readonly Scope[]> | null;
}

export interface IdentityProvider {
  readonly issuer: string;
  /**
   * Who the token is of, and until when (milliseconds since 1970).
   * @throws JOSEError for a token that is not good
   * @throws ProviderUnavailableError
   */
  verify(text: string): Promise<{ readonly viewer: Viewer; readonly expiresAt: number }>;
}

/** Those with a key that is published. One that is a shared secret could be signed by anybody who has read it. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Where the keys are. They are what tokens are believed by, so the way to them has to be as safe as the issuer's. */
const keysAddress = (issuer: string, document: unknown): URL => {
  const found = discovery.parse(document);
  if (found.issuer !== issuer) throw new Error(`it says that it is ${found.issuer}`);
  const address = new URL(found.jwks_uri);
  if (!isSafeAddress(found.jwks_uri) || (address.protocol !== 'https:' && issuer.startsWith('https:')))
    throw new Error(`its keys are at ${found.jwks_uri}, which is not reached by https`);
  return address;
};

/** @throws JWKSInvalid */
const keysAnswer = (document: unknown): Response => {
  createLocalJWKSet(document as JSONWebKeySet); // which checks that it is one
  return Response.json(document);
};

/** Finds the provider's keys by its issuer, once. */
const createKeys = (issuer: string, logger: Logger): (() => Promise<JWTVerifyGetKey>) => {
  const fromProvider = createProviderFetch(issuer, logger);
  let finding: Promise<JWTVerifyGetKey> | undefined;
  const find = async (): Promise<JWTVerifyGetKey> => {
    try {
      const document = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const address = await fromProvider(document, (found) => keysAddress(issuer, found));
      return createRemoteJWKSet(address, { [customFetch]: (url) => fromProvider(url, keysAnswer) });
    } catch (error) {
      finding = undefined;
      throw error;
    }
  };
  return () => {
    finding ??= find();
    return finding;
  };
};

const names = (...claims: unknown[]): string[] =>
  claims
    .flatMap((claim) => (Array.isArray(claim) ? claim : [claim]))
    .flatMap((claim) => (typeof claim === 'string' ? claim.split(' ') : []));

/** What a token allows, under the claims in which the common providers put it. Many a company has a role `admin`, which isn't the gateway's. */
const scopesOf = ({ scope, scp, roles }: JWTPayload, scopes: IdentityProviderOptions['scopes']): Scope[] =>
  scopes === null
    ? [...scopesIn(names(scope, scp).join(' ')), ...scopesIn(names(roles).join(' ')).filter((role) => role !== 'admin')]
    : names(scope, scp, roles).flatMap((name) => scopes.get(name) ?? []);

const longestName = 255;

/** Without what no database and no terminal takes. */
const cleaned = (text: string, length: number): string => text.slice(0, length).toWellFormed().replaceAll(/\p{C}/gu, '\ufffd');

/**
 * The name of an actor. People choose theirs as they like; what the provider vouches for stands behind it, so that nobody passes for a client of the
 * gateway, for another person or for its local developer.
 */
const nameOf = (payload: JWTPayload, sub: string, issuer: string): string => {
  const { name, preferred_username, email, client_id, azp } = payload;
  const chosen = [name, preferred_username, email, client_id, azp].find((claim) => typeof claim === 'string' && claim.trim() !== '');
  const vouched = `${cleaned(sub, 100)} at ${new URL(issuer).host}`.slice(0, longestName - 55);
  return chosen === undefined ? vouched : `${cleaned(String(chosen), longestName - vouched.length - 3)} (${vouched})`;
};

export const createIdentityProvider = (
  database: Database,
  logger: Logger,
  { issuer, audience, scopes }: IdentityProviderOptions,
): IdentityProvider => {
  const findKeys = createKeys(issuer, logger);
  const check = async (text: string): Promise<JWTPayload> => {
    const keys = await findKeys();
    try {
      const { payload } = await jwtVerify(text, keys, { algorithms, issuer, audience, requiredClaims: ['sub', 'exp'], clockTolerance: 5 });
      return payload;
    } catch (error) {
      if (error instanceof ProviderUnavailableError || verdictOf(error) !== null) throw error;
      logger.error({ err: error }, 'A key of the identity provider could not be used');
      throw new ProviderUnavailableError(`The keys of ${issuer} could not be read`, { cause: error });
    }
  };
  return {
    issuer,
    verify: async (text) => {
      const payload = await check(text);
      const { sub = '', exp = 0 } = payload;
      if (!isStorable(sub)) throw new errors.JWTClaimValidationFailed('the subject is no text that can be kept', payload, 'sub');
      const login = `${issuer}|${sub}`; // what another provider calls its subjects is another name
      const actorId = await ensureActor(database, login, nameOf(payload, sub, issuer));
      return { viewer: { credential: login, actorId, scopes: new Set(scopesOf(payload, scopes)) }, expiresAt: exp * 1000 };
    },
  };
};
