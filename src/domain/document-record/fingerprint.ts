// What an error keeps so that it is found with the others of its group. The rule is the database's, `error_fingerprint` of the migration `error_groups`;
// here is what it is given, in every statement that writes an error.
import { Prisma } from '../../generated/prisma/client.js';
import { columnOf } from '../entities/entities.js';
import type { Values } from '../sql/write.js';
import type { DocumentRecordName } from './attributes.js';

const { sql, raw } = Prisma;

/** The columns that decide where there is no response. */
const deciding = ['documentType', 'documentStatus', 'status'] as const;

/** Whether a change of those columns can be one of the fingerprint. */
export const decides = (fields: readonly string[]): boolean => deciding.some((field) => fields.includes(field));

/**
 * The column that keeps it, with its value; none of a record that has no groups. `response`: the first one, with `code` and `message`, as JSON, and null
 * without one. `column`: the value of a column.
 */
export const groupFingerprint = (entity: DocumentRecordName, response: Prisma.Sql, column: (field: string) => Prisma.Sql): Values => {
  if (entity !== 'integrationError') return {};
  const columns = deciding.map((field) => sql`${column(field)}::${raw(columnOf(entity, field).type)}`);
  return { fingerprint: sql`error_fingerprint(${response}, ${Prisma.join(columns)})` };
};
