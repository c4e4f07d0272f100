// Reads rows in a shape, with all that hangs on them, in one statement.
import { authorize, type DomainContext, type Scope } from '../viewer.js';
import type { Condition } from './conditions.js';
import { associationOf, type EntityName, entityOf } from './entities.js';
import { readText } from './read.js';
import { authorizeRead } from './scopes.js';
import type { Part, RootPart, Shape } from './shape.js';
import { shapeStatement } from './shape-statement.js';
import type { Slice } from './statement.js';

/** A row under the names of its shape, with values as JSON has them. */
export type ShapedRow = Readonly<Record<string, unknown>>;

/** The entity that a part reads, and the shapes in it; null for what the row has itself. */
const targetOf = (entity: EntityName, part: Part): readonly [EntityName, readonly Shape[]] | null => {
  if ('one' in part) return [associationOf(entity, part.one).entity, [part.shape]];
  if ('listOf' in part) return [associationOf(entity, part.listOf).entity, [part.shape]];
  if ('firstOf' in part) return [associationOf(entity, part.firstOf).entity, 'shape' in part ? [part.shape] : []];
  if (!('pageOf' in part)) return null;
  const shapes = part.page.parts.flatMap(([, inner]) => {
    if ('rows' in inner) return [inner.rows];
    return 'entries' in inner ? inner.entries.flatMap(([, entry]) => ('row' in entry ? [entry.row] : [])) : [];
  });
  return [associationOf(entity, part.pageOf).entity, shapes];
};

const scopesOf = (entity: EntityName, shape: Shape): Set<Scope> => {
  const found = new Set<Scope>([entityOf(entity).scope]);
  for (const [, part] of shape) {
    const [target, shapes] = targetOf(entity, part) ?? [];
    if (target === undefined) continue;
    found.add(entityOf(target).scope);
    for (const inner of shapes ?? []) for (const scope of scopesOf(target, inner)) found.add(scope);
  }
  return found;
};

const read = async (context: DomainContext, part: RootPart): Promise<unknown> => {
  const text = await readText(context.database, shapeStatement([['answer', part]]), { variables: {}, now: new Date() });
  return (JSON.parse(text) as { readonly answer: unknown }).answer; // the one name in it
};

const authorizeAll = (context: DomainContext, entity: EntityName, shape: Shape): void => {
  for (const scope of scopesOf(entity, shape)) authorize(context, scope);
};

/**
 * The rows of one list, in its order.
 * @throws ForbiddenError without the scopes of everything that the shape reads and the condition leads to
 */
export const readShapedList = async (
  context: DomainContext,
  entity: EntityName,
  slice: Slice,
  shape: Shape,
): Promise<readonly ShapedRow[]> => {
  authorizeRead(context, entity, slice.where);
  authorizeAll(context, entity, shape);
  return (await read(context, { entity, slice, rows: shape })) as readonly ShapedRow[]; // what the statement of such a part gives
};

/**
 * The row that the condition names, or null. For conditions that at most one row can meet.
 * @throws ForbiddenError without the scopes of everything that the shape reads
 */
export const readShaped = async (context: DomainContext, entity: EntityName, where: Condition, shape: Shape): Promise<ShapedRow | null> => {
  authorizeAll(context, entity, shape);
  return (await read(context, { entity, where, shape })) as ShapedRow | null; // likewise
};
