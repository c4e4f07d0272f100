import { shown } from '../../lib/shown.js';
import { isPrintable } from '../../lib/text.js';
import type { Rows } from '../entities/entity.js';
import type { FieldError } from '../rules/errors.js';
import { findFieldErrors, refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext, isScope, scopes as knownScopes } from '../rules/viewer.js';
import { joinWords } from '../rules/wording.js';
import { auditClient } from './audit.js';
import { hashSecret, makeClientId, makeSecret } from './secrets.js';

export interface NewApiClient {
  readonly name: string;
  /** Names of scopes; at least one. */
  readonly scopes: readonly string[];
  /** Whether it gets an API key too. */
  readonly withApiKey: boolean;
  /** From when it is not accepted any more; null for never. */
  readonly expiresAt: Date | null;
}

/** A client with what it proves itself with, which is shown this once. */
export interface ApiClientWithSecrets {
  readonly apiClient: Rows['apiClient'];
  readonly clientSecret: string;
  /** Null for a client without one. */
  readonly apiKey: string | null;
}

/** What of a client is never read with it. */
const withoutHashes = { secretHash: true, apiKeyHash: true } as const;

const findProblems = ({ name, scopes, expiresAt }: NewApiClient): FieldError[] => {
  const unknown = scopes.filter((scope) => !isScope(scope));
  const hint = `must be ${joinWords(knownScopes, 'or')}`;
  return [
    ...findFieldErrors('apiClient', { name }),
    ...(isPrintable(name) ? [] : [{ path: ['name'], message: "Name can't contain line breaks or other control characters" }]),
    ...(scopes.length === 0 ? [{ path: ['scopes'], message: `Scopes can't be empty: each ${hint}` }] : []),
    ...unknown.map((scope) => ({ path: ['scopes'], message: `Scope ${shown(scope)} does not exist: each ${hint}` })),
    ...(expiresAt && expiresAt <= new Date() ? [{ path: ['expiresAt'], message: 'Expires at must be in the future' }] : []),
  ];
};

/**
 * Makes a client, and the actor that it acts under, in one transaction. Nobody can read its secret and its key again.
 * @throws ForbiddenError without `admin`
 * @throws ValidationError when a value breaks a rule
 */
export const createApiClient = async (context: DomainContext, values: NewApiClient): Promise<ApiClientWithSecrets> => {
  authorize(context, 'admin');
  refuseInvalid(findProblems(values));
  const { name, scopes, withApiKey, expiresAt } = values;
  const clientId = makeClientId();
  const clientSecret = makeSecret('clientSecret');
  const apiKey = withApiKey ? makeSecret('apiKey') : null;
  const apiClient = await context.database.prisma.apiClient.create({
    omit: withoutHashes,
    data: {
      clientId,
      name,
      scopes: knownScopes.filter((scope) => scopes.includes(scope)).join(' '),
      secretHash: hashSecret(clientSecret),
      apiKeyHash: apiKey === null ? null : hashSecret(apiKey),
      hasApiKey: apiKey !== null,
      expiresAt,
      actor: { create: { login: clientId, name } },
    },
  });
  auditClient(context, apiClient, 'An API client was created');
  return { apiClient, clientSecret, apiKey };
};
