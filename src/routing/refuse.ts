// The refusals that the app makes itself, before a request has come to a door or where none could answer: each in the shape of the door that it was for.
import type { NoViewer } from '../auth/authenticate.js';
import { authRefusals } from '../auth/refusals.js';
import { refuseToken, tokenPaths } from '../auth/token-endpoint.js';
import { DatabaseUnavailableError } from '../db/unavailable.js';
import { refuseGraphQL } from '../graphql/refuse.js';
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../http/request.js';
import { TooManyFailuresError } from '../rate-limit/login-failures.js';
import type { RateRefusal } from '../rate-limit/rate-limiter.js';
import { CredentialEndedError } from '../request/long-lived.js';
import { refuseRest } from '../rest/refuse.js';

/** A refusal that neither door has made, in the shape of the door that the request was for. */
export const refuse = (
  request: HttpRequest,
  pathname: string,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => {
  const shaped = (): HttpAnswer => {
    if (pathname.startsWith('/api/')) return refuseRest(request, pathname, status, message, headers);
    if (tokenPaths.has(pathname)) return refuseToken(status, message, headers);
    if (pathname === '/graphql') return refuseGraphQL(request, status, code, message, headers);
    return jsonAnswer(status, { errors: [{ message, extensions: { code } }] }, headers);
  };
  return { ...shaped(), errorCodes: [code] };
};

/** To a caller whose points are used up. */
export const refuseTooFast = (request: HttpRequest, pathname: string, { message, retryAfter }: RateRefusal): HttpAnswer =>
  refuse(request, pathname, 429, 'RATE_LIMITED', message, { 'retry-after': String(retryAfter) });

/** To whoever has no credential, or a bad one. */
export const refuseCredential = (request: HttpRequest, pathname: string, reason: NoViewer): HttpAnswer => {
  const { status, code, message, headers } = authRefusals[reason];
  return refuse(request, pathname, status, code, message, headers);
};

/** The log has a line for the outage, not for each request. */
export const refuseUnavailable = (request: HttpRequest, pathname: string, error: DatabaseUnavailableError): HttpAnswer =>
  refuse(request, pathname, 503, error.errorCode, error.message, { 'retry-after': String(error.retryAfter) });

/** What is answered to an error; null for one that nobody foresaw. */
export const refuseFailure = (request: HttpRequest, pathname: string, error: unknown): HttpAnswer | null => {
  if (error instanceof CredentialEndedError) return refuseCredential(request, pathname, 'expired');
  if (error instanceof TooManyFailuresError) return refuseTooFast(request, pathname, error);
  return error instanceof DatabaseUnavailableError ? refuseUnavailable(request, pathname, error) : null;
};
