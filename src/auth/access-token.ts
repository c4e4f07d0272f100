// Access tokens: JWTs that the gateway signs for its clients, and nobody else reads. So the key is a shared secret (HS256): checking costs a
// fraction of what a public key does, and there is one algorithm only, whatever a token says of itself.
import { errors, jwtVerify, SignJWT } from 'jose';
import { type Scope, scopesIn } from '../domain/rules/viewer.js';
import { type SigningKeys, tokenLifetime } from './signing-keys.js';

const algorithm = 'HS256';
const type = 'at+jwt';
const issuer = 'integration-runs';
const audience = 'integration-runs';

/** Seconds by which the clocks of replicas may differ: a token of one that is ahead was signed later than now. */
const clockDifference = 300;

export interface AccessToken {
  readonly clientId: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970: the end of the token, or of the key that signed it. */
  readonly expiresAt: number;
}

/** A new token of the client, for so many seconds. */
export const signToken = async (keys: SigningKeys, clientId: string, scopes: readonly Scope[], lifetime: number): Promise<string> => {
  const { kid, secret } = await keys.current();
  return new SignJWT({ scope: scopes.join(' '), client_id: clientId })
    .setProtectedHeader({ alg: algorithm, typ: type, kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(clientId)
    .setIssuedAt()
    .setExpirationTime(`${lifetime} s`)
    .sign(secret);
};

/**
 * What a token of ours says, its signature, issuer, audience and times checked. It is good for no longer than the gateway signs tokens for,
 * whatever end it names, and no longer than its key.
 * @throws JOSEError for any other text
 */
export const verifyToken = async (keys: SigningKeys, text: string): Promise<AccessToken> => {
  let keyEndsAt = 0;
  const { payload } = await jwtVerify(
    text,
    async ({ kid = '' }) => {
      const key = await keys.byKid(kid);
      if (!key) throw new errors.JWKSNoMatchingKey();
      keyEndsAt = key.endsAt;
      return key.secret;
    },
    { algorithms: [algorithm], typ: type, issuer, audience, requiredClaims: ['sub', 'exp', 'iat'] },
  );
  const { sub = '', exp = 0, iat = 0, scope } = payload;
  const now = Date.now();
  // `maxTokenAge` of jose takes nothing that was signed later than now
  if (iat * 1000 > now + clockDifference * 1000) throw new errors.JWTExpired('signed later than now', payload, 'iat', 'check_failed');
  const expiresAt = Math.min(exp * 1000, (iat + tokenLifetime) * 1000, keyEndsAt);
  if (expiresAt <= now) throw new errors.JWTExpired('older than tokens may be, or than those of its key', payload, 'iat', 'check_failed');
  return { clientId: sub, scopes: scopesIn(String(scope)), expiresAt };
};
