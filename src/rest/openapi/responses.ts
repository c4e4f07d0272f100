// What operations answer: the records that they are about, or a refusal in the original's shape.
import { type AnswerHeader, answerHeaders } from '../../http/headers.js';
import { statuses } from '../errors.js';
import type { Route } from '../route.js';
import { listName, type Schema, schemaReference } from './schemas.js';

/** Headers whose values are no texts. */
const headerSchemas: Partial<Record<AnswerHeader, Schema>> = { 'X-Total-Count': { type: 'integer', minimum: 0 } };

/** `/graphql` alone says what it would have taken. */
const { Accept: _, ...described } = answerHeaders;

type Described = keyof typeof described;

/** Every header that answers may have, by name. */
export const headers: Readonly<Record<string, Schema>> = Object.fromEntries(
  Object.entries(described).map(([name, description]) => [
    name,
    { description, schema: headerSchemas[name as AnswerHeader] ?? { type: 'string' } },
  ]),
);

/** Headers that any answer may have. */
const usual: readonly Described[] = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy', 'Deprecation', 'Sunset'];

/** The headers of an answer: the usual ones, and those beside them. */
export const headersWith = (more: readonly Described[]): Schema =>
  Object.fromEntries([...usual, ...more].map((name) => [name, { $ref: `#/components/headers/${name}` }]));

interface Refusal {
  readonly name: string;
  readonly description: string;
  /** Headers beside the usual. */
  readonly headers?: readonly Described[];
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
  403: {
    name: 'Forbidden',
    description: 'The credential lacks the scope that the message names; or a browser sent a write for a page of another site.',
    headers: ['WWW-Authenticate'],
  },
  404: {
    name: 'NotFound',
    description: 'There is no such record; in XML also that a query matches nothing, unless operators prefer an empty list.',
  },
  405: { name: 'MethodNotAllowed', description: 'The path does not take this method. Nothing can be deleted.', headers: ['Allow'] },
  406: { name: 'NotAcceptable', description: '`Accept` names only formats that cannot be served.', isJson: true },
  409: {
    name: 'Conflict',
    description:
      'The run has a retry that has not ended; or a write with the same `Idempotency-Key` has not ended: `Retry-After` says when to send it again. Nothing was changed.',
    headers: ['Retry-After'],
  },
  410: {
    name: 'Gone',
    description: 'What comes after the position may be gone from the feed, or the feed never had it. Read the records anew.',
  },
  412: {
    name: 'PreconditionFailed',
    description:
      'The record has another version than `If-Match` names, or is there although `If-None-Match` asks for none. Nothing was changed.',
  },
  413: { name: 'PayloadTooLarge', description: 'The body is larger than operators allow, once it is unpacked.' },
  415: {
    name: 'UnsupportedMediaType',
    description: 'The body is neither JSON nor XML, or in a content coding that is not taken: `Accept-Encoding` then has those that are.',
    headers: ['Accept-Encoding'],
  },
  422: {
    name: 'UnprocessableContent',
    description: 'The `Idempotency-Key` was used for another path or body. Nothing was changed.',
  },
  421: {
    name: 'MisdirectedRequest',
    description: 'The gateway asks for no credential, and was called by a host name that it does not know.',
  },
  429: {
    name: 'TooManyRequests',
    description:
      'The caller has too few points left for what is asked, or its address has sent too many credentials that nobody has. `Retry-After` says when to come again.',
    headers: ['Retry-After'],
  },
  500: { name: 'InternalServerError', description: 'A fault of the gateway. The message has the request id to tell us.' },
  503: {
    name: 'ServiceUnavailable',
    description:
      'It took too long, or the database does not answer: then `Retry-After` says when to ask again. A change may have been made.',
  },
} as const satisfies Readonly<Record<number, Refusal>>;

type RefusalStatus = keyof typeof refusals;

const isDescribed = (status: number): status is RefusalStatus => Object.hasOwn(refusals, status);
for (const status of Object.values(statuses))
  if (!isDescribed(status)) throw new TypeError(`The OpenAPI document has no words for ${status}.`);

/** XML goes by two names, and is answered under the one that is accepted. */
const asXml = (schema: Schema): Schema => ({ 'application/xml': { schema }, 'text/xml': { schema } });

const refusalResponse = ({ description, headers: more = [], isJson = false }: Refusal): Schema => ({
  description,
  headers: headersWith(more),
  content: {
    'application/json': { schema: schemaReference('errors') },
    ...(!isJson && asXml(schemaReference('xml-errors'))),
  },
});

/** The answers that are alike wherever they are given, by name. */
export const sharedResponses: Readonly<Record<string, Schema>> = {
  ...Object.fromEntries(Object.values<Refusal>(refusals).map((refusal) => [refusal.name, refusalResponse(refusal)])),
};

const reference = (name: string): Schema => ({ $ref: `#/components/responses/${name}` });

export const isList = ({ method, path, shows }: Route): boolean => method === 'GET' && !path.includes(':id') && !shows;

const successHeaders = (route: Route): Schema => {
  const ofList: readonly Described[] = isList(route) ? ['X-Total-Count', 'Link'] : [];
  const ofRun: readonly Described[] = route.resource.entity === 'integrationRun' && !route.shows ? ['X-More-Errors'] : [];
  const ofRead: readonly Described[] =
    route.method === 'GET'
      ? ['ETag', 'Preference-Applied', 'X-GraphQL-Equivalent', 'X-GraphQL-Equivalent-Omitted']
      : ['Idempotent-Replayed'];
  return headersWith([...ofList, ...ofRun, ...ofRead]);
};

const success = (route: Route): Schema => {
  const schema = schemaReference(isList(route) ? listName(route.resource) : (route.shows?.root ?? route.resource).name);
  const description = route.shows
    ? 'The figures of what matches.'
    : isList(route)
      ? 'One page of what matches.'
      : route.method === 'POST'
        ? 'The new record.'
        : 'The record.';
  return {
    description,
    headers: successHeaders(route),
    content: { 'application/json': { schema }, ...asXml(schema) },
  };
};

const refusalsOf = ({ method, path }: Route): RefusalStatus[] => {
  const found: RefusalStatus[] = method === 'GET' || path.includes(':id') ? [404] : [];
  const ofWrites: RefusalStatus[] = method === 'GET' ? [] : [409, 412, 422];
  const all: RefusalStatus[] = [400, 401, 403, ...found, 405, 406, 413, 415, 421, ...ofWrites, 429, 500, 503];
  return all.sort((one, other) => one - other);
};

/** The answers of an operation, by status. */
export const responsesOf = (route: Route): Schema => ({
  [route.method === 'POST' ? 201 : 200]: success(route),
  ...(route.accepted !== undefined && { 202: { ...success(route), description: route.accepted } }),
  ...(route.method === 'GET' && {
    304: { description: 'Nothing has changed since the answer with that ETag.', headers: successHeaders(route) },
  }),
  ...Object.fromEntries(refusalsOf(route).map((status) => [status, reference(refusals[status].name)])),
});
