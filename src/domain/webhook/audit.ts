import type { DomainContext } from '../rules/viewer.js';

/** Writes down who has made, changed or removed an endpoint, or given it a new secret. The address is not told: it may be a secret of its own. */
export const auditEndpoint = ({ logger, requestId, viewer, source }: DomainContext, id: number, event: string): void =>
  logger.info({ requestId, source, actor: viewer.actorId, webhookEndpoint: id }, event);
