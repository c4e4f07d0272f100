// A layout as the reader's shape. Rows are read under short names that tell the place of an element, so that the text between the database
// and the writers holds little but values.
import { everything } from '../../domain/read/conditions.js';
import { maximumPageSize } from '../../domain/read/page.js';
import type { ShapedRow } from '../../domain/read/prepared-read.js';
import type { Part, Shape } from '../../domain/read/selection.js';
import type { Layout, LayoutElement } from './layout.js';
import { perLayout } from './per-layout.js';

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** The name of the element at a place: a, b, … z, ba, bb … */
export const nameAt = (place: number): string =>
  (place < letters.length ? '' : nameAt(Math.floor(place / letters.length))) + letters.charAt(place % letters.length);

/** Records of a list that an answer shows within another record: as many as a page has over GraphQL. */
const mostNested = maximumPageSize;

/** One more than is shown, which tells that there are more. */
const first = { where: everything, order: { field: 'id', direction: 'ASC' }, limit: mostNested + 1 } as const;

/** The name of a group's column: no place has a name with a number in it. */
export const columnAt = (place: number, column: number): string => `${nameAt(place)}${column}`;

const partsOf = (element: LayoutElement, place: number): [string, Part][] => {
  if ('group' in element) return element.group.map((column, index) => [columnAt(place, index), { column }]);
  if ('field' in element) return [[nameAt(place), { column: element.field }]];
  const shape = shapeOf(element.layout);
  return [[nameAt(place), 'one' in element ? { one: element.one, shape } : { listOf: element.listOf, slice: first, shape }]];
};

/** What has to be read for a layout, and no more. */
export const shapeOf: (layout: Layout) => Shape = perLayout((layout) => {
  const parts = layout.flatMap(partsOf);
  return placeOfErrors(layout) < 0 ? parts : [...parts, [idName, { column: 'id' }]];
});

/** A name that no place has. */
const idName = 'run';

const placeOfErrors = (layout: Layout): number =>
  layout.findIndex((element) => 'listOf' in element && element.listOf === 'integrationErrors');

/** Where rows in the layout have their errors; null where they show none. */
const errorsOf = perLayout((layout): { readonly key: string | null } => {
  const place = placeOfErrors(layout);
  return { key: place < 0 ? null : nameAt(place) };
});

/** Cuts the errors of runs to the most that an answer shows, and gives the header that names the runs which have more. */
export const cutLists = (layout: Layout, rows: readonly ShapedRow[]): Readonly<Record<string, string>> => {
  const { key } = errorsOf(layout);
  if (key === null) return {};
  const cut = rows.filter((row) => {
    const errors = row[key] as unknown[]; // what a list is read as
    const hasMore = errors.length > mostNested;
    if (hasMore) errors.length = mostNested;
    return hasMore;
  });
  return cut.length === 0 ? {} : { 'x-more-errors': cut.map((row) => row[idName]).join(', ') };
};
