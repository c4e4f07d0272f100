// Access tokens: JWTs that the gateway signs for its clients, and nobody else reads. So the key is a shared secret (HS256): checking costs a
// fraction of what a public key does, and there is one algorithm only, whatever a token says of itself.
import { errors, jwtVerify, SignJWT } from 'jose';
import { type Scope, scopesIn } from '../domain/rules/viewer.js';
import type { SigningKeys } from './signing-keys.js';

/** Seconds that a token is valid; the original's `expires_in`. */
export const tokenLifetime = 86_399;

const algorithm = 'HS256';
const type = 'at+jwt';
const issuer = 'integration-runs';
const audience = 'integration-runs';

export interface AccessToken {
  readonly clientId: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A new token of the client. */
export const signToken = async (keys: SigningKeys, clientId: string, scopes: readonly Scope[]): Promise<string> => {
  const { kid, secret } = await keys.current();
  return new SignJWT({ scope: scopes.join(' '), client_id: clientId })
    .setProtectedHeader({ alg: algorithm, typ: type, kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(clientId)
    .setIssuedAt()
    .setExpirationTime(`${tokenLifetime} s`)
    .sign(secret);
};

/** What a token of ours says, its signature, issuer, audience and time checked. @throws JOSEError for any other text */
export const verifyToken = async (keys: SigningKeys, text: string): Promise<AccessToken> => {
  const { payload } = await jwtVerify(
    text,
    async ({ kid = '' }) => {
      const key = await keys.byKid(kid);
      if (!key) throw new errors.JWKSNoMatchingKey();
      return key.secret;
    },
    { algorithms: [algorithm], typ: type, issuer, audience, requiredClaims: ['sub', 'exp', 'iat'] },
  );
  return { clientId: payload.sub ?? '', scopes: scopesIn(String(payload['scope'])), expiresAt: (payload.exp ?? 0) * 1000 };
};
