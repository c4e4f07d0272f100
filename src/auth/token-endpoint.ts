// `POST /oauth2/token`: the client credentials grant of OAuth 2.0 (RFC 6749, section 4.4), as clients of the original use it.
import type { Database } from '../db/database.js';
import { findClientBySecret } from '../domain/api-client/credential.js';
import { type Scope, scopesIn } from '../domain/viewer.js';
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../http.js';
import { signToken, tokenLifetime } from './access-token.js';
import type { SigningKeys } from './signing-keys.js';

/** Where tokens are to be had; the second is the original's other name for it. */
export const tokenPaths: ReadonlySet<string> = new Set(['/oauth2/token', '/oauth2/access_tokens']);

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

const refuse = (code: ErrorCode, message: string): HttpAnswer =>
  code === 'invalid_client'
    ? jsonAnswer(401, { error: code, error_description: message }, { ...uncached, 'www-authenticate': 'Basic realm="integration-runs"' })
    : jsonAnswer(400, { error: code, error_description: message }, uncached);

const invalidClient = () =>
  new TokenError('invalid_client', 'The client_id or the client_secret is not valid, or not any more. Ask who runs this gateway.');

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

/** A parameter of the body, or of the address; null for none, or for one that is empty. */
const readParameter = (form: URLSearchParams, search: URLSearchParams, name: string): string | null => {
  const values = [...form.getAll(name), ...search.getAll(name)].filter((value) => value !== '');
  if (new Set(values).size > 1) throw new TokenError('invalid_request', `The parameter ${name} comes more than once. Send it once.`);
  return values[0] ?? null;
};

interface Asked {
  readonly clientId: string;
  readonly secret: string;
  /** Null for all that the client has. */
  readonly scope: string | null;
}

const readAsked = (request: HttpRequest, form: URLSearchParams, search: URLSearchParams): Asked => {
  if (search.has('client_secret'))
    throw new TokenError('invalid_request', 'A client_secret in the address ends up in logs. Send it in the body, or by HTTP Basic.');
  const grantType = readParameter(form, search, 'grant_type');
  if (grantType === null) throw new TokenError('invalid_request', 'The parameter grant_type is missing. It must be client_credentials.');
  if (grantType !== 'client_credentials') throw new TokenError('unsupported_grant_type', 'The only grant_type is client_credentials.');
  const basic = readBasic(request.headers.get('authorization'));
  const named = readParameter(form, search, 'client_id');
  const clientId = basic?.id || named;
  const secret = basic?.secret || readParameter(form, search, 'client_secret');
  if (named !== null && clientId !== named)
    throw new TokenError('invalid_request', 'HTTP Basic and the parameter client_id name different clients. Name one.');
  if (!clientId || !secret || !/^[\w.~-]{1,255}$/.test(clientId)) throw invalidClient();
  return { clientId, secret, scope: readParameter(form, search, 'scope') };
};

const grant = (owned: readonly Scope[], asked: string | null): readonly Scope[] => {
  if (asked === null) return owned;
  const granted = scopesIn(asked).filter((scope) => owned.includes(scope));
  if (granted.length === 0) throw new TokenError('invalid_scope', `The client has none of these scopes. It has ${owned.join(' ')}.`);
  return granted;
};

const isForm = (contentType: string | null): boolean =>
  contentType === null || /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType);

/** The token endpoint. It answers in JSON whatever is accepted, as RFC 6749 has it. */
export const createTokenEndpoint =
  (database: Database, keys: SigningKeys) =>
  async (request: HttpRequest, url: URL, body: Uint8Array): Promise<HttpAnswer> => {
    try {
      if (request.method !== 'POST') {
        const message = `Tokens are asked for with POST, not ${request.method}.`;
        return jsonAnswer(405, { error: 'invalid_request', error_description: message }, { ...uncached, allow: 'POST' });
      }
      if (body.length > 0 && !isForm(request.headers.get('content-type')))
        throw new TokenError('invalid_request', 'The body is no form. Send it as application/x-www-form-urlencoded.');
      const asked = readAsked(request, new URLSearchParams(Buffer.from(body).toString()), url.searchParams);
      const client = await findClientBySecret(database, asked.clientId, asked.secret);
      if (!client || client.endsAt <= Date.now()) throw invalidClient();
      const scopes = grant(client.scopes, asked.scope);
      const token = await signToken(keys, client.clientId, scopes);
      return jsonAnswer(200, { access_token: token, token_type: 'bearer', expires_in: tokenLifetime, scope: scopes.join(' ') }, uncached);
    } catch (error) {
      if (error instanceof TokenError) return refuse(error.code, error.message);
      throw error;
    }
  };
