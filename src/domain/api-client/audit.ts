import type { Rows } from '../entities/entity.js';
import type { DomainContext } from '../rules/viewer.js';

/** Writes down who has given out, changed or taken away a credential, since no row tells. What it proves itself with is for nobody. */
export const auditClient = (
  { logger, requestId, viewer, source }: DomainContext,
  { clientId, scopes }: Rows['apiClient'],
  event: string,
): void => logger.info({ requestId, source, actor: viewer.actorId, client: clientId, scopes }, event);
