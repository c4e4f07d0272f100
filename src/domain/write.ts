// Fragments of SQL that every writing statement of ours needs.
import { Prisma } from '../generated/prisma/client.js';
import { parameter } from './read/conditions.js';
import { columnOf, type EntityName } from './read/entities.js';

const { sql, raw } = Prisma;

/** A parameter of the column's type; JSON goes as its text. */
export const written = (entity: EntityName, field: string, value: unknown): Prisma.Sql => {
  const column = columnOf(entity, field);
  return parameter(column, column.kind === 'json' && value !== null ? JSON.stringify(value) : value);
};

/** The column's name. */
export const named = (entity: EntityName, field: string): Prisma.Sql => raw(columnOf(entity, field).sql);

/** The moment of a change, cut to what the columns keep, so that every row of one change tells the same time. */
export const now = sql`date_trunc('milliseconds', clock_timestamp())`;
