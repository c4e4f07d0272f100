// What every resolver gets besides its arguments.
import type { DomainContext } from '../../domain/rules/viewer.js';
import type { RequestNotes } from '../../request/request-notes.js';
import type { RequestContext } from '../door-context.js';
import { createLoaders, type Loaders } from './loaders.js';

export interface GraphQLContext extends DomainContext {
  readonly notes: RequestNotes;
  readonly loaders: Loaders;
}

export const createContext = ({ database, viewer, requestId, logger, notes }: RequestContext): GraphQLContext => {
  const domain: DomainContext = { database, viewer, source: 'GRAPHQL', logger, requestId };
  return { ...domain, notes, loaders: createLoaders(domain) };
};
