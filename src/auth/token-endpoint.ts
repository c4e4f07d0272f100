// `POST /oauth2/token`: the client credentials grant of OAuth 2.0 (RFC 6749, section 4.4), as clients of the original use it.
import type { Database } from '../db/database.js';
import { findClientBySecret } from '../domain/api-client/credential.js';
import { hashSecret } from '../domain/api-client/secrets.js';
import { type Scope, scopesIn } from '../domain/rules/viewer.js';
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../http/request.js';
import { decodeUtf8, isUtf8Encoded } from '../lib/utf8.js';
import { signToken } from './access-token.js';
import type { Login } from './authenticate.js';
import { type SigningKeys, tokenLifetime } from './signing-keys.js';

/** Where tokens are to be had, a slash at the end or not; the second is the original's other name for it. */
export const tokenPaths: ReadonlySet<string> = new Set(['/oauth2/token', '/oauth2/access_tokens'].flatMap((path) => [path, `${path}/`]));

type ErrorCode = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';

class TokenError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

const uncached = { 'cache-control': 'no-store', pragma: 'no-cache' };

const answerRefusal = (code: ErrorCode, message: string): HttpAnswer =>
  code === 'invalid_client'
    ? jsonAnswer(401, { error: code, error_description: message }, { ...uncached, 'www-authenticate': 'Basic realm="integration-runs"' })
    : jsonAnswer(400, { error: code, error_description: message }, uncached);

/** A refusal that the endpoint has not made itself, in the same shape; RFC 6749 has no words for a server's own trouble, so they are its section 4.1's. */
export const refuseToken = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer => {
  const error = status < 500 ? 'invalid_request' : status === 503 ? 'temporarily_unavailable' : 'server_error';
  return jsonAnswer(status, { error, error_description: message }, { ...uncached, ...headers });
};

const invalidClient = () =>
  new TokenError('invalid_client', 'The client_id or the client_secret is not valid, or not any more. Ask who runs this gateway.');

const refuse = (code: ErrorCode, message: string): HttpAnswer => ({ ...answerRefusal(code, message), errorCodes: [code] });

/** Clients encode both halves as forms do, or not at all; none of ours has a character that would make a difference. */
const decodeHalf = (half: string): string => {
  try {
    return decodeURIComponent(half.replaceAll('+', ' '));
  } catch {
    return half;
  }
};

const readBasic = (authorization: string | null): { id: string; secret: string } | null => {
  const [, encoded] = /^basic +(\S+) *$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return null;
  const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return { id: decodeHalf(id), secret: decodeHalf(secret) };
};

/**
 * The parameters of the body and of the address by name. What has no value counts as not sent.
 * @throws TokenError for one that is sent twice, known or not, be it once in the body and once in the address
 */
const readParameters = (form: URLSearchParams, search: URLSearchParams): ReadonlyMap<string, string> => {
  const parameters = new Map<string, string>();
  for (const [name, value] of [...form, ...search]) {
    if (value === '') continue;
    if (parameters.has(name)) {
      const which = /^\w{1,50}$/.test(name) ? `The parameter ${name}` : 'A parameter'; // the RFC allows few characters in a description
      throw new TokenError('invalid_request', `${which} comes more than once. Send it once.`);
    }
    parameters.set(name, value);
  }
  return parameters;
};

interface TokenRequest {
  readonly clientId: string;
  readonly secret: string;
  /** Null for all that the client has. */
  readonly scope: string | null;
}

const readTokenRequest = (request: HttpRequest, form: URLSearchParams, search: URLSearchParams): TokenRequest => {
  if (search.has('client_secret'))
    throw new TokenError('invalid_request', 'A client_secret in the address ends up in logs. Send it in the body, or by HTTP Basic.');
  const parameters = readParameters(form, search);
  const grantType = parameters.get('grant_type');
  if (grantType === undefined)
    throw new TokenError('invalid_request', 'The parameter grant_type is missing. It must be client_credentials.');
  if (grantType !== 'client_credentials') throw new TokenError('unsupported_grant_type', 'The only grant_type is client_credentials.');
  const basic = readBasic(request.headers.get('authorization'));
  const named = parameters.get('client_id');
  const clientId = basic?.id || named;
  const secret = basic?.secret || parameters.get('client_secret');
  if (named !== undefined && clientId !== named)
    throw new TokenError('invalid_request', 'HTTP Basic and the parameter client_id name different clients. Name one.');
  if (!clientId || !secret || !/^[\w.~-]{1,255}$/.test(clientId)) throw invalidClient();
  return { clientId, secret, scope: parameters.get('scope') ?? null };
};

const grant = (owned: readonly Scope[], asked: string | null): readonly Scope[] => {
  if (asked === null) return owned;
  const granted = scopesIn(asked).filter((scope) => owned.includes(scope));
  if (granted.length === 0) throw new TokenError('invalid_scope', `The client has none of these scopes. It has ${owned.join(' ')}.`);
  return granted;
};

const isForm = (contentType: string | null): boolean =>
  contentType === null || /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType);

/** The token endpoint. It answers in JSON whatever is accepted, as RFC 6749 has it. @throws TooManyFailuresError; DatabaseUnavailableError */
export const createTokenEndpoint =
  (database: Database, keys: SigningKeys, { failures, addressOf }: Login) =>
  async (request: HttpRequest, url: URL, body: Uint8Array): Promise<HttpAnswer> => {
    try {
      if (request.method !== 'POST') {
        const message = `Tokens are asked for with POST, not ${request.method}.`;
        return jsonAnswer(405, { error: 'invalid_request', error_description: message }, { ...uncached, allow: 'POST' });
      }
      if (body.length > 0 && !isForm(request.headers.get('content-type')))
        throw new TokenError('invalid_request', 'The body is no form. Send it as application/x-www-form-urlencoded.');
      const form = decodeUtf8(body);
      if (form === null || !isUtf8Encoded(form))
        throw new TokenError('invalid_request', 'The body is not UTF-8. Encode its values as UTF-8.');
      const tokenRequest = readTokenRequest(request, new URLSearchParams(form), url.searchParams);
      const { clientId, secret } = tokenRequest;
      const client = await failures.look(
        { address: addressOf(request), digest: hashSecret(`${clientId}:${secret}`), owner: clientId },
        () => findClientBySecret(database, clientId, secret),
      );
      if (!client || client.endsAt <= Date.now()) throw invalidClient();
      const scopes = grant(client.scopes, tokenRequest.scope);
      const lifetime = Math.min(tokenLifetime, Math.ceil((client.endsAt - Date.now()) / 1000)); // nothing of a client outlives it
      const token = await signToken(keys, client.clientId, scopes, lifetime);
      return jsonAnswer(200, { access_token: token, token_type: 'bearer', expires_in: lifetime, scope: scopes.join(' ') }, uncached);
    } catch (error) {
      if (error instanceof TokenError) return refuse(error.code, error.message);
      throw error;
    }
  };
