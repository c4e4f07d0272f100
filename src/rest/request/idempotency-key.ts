// The idempotency key of a write, in `Idempotency-Key`.
import { type Idempotency, keyInHeader, keyProblem } from '../../domain/idempotency/idempotency.js';
import type { HttpRequest } from '../../http/request.js';
import { RestError } from '../errors.js';
import type { Route } from '../route.js';

/** For the answer to a repeat. */
export const replayedHeaders: Record<string, string> = { 'idempotent-replayed': 'true' };

/** The key of a request; undefined for a read, and without one. The same call is one of the same method to the same path. @throws RestError 400 */
export const readKey = ({ headers }: HttpRequest, { method, path }: Route, id: number): Idempotency | undefined => {
  const sent = method === 'GET' ? null : headers.get('idempotency-key');
  if (sent === null) return undefined;
  const key = keyInHeader(sent);
  const problem = keyProblem(key);
  if (problem !== null) throw new RestError(400, problem);
  return { key, operation: `${method} ${path.replace(':id', String(id))}`, isReplayed: false };
};
