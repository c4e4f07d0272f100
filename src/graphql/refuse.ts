// Refuses a request before anything is executed, in the media type that its client reads. The app does so as well, for what stands before the door.
import { GraphQLError } from 'graphql';
import type { AnswerTooLargeError } from '../db/lifetime.js';
import { createChoice } from '../http/media-type.js';
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../http/request.js';
import { cutValues } from '../lib/shown.js';
import { withoutSuggestions } from './request/introspection.js';
import { takeHttp } from './single-statement/take-http.js';

const plain = 'application/json';
const own = 'application/graphql-response+json';

/** The media type of the answer, by what the client accepts; null where it takes none that there is. */
export const chooseMediaType = createChoice([plain, own]);

const refuseWith = (
  { headers }: HttpRequest,
  status: number,
  errors: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[],
  more: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  ...jsonAnswer(status, { errors }, { 'content-type': `${chooseMediaType(headers.get('accept')) ?? plain}; charset=utf-8`, ...more }),
  errorCodes: [...new Set(errors.map(({ extensions }) => String(extensions?.['code'])))],
});

/** The refusal of a request that is no GraphQL yet. */
export const refuseGraphQL = (
  request: HttpRequest,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => refuseWith(request, status, [{ message, extensions: { code } }], headers);

/** Mistakes that are told at once; no more are looked for. */
export const mostMistakes = 5;

/** A message as its client may see it: without the names that graphql suggests to who may not know them, and without long values. */
export const presentMessage = (message: string, suggests: boolean): string => cutValues(suggests ? message : withoutSuggestions(message));

/** Codes of what is wrong with the request itself, whatever its document. */
const malformedCodes: ReadonlySet<unknown> = new Set(['BAD_REQUEST', 'IDEMPOTENCY_KEY_AMBIGUOUS']);

/** The refusal of what is asked: 400, but for a document or its variables only where the client understands that, as GraphQL over HTTP has it. */
export const refuseAsked = (request: HttpRequest, errors: readonly GraphQLError[], suggests: boolean): HttpAnswer => {
  const isMalformed = errors.some(({ extensions }) => malformedCodes.has(extensions['code']));
  const isTold = isMalformed || chooseMediaType(request.headers.get('accept')) === own;
  const told = takeHttp(errors).errors?.map((error) => ({ ...error.toJSON(), message: presentMessage(error.message, suggests) }));
  return refuseWith(request, isTold ? 400 : 200, told ?? []);
};

/** For an answer that is larger than it may be, or what was to be its part in the answer to a change that has been made. */
export const answerTooLarge = ({ message, mostBytes, isChanged }: AnswerTooLargeError): GraphQLError => {
  const what = isChanged ? 'Read what has changed in queries of their own, by' : 'Ask for';
  return new GraphQLError(`${message} ${what} smaller pages (\`first\`), fewer fields, or in several queries.`, {
    extensions: { code: 'ANSWER_TOO_LARGE', limit: mostBytes },
  });
};

/** What overflows the stack: a document or a variable that is nested thousands of levels deep. */
export const nestedTooDeeply = (): GraphQLError =>
  new GraphQLError('The query or its variables are nested too deeply. Ask in several queries.', { extensions: { code: 'BAD_USER_INPUT' } });

/** For a request that isn't of the form that GraphQL over HTTP has. */
export const malformed = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });

/** For whoever listens to a stream that was begun with a credential which is good no more. */
export const credentialEnded = (): GraphQLError =>
  new GraphQLError('The credential of this stream is not valid any more. Get a new one, and go on after the last position that you have.', {
    extensions: { code: 'UNAUTHENTICATED' },
  });
