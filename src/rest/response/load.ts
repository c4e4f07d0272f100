// Reads what an answer shows, in the shape of its layout: a record or statistics in one statement, a list in two.
import { showChanged, showRecord } from '../../domain/entities/by.js';
import { records } from '../../domain/entities/records.js';
import { prepareRecordRead, readRows, type ShapedRow } from '../../domain/read/prepared-read.js';
import { countList } from '../../domain/read/read.js';
import type { DomainContext } from '../../domain/rules/viewer.js';
import type { Representation } from '../route.js';
import { readShownStatistics } from '../statistics/read.js';
import type { RecordEntity } from '../wire/resources.js';
import type { Layout } from './layout.js';
import { perLayout } from './per-layout.js';
import { cutLists, shapeOf } from './selection.js';

/** Which page of how many rows a list is. */
export interface Page {
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

interface Content {
  readonly rows: ShapedRow | readonly ShapedRow[];
  /** Headers about the rows, such as `X-Total-Count`. */
  readonly headers: Readonly<Record<string, string>>;
  /** There for a list. */
  readonly page?: Page;
  /** Of one record. */
  readonly version?: number;
}

/** A name that no place of a layout has. */
const versionName = 'version';

const recordRead = perLayout((layout, entity: RecordEntity) =>
  prepareRecordRead(entity, [...shapeOf(layout), [versionName, { column: records[entity].version }]]),
);

/**
 * @throws ForbiddenError without the scopes of everything that is shown
 * @throws NotFoundError for a record that isn't there
 */
export const loadRepresentation = async (context: DomainContext, shown: Representation, layout: Layout): Promise<Content> => {
  const { entity } = shown;
  if ('id' in shown) {
    const show = shown.isWritten ? showChanged : showRecord;
    const row = await show(context, entity, shown.id, recordRead(layout, entity));
    return { rows: row, headers: cutLists(layout, [row]), version: Number(row[versionName]) };
  }
  if ('statistics' in shown) return { rows: await readShownStatistics(context, shown.statistics, layout), headers: {} };
  const { query } = shown;
  const [rows, total] = await Promise.all([readRows(context, entity, query, shapeOf(layout)), countList(context, entity, query.where)]);
  return { rows, headers: cutLists(layout, rows), page: { total, limit: query.limit, offset: query.offset } };
};
