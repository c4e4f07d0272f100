// A layout as the reader's shape. Rows are read under short names that tell the place of an element, so that the text between the database
// and the writers holds little but values.
import { everything } from '../../domain/read/conditions.js';
import type { Part, Shape } from '../../domain/read/shape.js';
import type { Layout, LayoutElement } from './layout.js';
import { perLayout } from './per-layout.js';

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** The name of the element at a place: a, b, … z, ba, bb … */
export const nameAt = (place: number): string =>
  (place < letters.length ? '' : nameAt(Math.floor(place / letters.length))) + letters.charAt(place % letters.length);

const all = { where: everything, order: { field: 'id', direction: 'ASC' }, limit: null } as const;

const partOf = (element: LayoutElement): Part => {
  if ('field' in element) return { column: element.field };
  if ('group' in element) return { column: element.group };
  const shape = shapeOf(element.layout);
  return 'one' in element ? { one: element.one, shape } : { listOf: element.listOf, slice: all, shape };
};

/** What has to be read for a layout, and no more. */
export const shapeOf: (layout: Layout) => Shape = perLayout((layout) =>
  layout.map((element, place): [string, Part] => [nameAt(place), partOf(element)]),
);
