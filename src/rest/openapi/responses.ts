// What operations answer: the records that they are about, or a refusal in the original's shape.
import { statuses } from '../errors.js';
import type { Route } from '../route.js';
import { listName, type Schema, schemaReference } from './schemas.js';

const header = (description: string, schema: Schema = { type: 'string' }): Schema => ({ description, schema });

/** Every header that answers may have, by name. */
export const headers: Readonly<Record<string, Schema>> = {
  'X-Request-Id': header("The request's id, echoed or made; the log has it too."),
  'X-Total-Count': header('How many rows match on all pages.', { type: 'integer', minimum: 0 }),
  Link: header('Where the pages `first`, `prev`, `next` and `last` are; left out when that takes more than 4 kB.'),
  ETag: header('Changes with the body. Send it as `If-None-Match` to be answered 304 while nothing has changed.'),
  'X-GraphQL-Equivalent': header(
    'The GraphQL query that reads the same rows, as a body to POST to `/graphql`; only where `Prefer: graphql` asked for it.',
  ),
  'WWW-Authenticate': header('What the credential lacks, by RFC 6750.'),
  Allow: header('The methods that the path takes.'),
  Deprecation: header('Since when these paths are deprecated (RFC 9745); only where operators have said so.'),
  Sunset: header('From when these paths may be gone (RFC 8594); only where operators have said so.'),
};

const usual = ['X-Request-Id', 'Deprecation', 'Sunset'];

const headerReferences = (names: readonly string[]): Schema =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

interface Refusal {
  readonly name: string;
  readonly description: string;
  /** Headers beside the usual. */
  readonly headers?: readonly string[];
  /** Whether it is JSON whatever was asked for. */
  readonly isJson?: boolean;
}

/** Every status that is a refusal. */
const refusals = {
  400: {
    name: 'BadRequest',
    description: "Something in the request is wrong, or the run's status does not allow the move. Nothing was changed.",
  },
  401: { name: 'Unauthorized', description: 'There is no credential, or none that is valid.', headers: ['WWW-Authenticate'] },
  403: { name: 'Forbidden', description: 'The credential lacks the scope that the message names.', headers: ['WWW-Authenticate'] },
  404: {
    name: 'NotFound',
    description: 'There is no such record; in XML also that a query matches nothing, unless operators prefer an empty list.',
  },
  405: { name: 'MethodNotAllowed', description: 'The path does not take this method. Nothing can be deleted.', headers: ['Allow'] },
  406: { name: 'NotAcceptable', description: '`Accept` names only formats that cannot be served.', isJson: true },
  413: { name: 'PayloadTooLarge', description: 'The body is larger than operators allow.' },
  415: { name: 'UnsupportedMediaType', description: 'The body is neither JSON nor XML.' },
  500: { name: 'InternalServerError', description: 'A fault of the gateway. The message has the request id to tell us.' },
  503: { name: 'ServiceUnavailable', description: 'It took too long. A change may have been made.' },
} as const satisfies Readonly<Record<number, Refusal>>;

type RefusalStatus = keyof typeof refusals;

const isDescribed = (status: number): status is RefusalStatus => Object.hasOwn(refusals, status);
for (const status of Object.values(statuses))
  if (!isDescribed(status)) throw new TypeError(`The OpenAPI document has no words for ${status}.`);

const refusalResponse = ({ description, headers: more = [], isJson = false }: Refusal): Schema => ({
  description,
  headers: headerReferences([...usual, ...more]),
  content: {
    'application/json': { schema: schemaReference('errors') },
    ...(!isJson && { 'application/xml': { schema: schemaReference('xml-errors') } }),
  },
});

/** The answers that are alike wherever they are given, by name. */
export const sharedResponses: Readonly<Record<string, Schema>> = {
  NotModified: { description: 'Nothing has changed since the answer with that ETag.', headers: headerReferences([...usual, 'ETag']) },
  ...Object.fromEntries(Object.values<Refusal>(refusals).map((refusal) => [refusal.name, refusalResponse(refusal)])),
};

const reference = (name: string): Schema => ({ $ref: `#/components/responses/${name}` });

export const isList = ({ method, path }: Route): boolean => method === 'GET' && !path.includes(':id');

const success = (route: Route): Schema => {
  const schema = schemaReference(isList(route) ? listName(route.resource) : route.resource.name);
  const more = [...(isList(route) ? ['X-Total-Count', 'Link'] : []), ...(route.method === 'GET' ? ['ETag', 'X-GraphQL-Equivalent'] : [])];
  const description = isList(route) ? 'One page of what matches.' : route.method === 'POST' ? 'The new record.' : 'The record.';
  return {
    description,
    headers: headerReferences([...usual, ...more]),
    content: { 'application/json': { schema }, 'application/xml': { schema } },
  };
};

const refusalsOf = ({ method, path }: Route): RefusalStatus[] => {
  const found: RefusalStatus[] = method === 'GET' || path.includes(':id') ? [404] : [];
  const sent: RefusalStatus[] = method === 'GET' ? [] : [413, 415];
  return [400, 401, 403, ...found, 405, 406, ...sent, 500, 503];
};

/** The answers of an operation, by status. */
export const responsesOf = (route: Route): Schema => ({
  [route.method === 'POST' ? 201 : 200]: success(route),
  ...(route.method === 'GET' && { 304: reference('NotModified') }),
  ...Object.fromEntries(refusalsOf(route).map((status) => [status, reference(refusals[status].name)])),
});
