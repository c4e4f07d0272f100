// How large a single value of a statement could become, by the columns that can be long: PostgreSQL puts each together in its memory, and the embedded
// database in this process's.
import { associationOf, columnOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import type { Page, Part, Root, Shape } from './selection.js';

/** Bytes that JSON of a usual request can have. */
const json = 1_000_000;
/** Characters up to which a text is short. */
const short = 255;

/** Bytes that a column can have which can be long; 0 for others. */
export const columnSize = (entity: EntityName, name: string): number => {
  const { type, length = 0 } = columnOf(entity, name);
  return type === 'json' ? json : length > short ? length : 0;
};

const rowSize = (entity: EntityName, { parts }: Page): number => {
  let size = 0;
  for (const [, part] of parts) {
    if ('rows' in part) size += shapeSize(entity, part.rows);
    if ('entries' in part) for (const [, entry] of part.entries) size += 'row' in entry ? shapeSize(entity, entry.row) : 0;
  }
  return size;
};

const partSize = (owner: EntityName, part: Part): number => {
  if ('column' in part) return columnSize(owner, part.column);
  if ('one' in part) return shapeSize(associationOf(owner, part.one).entity, part.shape);
  if ('pageOf' in part) return part.page.slice.limit * rowSize(associationOf(owner, part.pageOf).entity, part.page);
  if ('listOf' in part) return (part.slice.limit ?? 1) * shapeSize(associationOf(owner, part.listOf).entity, part.shape);
  if (!('firstOf' in part)) return 0;
  const { entity } = associationOf(owner, part.firstOf);
  return 'shape' in part ? shapeSize(entity, part.shape) : partSize(entity, part.value);
};

const shapeSize = (entity: EntityName, shape: Shape): number => shape.reduce((sum, [, part]) => sum + partSize(entity, part), 0);

/** Bytes of the longest row that the statement of the whole could give. `isList`: whether it gives a row for each of a page. */
export const valueSize = (root: Root, isList: boolean): number =>
  root.reduce((sum, [, part]) => {
    if ('shape' in part) return sum + shapeSize(part.entity, part.shape);
    if ('page' in part) return sum + (isList ? 1 : part.page.slice.limit) * rowSize(part.entity, part.page);
    return sum;
  }, 0);
