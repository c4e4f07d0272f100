// What stands before every way to an answer: reads what is asked, finds its document, coerces its variables, and refuses what is wrong, over a limit or
// not for this caller. Nothing that it refuses is looked at again.
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { HttpRequest } from '../../http/request.js';
import { countValues, countValuesIn } from '../../lib/json.js';
import { noteOperation, type RequestNotes } from '../../request/request-notes.js';
import { type Limits, overLimit } from '../limits/limits.js';
import { malformed } from '../refuse.js';
import type { Variables } from '../single-statement/variables.js';
import { coerceVariables } from './coerce-variables.js';
import type { KnownDocument, Operation, ReadDocument } from './documents.js';
import { readKey } from './idempotency-key.js';
import { type Introspection, refuseIntrospection } from './introspection.js';
import { type GraphQLParams, readParams } from './read-params.js';
import { documentOf, type TrustedDocuments } from './trusted-documents.js';

/** What may be answered. */
export interface Admitted extends ReadDocument {
  readonly params: GraphQLParams;
  /** The document's. */
  readonly text: string;
  /** Undefined where the document has none of that name. */
  readonly operation: Operation | undefined;
  /** Coerced; without any where they are left to the executor. */
  readonly variables: Variables;
  /** The key in the head of the request, for its one mutation. */
  readonly idempotencyKey: string | undefined;
}

export interface AdmissionOptions {
  readonly documents: (text: string) => KnownDocument;
  readonly limits: Limits;
  readonly introspection: Introspection;
  readonly trusted: TrustedDocuments;
  /** Whether a POST is answered by the short way. */
  readonly isDirect: boolean;
}

/** Whether coercing the variables may be left to the executor, since the cost of the operation doesn't depend on them. */
const isExecutedAtOnce = ({ node, cost }: Operation): boolean => node.operation === OperationTypeNode.MUTATION && cost.fixed !== null;

/** Admits the requests of callers, who may be told names of the schema or not; the errors for those that it refuses. */
export const createAdmission = ({ documents, limits, introspection, trusted, isDirect }: AdmissionOptions) => {
  const fewValues = 2 * limits.values; // bytes; each value takes at least two
  const farTooManyValues = 2 * limits.values + 1_000; // in a whole body
  return (request: HttpRequest, body: Uint8Array, suggests: boolean, notes: RequestNotes): Admitted | readonly GraphQLError[] => {
    const size = request.method === 'GET' ? request.url.length : body.byteLength;
    const isLong = size > fewValues;
    // such a body isn't even read: of lists within lists, a megabyte takes JSON.parse half a second
    const sent = isLong ? countValuesIn(body) : 0;
    const farTooMany = sent > farTooManyValues ? overLimit(limits, 'values', sent) : null;
    if (farTooMany) return [farTooMany];
    const params = readParams(request.method, request.url, body);
    if (params instanceof GraphQLError) return [params];
    const tooMany = isLong ? overLimit(limits, 'values', countValues(params.variables)) : null;
    if (tooMany) return [tooMany];
    const text = documentOf(trusted, params);
    if (text instanceof GraphQLError) return [text];
    if (text === undefined) return [malformed('The parameter query is missing. Send the text of a query in it.')];
    const known = documents(text);
    if (known.introspects && !suggests) return [refuseIntrospection(introspection)];
    noteOperation(notes, params.operationName);
    if ('errors' in known) return known.errors;
    const operation = known.operations.get(params.operationName);
    if (operation) noteOperation(notes, operation.node.name?.value, operation.node.operation);
    const idempotencyKey = readKey(request, operation);
    if (idempotencyKey instanceof GraphQLError) return [idempotencyKey];
    const isLeft = !operation || (isDirect && request.method === 'POST' && !isLong && isExecutedAtOnce(operation));
    const coerced = isLeft ? { values: {} } : coerceVariables(operation, params.variables, suggests && !isLong); // graphql would search for a value of megabytes
    return 'errors' in coerced ? coerced.errors : { params, text, operation, variables: coerced.values, idempotencyKey, ...known };
  };
};
