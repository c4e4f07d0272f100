// What it says of a token that it couldn't be verified.
import { errors } from 'jose';

/** `expired`: it was signed by a key of whom it says, but is not good any more, or not for this gateway. `invalid`: it wasn't, as far as can be told. */
export type Verdict = 'expired' | 'invalid';

/** The verdict of `jwtVerify`, which looks at the signature first; null for an error that isn't the token's. */
export const verdictOf = (error: unknown): Verdict | null => {
  if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) return 'expired';
  const isOfKeys = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  return error instanceof errors.JOSEError && !isOfKeys && error.code !== 'ERR_JOSE_GENERIC' ? 'invalid' : null;
};
