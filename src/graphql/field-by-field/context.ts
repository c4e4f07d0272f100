// What every resolver gets besides its arguments.
import type { DomainContext } from '../../domain/rules/viewer.js';
import type { RequestNotes } from '../../request/request-notes.js';
import type { DoorContext, RequestContext } from '../door-context.js';
import { createLoaders, type Loaders } from './loaders.js';

export interface GraphQLContext extends DomainContext {
  readonly notes: RequestNotes;
  /** In the head of the request, for its one mutation. */
  readonly idempotencyKey: string | undefined;
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
}: RequestContext & Partial<Pick<DoorContext, 'idempotencyKey'>>): GraphQLContext => {
  const domain: DomainContext = { database, viewer, source: 'GRAPHQL', logger, requestId };
  return { ...domain, notes, idempotencyKey, loaders: createLoaders(domain) };
};
