// How every record is created: one statement, which writes what belongs to the record as well, or nothing.
import { Prisma } from '../../generated/prisma/client.js';
import { entityOf } from '../entities/entities.js';
import type { Rows } from '../entities/entity.js';
import type { RecordName } from '../entities/records.js';
import type { DomainContext } from '../rules/viewer.js';
import {
  actorId,
  asJson,
  entriesOf,
  givenOf,
  givenValues,
  keep,
  leading,
  listed,
  named,
  now,
  recordColumns,
  runWrite,
  type Values,
} from './write.js';

const { sql, raw, join } = Prisma;

export interface Creation {
  /** Names the statement among those that create records of the entity; few. */
  readonly key: string;
  /** Common table expressions of the statement, of which one is called `made` and gives the new row; no row where it can't be made. */
  readonly expressions: () => readonly Prisma.Sql[];
  /** More columns of the answer, beside the record's. */
  readonly more?: Prisma.Sql;
  /** What the placeholders of the expressions stand for. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * The expression `made`: a new row of the entity with the columns that are given. `owned`: columns that come from the record that the row belongs to, and
 * the item of `FROM` that finds it; where it finds nothing, no row is made.
 */
export const insertRecord = (entity: RecordName, given: readonly string[], owned?: { values: Values; from: Prisma.Sql }): Prisma.Sql => {
  const values = entriesOf({ ...owned?.values, ...givenValues(entity, given) });
  return sql`made AS (
      INSERT INTO ${raw(entityOf(entity).table)} (${leading(values.map(([field]) => named(entity, field)))}created_at, updated_at, created_by_id, updated_by_id)
      SELECT ${leading(values.map(([, value]) => value))}moment.now, moment.now, ${actorId}, ${actorId}
      FROM (SELECT ${now} AS now) AS moment${listed(owned ? [owned.from] : [])}
      RETURNING *
    )`;
};

/**
 * Creates a record with all that belongs to it, in one statement: all of it or nothing. Null where no row could be made.
 * @throws ValidationError where a constraint with a message refused it
 */
export const createRecord = <Name extends RecordName, More extends object = object>(
  context: DomainContext,
  entity: Name,
  { key, expressions, more, values }: Creation,
): Promise<(Rows[Name] & More) | null> => {
  const statement = keep(
    `create ${entity} ${key}`,
    () => sql`
    WITH ${join(expressions(), ', ')}
    ${asJson(sql`SELECT ${recordColumns(entity, 'made')}${listed(more ? [more] : [])} FROM made`)}`,
  );
  return runWrite<Name, More>(context, entity, statement, values);
};

/**
 * Creates a record with nothing but the fields that are given.
 * @throws ValidationError where a constraint with a message refused it
 */
export const createPlain = async <Name extends RecordName>(
  context: DomainContext,
  entity: Name,
  fields: readonly string[],
  values: object,
): Promise<Rows[Name]> => {
  const given = givenOf(fields, values);
  const record = await createRecord(context, entity, {
    key: String(given),
    expressions: () => [insertRecord(entity, given)],
    values: { ...values },
  });
  if (!record) throw new Error('An INSERT with RETURNING gave no row.');
  return record;
};
