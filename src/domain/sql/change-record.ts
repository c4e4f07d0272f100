// How every record is changed: one statement, which locks the row, decides by what it then finds, and writes the row and what belongs to the change
// together, so that of two racing changes each sees what the other has left. A change to the values that a record has writes nothing.
//
// Where further expressions of a write have their place:
// - what goes with every write of a record, however it is made (one, many, creation, retry): `belongings.ts`, a row for each record, which `written-rows.ts`
//   adds to each of its INSERTs and UPDATEs;
// - what a single way of changing writes besides: the `parts` of the way;
// - what a statement writes once, whatever its rows: the idempotency key of its call (`../idempotency/kept-key.ts`).
import { Prisma } from '../../generated/prisma/client.js';
import { type ByOf, findWritten, notFoundMessage, onlyEntry } from '../entities/by.js';
import { entityOf } from '../entities/entities.js';
import type { Rows } from '../entities/entity.js';
import { type RecordName, records } from '../entities/records.js';
import { refuseOtherVersion } from '../entities/version.js';
import { plainValues } from '../idempotency/fingerprint.js';
import { type KeyValues, keptKey, type RecordOutcome, recordOutcome } from '../idempotency/kept-key.js';
import { once } from '../idempotency/once.js';
import { compile } from '../read/conditions.js';
import { NotFoundError } from '../rules/errors.js';
import { noTerms, type Terms } from '../rules/terms.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { preciseValues } from './precision.js';
import {
  givenOf,
  givenValues,
  type KeptStatement,
  keep,
  listed,
  named,
  now,
  recordColumns,
  runWrite,
  valueNamed,
  writing,
} from './write.js';
import { changedRows, compared, differences, target as targetOf, type Way } from './written-rows.js';

const { sql, raw, join, empty } = Prisma;

const plain = (): Way => ({});

export interface Change<Name extends RecordName> {
  readonly by: ByOf[Name];
  /** Columns that can be changed so, in an order that is always the same. */
  readonly fields: readonly string[];
  /** What they are to hold: undefined stays, null clears. What else is in it is for the placeholders of the way. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The name of the way in the cache of statements. There are few for each entity. */
  readonly key?: string;
  /** Made once for each key. */
  readonly way?: () => Way;
  /**
   * The same for a row that surely changes, and that nobody else changes meanwhile, as most do. It is tried first, and takes no lock beforehand, which spares
   * a tenth of the work; in all other cases it changes nothing.
   */
  readonly usual?: (() => Way) | null;
  readonly terms?: Terms;
}

/** What the text of a statement depends on, besides its way. */
interface Shape {
  readonly entity: RecordName;
  /** The column by which the row is named. */
  readonly name: string;
  /** The columns that are given. */
  readonly given: readonly string[];
  /** Whether a version is expected. */
  readonly isChecked: boolean;
  /** Whether the call came with an idempotency key. */
  readonly isKeyed: boolean;
}

/** The row that is named, under the alias `t0`. It is locked as updates do, which holds up nobody who only refers to it. */
const found = (entity: RecordName, key: string): Prisma.Sql => {
  const isNamed = compile(entity, { field: key, operator: 'equals', value: valueNamed('by') });
  return sql`${raw(entityOf(entity).table)} AS t0 WHERE ${isNamed}`;
};

const later = (row: string): Prisma.Sql => sql`greatest(${now}, ${raw(row)}.updated_at) AS moment`;

/** Whether the row has a version that the client expects. */
export const isExpected = (entity: RecordName, row: string): Prisma.Sql =>
  sql`${raw(row)}.${named(entity, records[entity].version)} = ANY (${valueNamed('versions')}::bigint[])`;

/** What the client has sent, as exactly as the row `target` has it. */
const sentValues = (entity: RecordName, given: readonly string[]) =>
  preciseValues(entity, givenValues(entity, given), (field) => targetOf(entity, field));

const answer = (entity: RecordName, { more }: Way, row: 'changed' | 'target', isChanged: Prisma.Sql): Prisma.Sql =>
  sql`SELECT ${isChanged} AS "isChanged", ${recordColumns(entity, row)}${listed(more ? [more] : [])} FROM ${raw(row)}`;

/**
 * For a move, as it is sent (the columns of the answer shortened):
 *
 *     WITH changed AS (
 *       UPDATE integration_runs AS record
 *       SET status = 'RUNNING'::"integration_run_status", total_records = $1::bigint,
 *         start_time = coalesce(target.start_time, least(target.moment, target.end_time)),
 *         version = record.version + 1, updated_at = target.moment, updated_by_id = $2::int
 *       FROM (SELECT t0.*, greatest(date_trunc('milliseconds', clock_timestamp()), t0.updated_at) AS moment
 *         FROM integration_runs AS t0 WHERE t0.id = $3::bigint) AS target
 *       WHERE record.id = target.id AND record.version = target.version
 *         AND target.status IN ('PENDING'::"integration_run_status", 'PAUSED'::"integration_run_status")
 *       RETURNING record.*, (SELECT row_to_json(image) FROM (SELECT target.status AS "status", …) AS image) AS before, target.status AS previous_status
 *     ), history AS (
 *       INSERT INTO integration_run_transitions (integration_run_id, from_status, to_status, at, actor_id, source, note)
 *       SELECT id, previous_status, status, updated_at, $4::int, $5::transition_source, $6::text FROM changed WHERE status <> previous_status
 *     ), event_of_changed AS (
 *       INSERT INTO events (type, at, actor_id, source, integration_run_id, …, version, before, after)
 *       SELECT CASE WHEN changed.status = changed.previous_status THEN 'RUN_UPDATED'::change_type ELSE 'RUN_MOVED'::change_type END,
 *         changed.updated_at, $7::int, $8::transition_source, changed.id, …, changed.version, changed.before,
 *         (SELECT row_to_json(image) FROM (SELECT changed.id AS "id", …) AS image)
 *       FROM changed
 *     )
 *     SELECT row_to_json(answer)::text FROM (SELECT TRUE AS "isChanged", changed.id AS "id", … FROM changed) AS answer
 */
const usualStatement = ({ entity, name, given, isChecked, isKeyed }: Shape, way: Way): Prisma.Sql => {
  const values = sentValues(entity, given);
  const version = named(entity, records[entity].version);
  const from = sql`(SELECT t0.*, ${later('t0')} FROM ${found(entity, name)}) AS target`;
  const conditions = [sql`record.${version} = target.${version}`, ...(isChecked ? [isExpected(entity, 'target')] : [])];
  const changed = changedRows(entity, way, { ...values, ...way.values?.(values) }, from, conditions);
  const key = isKeyed ? [keptKey(recordOutcome('changed'), raw('changed'))] : [];
  return writing([...changed, ...key], answer(entity, way, 'changed', sql`TRUE`));
};

/**
 * The same in all cases: it waits for whoever changes the row, and decides by the row that it then locks. The row is answered as it is then, changed or
 * not. What a way reads beside the row is of before the wait: where the row isn't any more, nothing is written, and `isChanged` is null.
 */
const lockingStatement = ({ entity, name, given, isChecked, isKeyed }: Shape, way: Way): Prisma.Sql => {
  const values = sentValues(entity, given);
  const set = { ...values, ...way.values?.(values) };
  const differs = [...differences(entity, set), ...(way.differs ? [way.differs] : [])];
  const { table } = entityOf(entity);
  const version = named(entity, records[entity].version);
  const seen = sql`, (SELECT seen.${version} FROM ${raw(table)} AS seen WHERE seen.id = locked.id) AS seen_version`;
  const isSeen = sql`target.${version} = target.seen_version`;
  const expected = sql`, ${isChecked ? isExpected(entity, 'locked') : sql`TRUE`} AS is_expected`;
  const conditions = [
    sql`target.is_expected`,
    differs.length === 0 ? sql`FALSE` : sql`(${join(differs, ' OR ')})`,
    ...(way.differs ? [isSeen] : []),
  ];
  const target = sql`
    target AS MATERIALIZED (
      SELECT locked.*, ${later('locked')}${expected}${way.differs ? seen : empty} FROM (SELECT t0.* FROM ${found(entity, name)} FOR NO KEY UPDATE) AS locked
    )`;
  const changed = changedRows(entity, way, { ...compared(entity), ...way.also, ...set }, raw('target'), conditions);
  const isAdded = way.adds ? sql`EXISTS (SELECT FROM ${raw(way.adds)})` : sql`FALSE`;
  const isWritten = sql`(EXISTS (SELECT FROM changed) OR ${isAdded})`;
  const key = isKeyed ? [keptKey(recordOutcome('target'), sql`target WHERE ${isWritten}`)] : [];
  return writing(
    [target, ...changed, ...key],
    sql`
      ${answer(entity, way, 'changed', sql`TRUE`)}
      UNION ALL
      ${answer(entity, way, 'target', way.differs ? sql`CASE WHEN ${isSeen} THEN ${isAdded} END` : isAdded)} WHERE NOT EXISTS (SELECT FROM changed)`,
  );
};

/** The record as it is after the change, or as it is without one. */
export type Changed<Name extends RecordName> = Rows[Name] & {
  /** Whether something was written: the record's row, or what was added to it. */
  readonly isChanged: boolean;
};

const writeChange = async <Name extends RecordName, More extends object>(
  context: DomainContext,
  entity: Name,
  { by, fields, values, key = '', way = plain, usual, terms = noTerms }: Change<Name>,
  idempotency: KeyValues | null,
): Promise<(Changed<Name> & More) | null> => {
  const [name, value] = onlyEntry(by);
  const { versions = null } = terms;
  const shape: Shape = { entity, name, given: givenOf(fields, values), isChecked: versions !== null, isKeyed: idempotency !== null };
  const kind = `${Object.values(shape).join(' ')} ${key}`;
  const variables = { ...values, ...idempotency, by: value, versions };
  const run = (statement: KeptStatement) => runWrite<Name, Pick<Changed<Name>, 'isChanged'> & More>(context, entity, statement, variables);
  const changed = usual && (await run(keep(`usually change ${kind}`, () => usualStatement(shape, usual()))));
  if (changed) return changed;
  const statement = keep(`change ${kind}`, () => lockingStatement(shape, way()));
  for (;;) {
    const row = await run(statement);
    if (row?.isChanged === null) continue; // what was read beside it isn't of the row that was locked
    if (row?.isChanged === false && versions) refuseOtherVersion(entity, row, versions);
    return row;
  }
};

/**
 * Changes a record, in one statement: all of it or nothing. A change that turns out not to be the usual one takes two, of which the first has then changed
 * nothing. The record's version grows by one when its row changes. Null where there is no such record. A repeat under an idempotency key gives the record
 * as it now is, and nothing more.
 * @throws ValidationError where a constraint with a message refused it
 * @throws VersionConflictError where the record has none of the versions of the terms
 * @throws BadInputError for a name that the database can't hold
 */
export const changeRecord = <Name extends RecordName, More extends object = object>(
  context: DomainContext,
  entity: Name,
  change: Change<Name>,
): Promise<(Changed<Name> & Partial<More>) | null> =>
  once<(Changed<Name> & Partial<More>) | null, RecordOutcome>(context, {
    asked: () => ({ by: change.by, values: plainValues(entity, change.values) }),
    write: (key) => writeChange<Name, More>(context, entity, change, key),
    isWritten: (changed) => changed?.isChanged === true,
    replay: async ({ id }) => {
      const record = await findWritten(context, entity, id);
      return record && ({ ...record, isChanged: true } as Changed<Name> & Partial<More>); // nothing more is told of a repeat
    },
  });

/**
 * The same for a record that is expected to be there, whose change needs no further columns. A change of nothing is a read.
 * @throws ForbiddenError for a read, without its scope
 * @throws NotFoundError when there is no such record
 * @throws VersionConflictError where the record has none of the versions of the terms
 * @throws ValidationError where a constraint with a message refused it
 */
export const changeExisting = async <Name extends RecordName>(
  context: DomainContext,
  entity: Name,
  change: Change<Name>,
): Promise<Rows[Name]> => {
  const changed = await changeRecord(context, entity, change);
  if (!changed) throw new NotFoundError(notFoundMessage(entity, change.by));
  const { isChanged, ...record } = changed;
  if (!isChanged) authorize(context, entityOf(entity).scope);
  return record as unknown as Rows[Name]; // what is left of the intersection
};
