// Reads rows in a shape, with all that hangs on them, in one statement.
import { authorize, type DomainContext } from '../viewer.js';
import type { Condition } from './conditions.js';
import type { EntityName } from './entities.js';
import { valuesOf } from './frame.js';
import { scopesOf } from './scopes.js';
import type { Root, RootPart, Shape } from './shape.js';
import { shapeStatement } from './shape-statement.js';
import { filled } from './slot.js';
import type { Slice } from './statement.js';

/** A row under the names of its shape, with values as JSON has them. */
export type ShapedRow = Readonly<Record<string, unknown>>;

const read = async (context: DomainContext, part: RootPart): Promise<(ShapedRow | null)[]> => {
  const root: Root = [['answer', part]];
  for (const scope of scopesOf(root)) authorize(context, scope);
  const { text, values } = shapeStatement(root);
  const rows = await context.database.queryTexts({ text, values: filled(values, { variables: {}, now: new Date() }) });
  return valuesOf(rows) as (ShapedRow | null)[]; // what the statement of such a part gives: a row for each element of a list, or one
};

/**
 * The rows of one list, in its order.
 * @throws ForbiddenError without the scopes of everything that the shape reads and the conditions lead to
 */
export const readShapedList = async (
  context: DomainContext,
  entity: EntityName,
  slice: Slice,
  shape: Shape,
): Promise<readonly ShapedRow[]> => (await read(context, { entity, slice, rows: shape })) as readonly ShapedRow[]; // none of a list is null

/**
 * The row that the condition names, or null. For conditions that at most one row can meet.
 * @throws ForbiddenError without the scopes of everything that the shape reads and the conditions lead to
 */
export const readShaped = async (context: DomainContext, entity: EntityName, where: Condition, shape: Shape): Promise<ShapedRow | null> =>
  (await read(context, { entity, where, shape }))[0] ?? null;
