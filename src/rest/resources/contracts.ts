// The contract paths.
import { createContract, updateContract } from '../../domain/contract/contract.js';
import { readElements, readRequired } from '../request/elements.js';
import type { Answer, RestRequest, Route } from '../route.js';
import { resources } from '../wire/resources.js';
import { listHandler, recordAnswer, showing } from './handlers.js';

const resource = resources.contract;

const create = async ({ context, body }: RestRequest): Promise<Answer> =>
  recordAnswer('contract', await createContract(context, readRequired(resource, body)), 201);

const update = async ({ context, id, body, terms }: RestRequest): Promise<Answer> =>
  recordAnswer('contract', await updateContract(context, { id }, readElements(resource, body), terms));

export const contractRoutes: readonly Route[] = [
  { method: 'GET', path: 'contracts', resource, summary: 'Query contracts', handle: listHandler('contract') },
  { method: 'POST', path: 'contracts', resource, summary: 'Make a contract known', handle: create },
  { method: 'GET', path: 'contracts/:id', resource, summary: 'Show a contract', handle: showing('contract') },
  { method: 'PUT', path: 'contracts/:id', resource, summary: 'Change a contract, in part', handle: update },
  { method: 'PATCH', path: 'contracts/:id', resource, summary: 'Change a contract, in part', handle: update },
];
