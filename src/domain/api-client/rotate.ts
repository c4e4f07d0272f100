import { afterChange } from '../../db/unavailable.js';
import { type ApiClientBy, findExisting } from '../entities/by.js';
import { ValidationError } from '../rules/errors.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { auditClient } from './audit.js';
import type { ApiClientWithSecrets } from './create.js';
import { hashSecret, makeSecret } from './secrets.js';

/**
 * Gives a client a new secret, and a new API key where it has one, in one statement. The old ones are refused from then on (the key within
 * seconds); tokens that it has got already run out by themselves, so that its secret can be replaced without an outage. A secret that has
 * leaked is a reason to revoke the client instead.
 * @throws ForbiddenError without `admin`
 * @throws NotFoundError when there is no such client
 * @throws ValidationError when it is revoked, or has expired
 */
export const rotateApiClient = async (context: DomainContext, by: ApiClientBy): Promise<ApiClientWithSecrets> => {
  authorize(context, 'admin');
  const { id, name, hasApiKey, expiresAt } = await findExisting(context, 'apiClient', by);
  const refuse = (why: string) =>
    new ValidationError([{ path: ['by'], message: `API client ${id} (${name}) ${why}, for good. Create a new client instead` }]);
  if (expiresAt && expiresAt <= new Date()) throw refuse('has expired'); // its end never changes
  const clientSecret = makeSecret('clientSecret');
  const apiKey = hasApiKey ? makeSecret('apiKey') : null; // whether it has one never changes
  const { count } = await context.database.prisma.apiClient.updateMany({
    where: { id, revokedAt: null },
    data: {
      secretHash: hashSecret(clientSecret),
      apiKeyHash: apiKey === null ? null : hashSecret(apiKey),
      rotatedAt: new Date(),
    },
  });
  if (count === 0) throw refuse('is revoked');
  const apiClient = await afterChange(findExisting(context, 'apiClient', { id }));
  auditClient(context, apiClient, 'An API client has new secrets');
  return { apiClient, clientSecret, apiKey };
};
