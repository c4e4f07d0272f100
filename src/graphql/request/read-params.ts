// Reads what a request asks, from the body of a POST or from the address of a GET: once, for every way to an answer. What it doesn't know is ignored, as
// GraphQL over HTTP has it.
import { GraphQLError } from 'graphql';
import { JsonError, parseJson, readJson } from '../../lib/json.js';
import { malformed } from '../refuse.js';

type Values = Readonly<Record<string, unknown>>;

export interface GraphQLParams {
  readonly query: string | undefined;
  /** Whatever it is: `documentOf` has the words for it. */
  readonly documentId: unknown;
  readonly extensions: Values | undefined;
  readonly variables: Values;
  readonly operationName: string | undefined;
}

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

/** @throws GraphQLError BAD_REQUEST */
const objectOf = (name: string, value: unknown): Values | undefined => {
  if (value == null || isObject(value)) return value ?? undefined;
  throw malformed(`The parameter ${name} must be an object, but is ${kindOf(value)}.`);
};

/** @throws GraphQLError BAD_REQUEST */
const textOf = (name: string, value: unknown): string | undefined => {
  if (value == null || typeof value === 'string') return value ?? undefined;
  throw malformed(`The parameter ${name} must be a string, but is ${kindOf(value)}.`);
};

/** Null and nothing are alike, and so is an operation without a name to one that isn't named. */
const paramsOf = ({ query, documentId, extensions, variables, operationName }: Values): GraphQLParams => ({
  query: textOf('query', query),
  documentId: documentId ?? undefined,
  extensions: objectOf('extensions', extensions),
  variables: objectOf('variables', variables) ?? {},
  operationName: textOf('operationName', operationName) || undefined,
});

/** @throws GraphQLError BAD_REQUEST; JsonError */
const readBody = (body: Uint8Array): GraphQLParams => {
  const sent = readJson(body);
  if (!isObject(sent)) throw malformed(`The body must be an object such as {"query":"{ __typename }"}, but is ${kindOf(sent)}.`);
  return paramsOf(sent);
};

/** The one value of a parameter; undefined for none, and for an empty one. @throws GraphQLError BAD_REQUEST */
const singleParameter = (search: URLSearchParams, name: string): string | undefined => {
  const values = search.getAll(name);
  if (values.length > 1) throw malformed(`The parameter ${name} comes more than once. Send it once.`);
  return values[0] || undefined;
};

/** @throws GraphQLError BAD_REQUEST; JsonError */
const readSearch = (search: URLSearchParams): GraphQLParams => {
  const json = (name: string): unknown => {
    const text = singleParameter(search, name);
    return text === undefined ? undefined : parseJson(text, `The parameter ${name}`);
  };
  return paramsOf({
    query: singleParameter(search, 'query'),
    documentId: singleParameter(search, 'documentId'),
    extensions: json('extensions'),
    variables: json('variables'),
    operationName: singleParameter(search, 'operationName'),
  });
};

/** What is asked by the body of a POST, or by the address of a GET; a GraphQLError with the code BAD_REQUEST for what can't be read. */
export const readParams = (method: string, address: string, body: Uint8Array): GraphQLParams | GraphQLError => {
  try {
    return method === 'GET' ? readSearch(new URL(address).searchParams) : readBody(body);
  } catch (error) {
    if (error instanceof JsonError) return malformed(error.message);
    if (error instanceof GraphQLError) return error;
    throw error;
  }
};

const whitespace = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Whether the body is a list, as a batch of requests is; told by its first character, so that a large one costs nothing. */
export const isBatch = (body: Uint8Array): boolean => body[body.findIndex((byte) => !whitespace.has(byte))] === 0x5b;
