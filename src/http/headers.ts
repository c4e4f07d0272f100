// Every header that the gateway reads or answers with. What pages of other origins may send and read, what the OpenAPI document says of headers, and
// which headers the code can read at all come from these tables.

/** What clients say in the head of a request. Pages of `CORS_ORIGINS` may send all of them. */
export const requestHeaders = {
  Accept: 'Formats that the client takes, by preference.',
  Authorization: '`Bearer` and a token; at the token endpoint `Basic` with the client’s id and secret.',
  'Content-Type': 'Format of the body.',
  'Content-Encoding': 'How the body is compressed.',
  'X-COUPA-API-KEY': 'An API key in the place of a token, as clients of the original send it.',
  X_COUPA_API_KEY: 'Another spelling of `X-COUPA-API-KEY`.',
  'If-None-Match':
    'The `ETag` of an answer that the client has kept: 304 while nothing has changed. A write with `*` is 412 where the record is there.',
  'If-Match':
    'The `ETag` of a record that a write is to change, or several: with another version, the write is 412 and changes nothing. The version alone is compared, with which the tag begins.',
  'Idempotency-Key':
    'A key of 1 to 255 visible characters that the client makes up for a write, such as a UUID, and sends again with each repeat of it: the write is then made once. Of a mutation, it is the same as `idempotencyKey` in its input.',
  Prefer:
    '`graphql` asks for the GraphQL query that reads the same rows, in `X-GraphQL-Equivalent`; `wait=30` lets `/api/changes` wait for the first change, so many seconds at most.',
  'X-Request-Id': 'An id of the client’s own for the request, echoed and written to the log.',
  'Last-Event-ID':
    'The position after which a subscription over SSE goes on, as browsers send it when they come back; it goes before the argument `after`.',
  'X-GraphQL-Cost': '`1` asks `/graphql` to show what the query costs, in `extensions.cost`.',
  'GraphQL-Preflight': 'Any value shows `/graphql` that the browser has asked before it sent a query by GET.',
  'Apollo-Require-Preflight': 'As `GraphQL-Preflight`, from Apollo’s clients.',
  'X-Requested-With': 'As `GraphQL-Preflight`, from older libraries.',
} as const satisfies Readonly<Record<string, string>>;

/** What browsers, proxies and HTTP libraries say by themselves. No page may set it. */
const transportHeaders = [
  'accept-encoding',
  'access-control-request-method',
  'content-length',
  'origin',
  'sec-fetch-site',
  'user-agent',
  'x-forwarded-for',
] as const;

/** What answers say to clients. Pages of `CORS_ORIGINS` may read all of it. */
export const answerHeaders = {
  'X-Request-Id': "The request's id, echoed or made; the log has it too.",
  'X-Total-Count': 'How many rows match on all pages.',
  Link: 'Where the pages `first`, `prev`, `next` and `last` are; left out when that takes more than 4 kB.',
  'X-More-Errors':
    'Ids of the runs that have more errors than the 500 that an answer shows of each, separated by commas; `/api/integration_errors?integration_run_id=` has them all, page by page. Left out where there are none.',
  ETag: 'Changes with the body; of one record it begins with its version. Send it as `If-None-Match` to be answered 304 while nothing has changed, and as `If-Match` to change a record only while it is as it was.',
  'Idempotent-Replayed': '`true` where the write had been made before under its `Idempotency-Key`, and this is the record as it now is.',
  'X-Feed-Position': 'Where `/api/changes` goes on: the `after` of the next request.',
  'Preference-Applied': 'The preference of `Prefer` that was followed.',
  'X-GraphQL-Equivalent':
    'The GraphQL query that reads the same rows, as a body to POST to `/graphql`; only where `Prefer: graphql` asked for it.',
  'X-GraphQL-Equivalent-Omitted': 'Why there is no `X-GraphQL-Equivalent`, where it was asked for.',
  'WWW-Authenticate': 'What the credential lacks, by RFC 6750.',
  Allow: 'The methods that the path takes.',
  Accept: 'Formats that can be had, where none was accepted that can.',
  'Accept-Encoding': 'The ways of compressing a body that the gateway reads, where it was sent another.',
  RateLimit: 'Points that the caller has left, and the seconds until there are more.',
  'RateLimit-Policy': 'Points that each caller has, and for how many seconds.',
  'Retry-After': 'Seconds after which it is worth trying again.',
  Deprecation: 'Since when these paths are deprecated (RFC 9745); only where operators have said so.',
  Sunset: 'From when these paths may be gone (RFC 8594); only where operators have said so.',
} as const satisfies Readonly<Record<string, string>>;

/** What answers say to browsers, caches and HTTP libraries. Pages need not be told, or are told by every browser. */
const transportAnswerHeaders = [
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'cache-control',
  'content-encoding',
  'content-length',
  'content-security-policy',
  'content-type',
  'location',
  'permissions-policy',
  'pragma',
  'referrer-policy',
  'strict-transport-security',
  'vary',
  'x-accel-buffering',
  'x-content-type-options',
  'x-frame-options',
] as const;

export type AnswerHeader = keyof typeof answerHeaders;

/** A header that code may read. */
export type RequestHeader = Lowercase<keyof typeof requestHeaders> | (typeof transportHeaders)[number];

const lowerCased = (table: object): string[] => Object.keys(table).map((name) => name.toLowerCase());

/** What pages of other origins may send, in lower case. */
export const sentByPages: readonly string[] = lowerCased(requestHeaders);

/** What pages of other origins may read, in lower case. */
export const readByPages: readonly string[] = lowerCased(answerHeaders);

/** Every name that an answer may have, in lower case. */
export const answerHeaderNames: ReadonlySet<string> = new Set([...readByPages, ...transportAnswerHeaders]);
