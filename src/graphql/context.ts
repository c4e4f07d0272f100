// What every resolver gets besides its arguments.
import type { DomainContext } from '../domain/viewer.js';
import type { Logger } from '../logger.js';
import type { RequestContext } from './door-context.js';
import { createLoaders, type Loaders } from './loaders.js';

export interface GraphQLContext extends DomainContext {
  readonly requestId: string;
  readonly logger: Logger;
  /** Made anew after each mutation, since they keep what they have read. */
  loaders: Loaders;
}

export const createContext = ({ database, viewer, requestId, logger }: RequestContext): GraphQLContext => {
  const domain: DomainContext = { database, viewer, source: 'GRAPHQL' };
  return { ...domain, requestId, logger, loaders: createLoaders(domain) };
};
