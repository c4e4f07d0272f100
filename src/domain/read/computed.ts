// Reads values that are worked out whenever they are looked at, for rows that are there already.
import { Prisma } from '../../generated/prisma/client.js';
import { valueSql } from '../entities/columns.js';
import { columnOf, entityOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import type { DomainContext } from '../rules/viewer.js';
import { everything } from './conditions.js';
import { authorizeRead } from './scopes.js';

const { sql, raw } = Prisma;

/**
 * The computed value of each row, in the order of the ids; null where there is no such row. One statement.
 * @throws ForbiddenError without the scope of the entity
 */
export const readComputed = async (
  context: DomainContext,
  entity: EntityName,
  field: string,
  ids: readonly number[],
): Promise<unknown[]> => {
  authorizeRead(context, entity, everything);
  const value = raw(valueSql(columnOf(entity, field), 'row'));
  const statement = sql`SELECT row.id, ${value} AS "value" FROM ${raw(entityOf(entity).table)} AS row WHERE row.id = ANY (${[...ids]}::int[])`;
  const rows = await context.database.read<{ id: number; value: unknown }>(statement);
  const values = new Map(rows.map((row) => [row.id, row.value]));
  return ids.map((id) => values.get(id) ?? null);
};
