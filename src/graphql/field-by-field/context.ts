// What every resolver gets besides its arguments.
import type { DomainContext } from '../../domain/rules/viewer.js';
import type { WebhookRules } from '../../domain/webhook/rules.js';
import type { RequestContext } from '../../request/request-context.js';
import type { RequestNotes } from '../../request/request-notes.js';
import type { DoorContext } from '../door-context.js';
import { createLoaders, type Loaders } from './loaders.js';

export interface GraphQLContext extends DomainContext {
  readonly notes: RequestNotes;
  /** In the head of the request, for its one mutation. */
  readonly idempotencyKey: string | undefined;
  /** Of a request that may change something. */
  readonly webhooks?: WebhookRules | undefined;
  readonly loaders: Loaders;
  /** The end of the feed, where it was read before anything else, so that everything up to it is in the rest. */
  feedPosition?: string;
}

export const createContext = ({
  database,
  viewer,
  requestId,
  logger,
  notes,
  idempotencyKey,
  webhooks,
}: RequestContext & Partial<Pick<DoorContext, 'idempotencyKey' | 'webhooks'>>): GraphQLContext => {
  const domain: DomainContext = { database, viewer, source: 'GRAPHQL', logger, requestId };
  return { ...domain, notes, idempotencyKey, webhooks, loaders: createLoaders(domain) };
};
