import { type ApiClientBy, findExisting } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { auditClient } from './audit.js';

/**
 * Revokes a client for good. Every gateway on this database refuses it, and the tokens that it has, within seconds. A client that is revoked
 * already stays as it is.
 * @throws ForbiddenError without `admin`
 * @throws NotFoundError when there is no such client
 */
export const revokeApiClient = async (context: DomainContext, by: ApiClientBy): Promise<Rows['apiClient']> => {
  authorize(context, 'admin');
  const { id } = await findExisting(context, 'apiClient', by);
  const { count } = await context.database.prisma.apiClient.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
  const client = await findExisting(context, 'apiClient', { id });
  if (count > 0) auditClient(context, client, 'An API client was revoked');
  return client;
};
