// What a request without a good credential is told, by RFC 6750.
import type { NoViewer } from './authenticate.js';

interface AuthRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

const notGood: AuthRefusal = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message:
    'The credential is not valid, or not any more. Get a new token from POST /oauth2/token, or ask the operator of this gateway for a credential.',
  headers: { 'www-authenticate': 'Bearer realm="integration-runs", error="invalid_token"' },
};

export const authRefusals: Readonly<Record<NoViewer, AuthRefusal>> = {
  missing: {
    status: 401,
    code: 'UNAUTHENTICATED',
    message:
      'This needs a credential: a token from POST /oauth2/token as "Authorization: Bearer …", or an API key as "X-COUPA-API-KEY: …". Ask the operator of this gateway for one.',
    headers: { 'www-authenticate': 'Bearer realm="integration-runs"' },
  },
  invalid: notGood,
  expired: notGood, // why is for nobody to know
  unavailable: {
    status: 503,
    code: 'UNAVAILABLE',
    message: 'The credential could not be checked, since the identity provider does not answer. Try again in a moment.',
    headers: { 'retry-after': '5' },
  },
};
