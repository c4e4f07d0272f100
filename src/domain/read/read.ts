// Reads rows of one entity, for whoever goes field by field. Each function checks what the viewer may read, costs one statement, and reads no more rows
// than were asked for. What is read whole in one statement, with all that hangs on it, is a prepared read (`prepared-read.ts`).
import { type AssociationName, associationOf, entityOf, type TargetOf } from '../entities/entities.js';
import type { EntityName, Rows } from '../entities/entity.js';
import { Decimal } from '../rules/decimal.js';
import type { DomainContext } from '../rules/viewer.js';
import { childCountsStatement, childrenStatement, countStatement, listStatement, type Slice } from '../sql/statement.js';
import { type Condition, everything } from './conditions.js';
import { authorizeRead } from './scopes.js';

const decimalsOf = (entity: EntityName): string[] =>
  Object.entries(entityOf(entity).columns).flatMap(([field, { kind }]) => (kind === 'decimal' ? [field] : []));

/** Drivers give decimals as text, to keep their digits; Prisma gives them as Decimal, and so does the reader. */
const withDecimals = <Row extends object>(entity: EntityName, rows: Row[]): Row[] => {
  const fields = decimalsOf(entity);
  if (fields.length === 0) return rows;
  const revived = (row: Record<string, unknown>, field: string) => [field, row[field] === null ? null : new Decimal(String(row[field]))];
  return rows.map((row) => ({ ...row, ...Object.fromEntries(fields.map((field) => revived(row as Record<string, unknown>, field))) }));
};

/**
 * The rows of one list, in its order (in reverse for a slice taken from the end).
 * @throws ForbiddenError without the scope of the entity, or of one that the condition leads to
 */
export const readList = async <Name extends EntityName>(context: DomainContext, entity: Name, slice: Slice): Promise<Rows[Name][]> => {
  authorizeRead(context, entity, slice.where);
  return withDecimals(entity, await context.database.read<Rows[Name]>(listStatement(entity, slice)));
};

/**
 * How many rows meet the condition.
 * @throws ForbiddenError without the scope of the entity, or of one that the condition leads to
 */
export const countList = async (context: DomainContext, entity: EntityName, where: Condition): Promise<number> => {
  authorizeRead(context, entity, where);
  const [row] = await context.database.read<{ count: number }>(countStatement(entity, where));
  return row?.count ?? 0;
};

/**
 * The row that the condition names, or null. For conditions that at most one row can meet.
 * @throws ForbiddenError without the scope of the entity
 */
export const readOne = async <Name extends EntityName>(
  context: DomainContext,
  entity: Name,
  where: Condition,
): Promise<Rows[Name] | null> => {
  const [row] = await readList(context, entity, { where, order: { field: 'id', direction: 'ASC' }, limit: 1 });
  return row ?? null;
};

/**
 * The rows with these ids, in their order; null where there is none.
 * @throws ForbiddenError without the scope of the entity
 */
export const readByIds = async <Name extends EntityName>(
  context: DomainContext,
  entity: Name,
  ids: readonly number[],
): Promise<(Rows[Name] | null)[]> => {
  const where: Condition = { field: 'id', operator: 'in', value: [...new Set(ids)] };
  const rows = await readList(context, entity, { where, order: { field: 'id', direction: 'ASC' }, limit: ids.length });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
};

/**
 * The same slice of one association of many owners: a list for each id, in the order of the ids.
 * @throws ForbiddenError without the scope of the entity that is listed, or of one that the condition leads to
 */
export const readChildren = async <Owner extends EntityName, Name extends AssociationName<Owner>>(
  context: DomainContext,
  owner: Owner,
  association: Name,
  ids: readonly number[],
  slice: Slice,
): Promise<Rows[TargetOf<Owner, Name>][][]> => {
  type Child = Rows[TargetOf<Owner, Name>];
  const { entity } = associationOf(owner, association);
  authorizeRead(context, entity, slice.where);
  const lists = new Map<number, Child[]>(ids.map((id) => [id, []]));
  const rows = await context.database.read<Child & { parentId: number }>(childrenStatement(owner, association, [...lists.keys()], slice));
  for (const row of withDecimals(entity, rows)) lists.get(row.parentId)?.push(row);
  return ids.map((id) => lists.get(id) ?? []);
};

/**
 * How many rows of one association meet the condition, for each id, in the order of the ids.
 * @throws ForbiddenError without the scope of the entity that is counted, or of one that the condition leads to
 */
export const countChildren = async <Owner extends EntityName>(
  context: DomainContext,
  owner: Owner,
  association: AssociationName<Owner>,
  ids: readonly number[],
  where: Condition = everything,
): Promise<number[]> => {
  authorizeRead(context, associationOf(owner, association).entity, where);
  const rows = await context.database.read<{ parentId: number; count: number }>(childCountsStatement(owner, association, ids, where));
  const counts = new Map(rows.map(({ parentId, count }) => [parentId, count]));
  return ids.map((id) => counts.get(id) ?? 0);
};
