// What answers show: a list by the query language, one record, or a record that was just written.
import { compileQuery } from '../request/query/compile.js';
import type { Answer, RestRequest } from '../route.js';
import { type RecordEntity, resources } from '../wire/resources.js';

/** `GET /api/things`: a page of the rows that the query asks for. */
export const listHandler =
  (entity: RecordEntity) =>
  async ({ search }: RestRequest): Promise<Answer> => ({
    status: 200,
    representation: { entity, query: compileQuery(resources[entity], search) },
  });

/** `GET /api/things/7`. */
export const showing =
  (entity: RecordEntity) =>
  async ({ id }: RestRequest): Promise<Answer> => ({ status: 200, representation: { entity, id } });

/** The answer to a write, which shows the record as it now is, to whoever has changed it. */
export const recordAnswer = (entity: RecordEntity, { id }: { readonly id: number }, status: Answer['status'] = 200): Answer => ({
  status,
  representation: { entity, id, isWritten: true },
});
