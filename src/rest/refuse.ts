// Refuses a request before its route is known, in the format that its client can read: for what stands in front of the door.
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import { type AnswerFormat, announcedFormat, answerFormat, splitSuffix } from './request/formats.js';
import { respondFailure } from './response/write.js';

const json: AnswerFormat = { format: 'json', mediaType: 'application/json' };

/** Whether it comes with a body, as far as its head tells. */
const hasBody = ({ method, headers }: HttpRequest): boolean => {
  const length = headers.get('content-length');
  return length === null ? method === 'POST' || method === 'PUT' || method === 'PATCH' : length !== '0';
};

/** The format that the client can read, as far as the head of its request tells; JSON when it accepts nothing that there is. */
const readableFormat = (request: HttpRequest, pathname: string): AnswerFormat => {
  try {
    const sent = hasBody(request) ? announcedFormat(request.headers.get('content-type')) : null;
    return answerFormat(request.headers.get('accept'), splitSuffix(pathname).suffix, sent);
  } catch {
    return json;
  }
};

/** The refusal, under `base`. */
export const refuseRest = (
  request: HttpRequest,
  pathname: string,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => respondFailure(readableFormat(request, pathname), { status, key: 'base', messages: [message], headers });
