// Why a token was refused, by the error that verifying it threw.
import { errors } from 'jose';

/** `expired`: the signature is right, but the token has expired, or is meant for another audience. `invalid`: the signature can't be verified. */
export type Verdict = 'expired' | 'invalid';

/** The verdict of `jwtVerify`, which looks at the signature first; null for an error that isn't the token's. */
export const verdictOf = (error: unknown): Verdict | null => {
  if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) return 'expired';
  const isOfKeys = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  return error instanceof errors.JOSEError && !isOfKeys && error.code !== 'ERR_JOSE_GENERIC' ? 'invalid' : null;
};
