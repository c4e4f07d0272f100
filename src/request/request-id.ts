// The id of a request, by which its answer and its lines in the log are found.
import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '../http/request.js';

/** Ids that callers give are echoed when they are fit for a header and a log line. */
export const requestIdOf = (request: HttpRequest): string => {
  const given = request.headers.get('x-request-id');
  return given !== null && /^[\w.:/+=@-]{1,128}$/.test(given) ? given : randomUUID();
};
