// How every record is created: one statement, which writes what belongs to the record as well, or nothing.
import { Prisma } from '../../generated/prisma/client.js';
import { findWritten } from '../entities/by.js';
import type { Rows } from '../entities/entity.js';
import type { RecordName } from '../entities/records.js';
import { plainValues } from '../idempotency/fingerprint.js';
import { type KeyValues, keptKey, type RecordOutcome, recordOutcome } from '../idempotency/kept-key.js';
import { once } from '../idempotency/once.js';
import type { DomainContext } from '../rules/viewer.js';
import { preciseValues } from './precision.js';
import { givenOf, givenValues, keep, listed, now, recordColumns, runWrite, writing } from './write.js';
import { insertedRows } from './written-rows.js';

const { sql, raw } = Prisma;

export interface Creation {
  /** Names the statement among those that create records of the entity; few. */
  readonly key: string;
  /** Common table expressions of the statement, of which one is called `made` and gives the new row; no row where it can't be made. */
  readonly expressions: () => readonly Prisma.Sql[];
  /** More columns of the answer, beside the record's. */
  readonly more?: Prisma.Sql;
  /** What the placeholders of the expressions stand for. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What the placeholder `versions` stands for, where the expressions ask for one of them. What is asked for is the same without. */
  readonly versions?: readonly number[] | null;
}

/** The time of a creation, for what is made from nothing else: an item of FROM, and its value. */
export const creation = { from: sql`(SELECT ${now} AS now) AS moment`, moment: raw('moment.now') };

/**
 * Creates a record with all that belongs to it, in one statement: all of it or nothing. Null where no row could be made. A repeat under an idempotency key
 * gives the record as it now is, and nothing more.
 * @throws ValidationError where a constraint with a message refused it
 */
export const createRecord = <Name extends RecordName, More extends object = object>(
  context: DomainContext,
  entity: Name,
  { key, expressions, more, values, versions = null }: Creation,
): Promise<(Rows[Name] & Partial<More>) | null> => {
  const run = (idempotency: KeyValues | null) => {
    const kept = () => (idempotency ? [keptKey(recordOutcome('made'), raw('made'))] : []);
    const statement = keep(`create ${entity} ${key} ${idempotency !== null} ${versions !== null}`, () =>
      writing([...expressions(), ...kept()], sql`SELECT ${recordColumns(entity, 'made')}${listed(more ? [more] : [])} FROM made`),
    );
    return runWrite<Name, More>(context, entity, statement, { ...values, ...idempotency, ...(versions && { versions }) });
  };
  return once<(Rows[Name] & Partial<More>) | null, RecordOutcome>(context, {
    asked: () => [key, plainValues(entity, values)], // the key tells by what an owner is named
    write: run,
    isWritten: (made) => made !== null,
    replay: async ({ id }) => (await findWritten(context, entity, id)) as (Rows[Name] & Partial<More>) | null, // nothing more is told of a repeat
  });
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
    expressions: () => insertedRows(entity, { values: preciseValues(entity, givenValues(entity, given)), ...creation }),
    values: { ...values },
  });
  if (!record) throw new Error('An INSERT with RETURNING gave no row.');
  return record;
};
