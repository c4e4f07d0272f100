// Reads what an answer shows, in the shape of its layout: a record in one statement, a list in two.
import { findShaped } from '../domain/by.js';
import { countList } from '../domain/read/read.js';
import { readShapedList, type ShapedRow } from '../domain/read/read-shaped.js';
import { alsoAllowed, type DomainContext } from '../domain/viewer.js';
import type { Shown } from './route.js';
import type { Layout } from './wire/layout.js';
import { shapeOf } from './wire/shape.js';

/** Which page of how many rows a list is. */
export interface Page {
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

interface Content {
  readonly rows: ShapedRow | readonly ShapedRow[];
  /** There for a list. */
  readonly page?: Page;
}

/**
 * @throws ForbiddenError without the scopes of everything that is shown
 * @throws NotFoundError for a record that isn't there
 */
export const readShown = async (context: DomainContext, shown: Shown, layout: Layout): Promise<Content> => {
  const shape = shapeOf(layout);
  const { entity } = shown;
  if ('id' in shown) {
    // what nests in a record is part of it, so that a client that may only write is answered like any other
    const reader = shown.isWritten ? alsoAllowed(context, 'core.integration.read') : context;
    return { rows: await findShaped(reader, entity, { id: shown.id }, shape) };
  }
  const { query } = shown;
  const [rows, total] = await Promise.all([readShapedList(context, entity, query, shape), countList(context, entity, query.where)]);
  return { rows, page: { total, limit: query.limit, offset: query.offset } };
};
