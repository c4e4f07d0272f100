import { type ApiClientBy, absence, findExisting, uniqueOf } from '../by.js';
import { NotFoundError } from '../errors.js';
import type { Rows } from '../read/entities.js';
import { authorize, type DomainContext } from '../viewer.js';

/**
 * Revokes a client for good. Every gateway on this database refuses it, and the tokens that it has, within seconds. A client that is revoked
 * already stays as it is.
 * @throws ForbiddenError without `admin`
 * @throws NotFoundError when there is no such client
 */
export const revokeApiClient = async (context: DomainContext, by: ApiClientBy): Promise<Rows['apiClient']> => {
  authorize(context, 'admin');
  await context.database.prisma.apiClient.updateMany({ where: { ...uniqueOf(by), revokedAt: null }, data: { revokedAt: new Date() } });
  const client = await findExisting(context, 'apiClient', by);
  if (!client.revokedAt) throw new NotFoundError(absence('apiClient', by));
  return client;
};
