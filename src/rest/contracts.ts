// The contract paths, which only read.
import { listing, showing } from './reads.js';
import type { Route } from './route.js';
import { resources } from './wire/resources.js';

const resource = resources.contract;

export const contractRoutes: readonly Route[] = [
  { method: 'GET', path: 'contracts', resource, summary: 'Query contracts', handle: listing('contract') },
  { method: 'GET', path: 'contracts/:id', resource, summary: 'Show a contract', handle: showing('contract') },
];
