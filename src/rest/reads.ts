// The two reads that every resource has: a list by the query language, and one record.
import { type ByOf, findExisting } from '../domain/by.js';
import type { Rows } from '../domain/read/entities.js';
import { countList, readList } from '../domain/read/read.js';
import { alsoAllowed, type DomainContext } from '../domain/viewer.js';
import { listEquivalent, showEquivalent } from './equivalent/equivalent.js';
import { compileQuery } from './query/compile.js';
import type { Answer, RestRequest } from './route.js';
import type { RecordEntity, Resource } from './wire/resources.js';
import type { Tree } from './wire/tree.js';

/** Makes trees of rows, with what nests in them. */
export type Nest<Row> = (context: DomainContext, rows: readonly Row[]) => Promise<Tree[]>;

/** `GET /api/things`: a page of the rows that the query asks for, and how many there are. */
export const listing =
  <Name extends RecordEntity>(entity: Name, resource: Resource, nest: Nest<Rows[Name]>) =>
  async ({ context, search }: RestRequest): Promise<Answer> => {
    const query = compileQuery(resource, search);
    const [rows, total] = await Promise.all([readList(context, entity, query), countList(context, entity, query.where)]);
    return {
      status: 200,
      tree: await nest(context, rows),
      page: { total, limit: query.limit, offset: query.offset },
      equivalent: (cut) => listEquivalent(context, entity, query, cut),
    };
  };

/**
 * The answer that shows one row, which the domain has given out: to whoever may read it, or has changed it. What nests in it is part of the
 * record, so that a client that may only write is answered like any other.
 */
export const shown = async <Row>(nest: Nest<Row>, { context }: RestRequest, row: Row, status: Answer['status'] = 200): Promise<Answer> => {
  const [tree = {}] = await nest(alsoAllowed(context, 'core.integration.read'), [row]);
  return { status, tree };
};

/** `GET /api/things/7`. */
export const showing =
  <Name extends RecordEntity>(entity: Name, nest: Nest<Rows[Name]>) =>
  async (request: RestRequest): Promise<Answer> => {
    const row = await findExisting(request.context, entity, { id: request.id } as ByOf[Name]); // every record has an id
    return { ...(await shown(nest, request, row)), equivalent: async (cut) => showEquivalent(entity, request.id, cut) };
  };
