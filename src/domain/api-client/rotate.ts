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
 * @throws ValidationError when it is revoked
 */
export const rotateApiClient = async (context: DomainContext, by: ApiClientBy): Promise<ApiClientWithSecrets> => {
  authorize(context, 'admin');
  const { id, name, hasApiKey } = await findExisting(context, 'apiClient', by);
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
  if (count === 0)
    throw new ValidationError([{ path: ['by'], message: `API client ${id} (${name}) is revoked, for good. Create a new client instead` }]);
  const apiClient = await afterChange(findExisting(context, 'apiClient', { id }));
  auditClient(context, apiClient, 'An API client has new secrets');
  return { apiClient, clientSecret, apiKey };
};
