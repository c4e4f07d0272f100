// What every resolver gets besides its arguments.
import type { Database } from '../db/database.js';
import type { DomainContext, Viewer } from '../domain/viewer.js';
import { createLoaders, type Loaders } from './loaders.js';

export interface GraphQLContext extends DomainContext {
  readonly requestId: string;
  /** Made anew after each mutation, since they keep what they have read. */
  loaders: Loaders;
}

export const createContext = (database: Database, viewer: Viewer, requestId: string): GraphQLContext => {
  const domain: DomainContext = { database, viewer, source: 'GRAPHQL' };
  return { ...domain, requestId, loaders: createLoaders(domain) };
};
